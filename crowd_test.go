package reparto_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/internal/budget"
	"github.com/repartogo/reparto/routing"
)

// crowdAgents work for the crowd: two inboxes share some of them.
var crowdAgents = []botflow.AgentID{"a1", "a2", "a3", "a4", "a5", "a6"}

func crowdDirectory() directory.Directory {
	d := directory.Directory{Channels: []directory.Channel{{ID: "whatsapp", Bot: "flow"}}, Options: directory.Options{InactiveAfter: botflow.None}}
	for _, id := range crowdAgents {
		d.Agents = append(d.Agents, directory.Agent{ID: id})
	}
	support := routing.Support()
	support.Limit = 3
	balanced := routing.Policy{Enabled: true, Limit: 3, Strategy: routing.LeastLoaded, ReturnMemory: botflow.None}
	d.Inboxes = []directory.Inbox{
		{ID: "soporte", Members: crowdAgents[:4], Policy: support},
		{ID: "ventas", Members: crowdAgents[2:], Policy: balanced},
	}
	return d
}

// Many goroutines and two engines hammer one account. At every quiet point, with no call in flight, the books balance: no limit passed, no
// double owner, loads equal the truth, nobody waits beside a free eligible agent.
func TestA14_I1_I2_I3_I8_ManyGoroutinesOnOneAccount(t *testing.T) {
	t.Parallel()
	const callers = 64
	r := newRig(t, reparto.Config{})
	r.apply(crowdDirectory())
	second, err := reparto.New(r.db, reparto.Config{Clock: r.clock})
	require.NoError(t, err)
	other, err := second.Account("shop")
	require.NoError(t, err)
	a := r.audited()
	a.Race()
	for quiet := range budget.Of(budget.QuietPoints) {
		var wg sync.WaitGroup
		for g := range callers {
			wg.Go(func() {
				rng := rand.New(rand.NewPCG(uint64(quiet), uint64(g)))
				acc := r.acc
				if g%2 == 1 {
					acc = other
				}
				for i := range 4 {
					crowdAct(t, acc, rng, fmt.Sprintf("%d/%d/%d", quiet, g, i))
				}
			})
		}
		wg.Wait()
		r.judge(a)
		r.clock.set(r.clock.Now().Add(7 * time.Minute))
		r.tick()
	}
}

// crowdAct does one random thing; refusals are what races are for.
func crowdAct(t *testing.T, acc *reparto.Account, rng *rand.Rand, n string) {
	t.Helper()
	contact := chat(fmt.Sprintf("k%d", rng.IntN(40)))
	me := crowdAgents[rng.IntN(len(crowdAgents))]
	by, on, cmd := botflow.ByAgent(me), contact, botflow.Command(botflow.Take{})
	switch rng.IntN(12) {
	case 0, 1, 2:
		by, cmd = botflow.System(), botflow.Receive{Message: botflow.MessageID(n)}
	case 3, 4, 5:
		by, cmd = bot, botflow.HandOff{Inbox: []botflow.InboxID{"soporte", "ventas"}[rng.IntN(2)]}
	case 6:
		cmd = botflow.Reply{}
	case 7:
		cmd = botflow.Close{}
	case 8:
		cmd = botflow.Return{}
	case 9:
		cmd = botflow.Transfer{Agent: crowdAgents[rng.IntN(len(crowdAgents))]}
	case 10:
		on, cmd = reparto.Agent(me), botflow.SetPresence{Status: []botflow.Status{botflow.Online, botflow.Online, botflow.Away}[rng.IntN(3)]}
	}
	_, err := acc.As(by).Do(context.Background(), on, cmd, "")
	if err != nil && botflow.CodeOf(err) == "" {
		t.Errorf("%s: %v", cmd.Name(), err)
	}
}
