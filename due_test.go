package reparto_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
)

func TestL48_ADeadlineThatIsSetOnTheWayComesInItsTurn(t *testing.T) {
	t.Parallel()
	r := newRig(t, reparto.Config{})
	r.apply(edited(cast(), onChannel("whatsapp", func(ch *directory.Channel) { ch.Window = 30 * time.Minute }), func(d *directory.Directory) {
		d.Options.InactiveAfter = 10 * time.Minute
	}))
	r.goes("Ana", botflow.Online)
	r.writes("k") // its window ends at 10:30
	r.clock.set(r.clock.Now().Add(9 * time.Minute))
	r.as(ana(), reparto.Agent("Ana"), botflow.Touch{}) // 10:10 is too early to call her inactive, and 10:19 isn't
	r.clock.set(r.clock.Now().Add(time.Hour))
	r.tick()
	var order []string
	for d, err := range r.acc.Events(t.Context(), "order") {
		require.NoError(t, err)
		if e := d.Event; e.Type == botflow.Expired || e.Is == botflow.Offline && e.Type == botflow.PresenceChanged {
			order = append(order, e.At.Time().Format("15:04 ")+string(e.Type)+" "+string(e.Agent))
		}
	}
	require.Equal(t, []string{"10:19 PresenceChanged Ana", "10:30 Expired "}, order)
	n, err := r.acc.System().Count(t.Context(), inbox.ViewExpired, inbox.Filter{}, 9)
	require.NoError(t, err)
	require.Equal(t, 1, n)
}
