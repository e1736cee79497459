package reparto_test

import (
	"testing"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
)

func TestP5_A5_WhoeverIsNoLongerOnlineIsNoLongerInRampIn(t *testing.T) {
	t.Parallel()
	everybody := online
	everybody.Eligible = routing.Everybody
	ramped := edited(cast(room("Ventas", everybody, "Ana")), func(d *directory.Directory) {
		d.Options.RampIn = routing.RampIn{Limit: 1, Period: time.Hour}
		d.Options.InactiveAfter = 10 * time.Minute
	})
	for _, tc := range []struct {
		name  string
		leave func(r *rig)
	}{
		{"away", func(r *rig) { r.goes("Ana", botflow.Away) }},
		{"signed out", func(r *rig) { r.goes("Ana", botflow.Offline) }},
		{"inactive", func(r *rig) { r.pass(10 * time.Minute) }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, ramped)
			r.arrives("first", "Ventas")
			r.arrives("second", "Ventas")
			r.in("AGENTE(Ana)", "first")
			r.in("BANDEJA(Ventas)", "second")
			tc.leave(r)
			r.in("AGENTE(Ana)", "second")
			r.sound()
		})
	}
}
