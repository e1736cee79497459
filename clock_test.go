package reparto_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
)

func TestI10_TimeNeverGoesBackWhenTheClockDoes(t *testing.T) {
	t.Parallel()
	r := shop(t, cast())
	at := instant("10:00:00")
	r.writes("k")
	for range 3 {
		r.jump(-time.Hour)
		require.Equal(t, at, r.writes("l").Conversation.Updated, "of another chat too")
		require.Equal(t, at, r.ok(chat("k"), botflow.SetPriority{Priority: int32(r.ops)}).Conversation.Updated)
		r.goes("Ana", botflow.Away)
		r.goes("Ana", botflow.Online)
		require.Equal(t, at, r.presence("Ana").Since)
	}
	r.jump(3*time.Hour + time.Second)
	require.Equal(t, at.Add(time.Second), r.writes("l").Conversation.Updated)
	r.sound()
}
