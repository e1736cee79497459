package reparto_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
)

func TestS8_N1_ARemovedAgentsAffinityEndsOnceForAllChatsOfTheContact(t *testing.T) {
	t.Parallel()
	r := shop(t, cast())
	r.writes("k")
	r.message(web("k"))
	r.as(bot, chat("k"), botflow.HandOff{})
	r.as(ana(), chat("k"), botflow.Take{})
	r.as(ana(), web("k"), botflow.Take{})
	r.as(ana(), chat("k"), botflow.SetAffinity{Agent: "Ana"})
	r.edit(removed("Ana"))
	r.at("BANDEJA(General)", chat("k"))
	r.at("BANDEJA(General)", web("k"))
	changes := append(r.history(chat("k"), botflow.AffinityChanged), r.history(web("k"), botflow.AffinityChanged)...)
	require.Len(t, changes, 2, "set once, cleared once")
	r.sound()
}
