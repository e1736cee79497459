package botflow

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestIndexIsTheOrderOfCommands(t *testing.T) {
	t.Parallel()
	for i, cmd := range Commands() {
		require.Equal(t, i, index(cmd), cmd.Name())
	}
	for _, cmd := range AgentCommands() {
		require.Equal(t, -1, index(cmd), cmd.Name())
	}
}
