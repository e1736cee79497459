package botflow_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
)

func TestTheSoonerOfTwoInstants(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ a, b, want botflow.Instant }{
		{0, 0, 0},
		{0, 7, 7},
		{7, 0, 7},
		{3, 7, 3},
		{7, 3, 3},
		{7, 7, 7},
		{7, botflow.Forever, 7},
		{0, botflow.Forever, botflow.Forever},
		{-3, 0, -3},
		{0, -3, -3},
	} {
		require.Equal(t, tc.want, tc.a.Sooner(tc.b), "%d and %d", tc.a, tc.b)
	}
}
