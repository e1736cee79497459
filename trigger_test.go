package reparto_test

import (
	"testing"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
)

func TestA5_N1_AnotherAffinityFreesWhatWaitedForTheOldOne(t *testing.T) {
	t.Parallel()
	for name, next := range map[string]botflow.AgentID{"cleared": "", "another's": "Beto"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			waits := routing.Policy{Enabled: true, AffinityWait: time.Hour}
			r := shop(t, cast(room("Ventas", waits, "Ana", "Beto")))
			r.message(web("k"))
			r.as(ada(), web("k"), botflow.SetAffinity{Agent: "Ana"})
			r.goes("Ana", botflow.Away)
			r.arrives("k", "Ventas")
			r.in("BANDEJA(Ventas)", "k")
			r.as(ada(), web("k"), botflow.SetAffinity{Agent: next})
			r.in("AGENTE(Beto)", "k")
			r.sound()
		})
	}
}
