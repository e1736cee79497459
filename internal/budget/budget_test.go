package budget_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/internal/budget"
)

func TestOf(t *testing.T) {
	t.Setenv("REPARTO_LONG", "1")
	require.Equal(t, 1, budget.Of(budget.MutantStride), "the long form runs every planted bug")
	require.Positive(t, budget.Of(budget.MutantWorkers))
	require.Panics(t, func() { budget.Of(0) }, "the zero value has no budget")
}
