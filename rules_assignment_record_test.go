package reparto_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
)

func TestA12_ReasonsOfAWaitingChat(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		set  []func(*directory.Directory)
		do   func(r *rig)
		why  botflow.Reason
		each string
	}{
		{"away and offline", nil, func(r *rig) { r.goes("Ana", botflow.Away); r.goes("Beto", botflow.Offline) }, "", "Ana away, Beto offline"},
		{"excluded", []func(*directory.Directory){policy("Ventas", func(p *routing.Policy) { p.Excluded = []botflow.AgentID{"Ana", "Beto"} })}, nil, "excluded", "Ana excluded, Beto excluded"},
		{"full", []func(*directory.Directory){policy("Ventas", func(p *routing.Policy) { p.Limit = 1 })}, func(r *rig) {
			r.as(ana(), chat("x"), botflow.SendTemplate{})
			r.goes("Beto", botflow.Away)
		}, "", "Ana full, Beto away"},
		{"role", []func(*directory.Directory){inRoom("Ventas", func(in *directory.Inbox) { in.Members = []botflow.AgentID{"Sol", "Ada"} })}, nil, "role", "Sol role, Ada role"},
		{"closed hours", []func(*directory.Directory){hours("Ventas", "Mon-Fri 18:00-20:00")}, func(r *rig) { r.goes("Beto", botflow.Away) }, "closed hours", "Ana closed hours, Beto away"},
		{"assignment off", []func(*directory.Directory){policy("Ventas", func(p *routing.Policy) { p.Enabled = false })}, nil, "assignment off", "Ana assignment off, Beto assignment off"},
		{"no agents", []func(*directory.Directory){inRoom("Ventas", func(in *directory.Inbox) { in.Members = nil })}, nil, "no agents", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, edited(cast(room("Ventas", online, "Ana", "Beto")), tc.set...))
			if tc.do != nil {
				tc.do(r)
			}
			r.arrives("k", "Ventas")
			r.in("BANDEJA(Ventas)", "k")
			n := len(r.events("k"))
			d := r.explains("k")
			require.Empty(t, d.Chosen)
			require.Equal(t, tc.each, reasons(d))
			require.Len(t, r.events("k"), n, "Explain does nothing")
			if tc.why != "" {
				require.Equal(t, tc.why, d.Why)
			}
			told := r.events("k", botflow.NobodyEligible)
			if tc.why == "assignment off" {
				return
			}
			require.Len(t, told, 1)
			require.Equal(t, d, *told[0].Decision, "the event holds the same answer")
		})
	}
}

func TestA12_TheRecordOfAChoice(t *testing.T) {
	t.Parallel()
	p := routing.Policy{Enabled: true, Excluded: []botflow.AgentID{"Caro"}, Strategy: routing.LeastLoaded}
	r := shop(t, cast(room("Ventas", p, "Ana", "Beto", "Caro", "Sol")))
	r.goes("Ana", botflow.Away)
	_, revision, err := r.acc.Directory(context.Background())
	require.NoError(t, err)
	r.arrives("k", "Ventas")
	d := *r.events("k", botflow.Assigned)[0].Decision
	require.Equal(t, botflow.Decision{
		Inbox: "Ventas", Revision: revision, Strategy: "least loaded", Chosen: "Beto", Why: botflow.ReasonTurn, Total: 4,
		Candidates: []botflow.Candidate{{Agent: "Ana", Reason: "away"}, {Agent: "Beto", Reason: "turn"}, {Agent: "Caro", Reason: "excluded"}, {Agent: "Sol", Reason: "role"}},
	}, d)
	require.Equal(t, d, r.explains("k"), "of an owned chat: the last decision")
}

func TestA12_NobodyIsToldOncePerEntry(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", online, "Ana"), room("Soporte", online, "Beto")))
	r.only()
	r.arrives("k", "Ventas")
	r.writes("k")
	r.goes("Ana", botflow.Away)
	r.edit(policy("Ventas", func(p *routing.Policy) { p.Limit = 3 }))
	r.pass(time.Hour)
	require.Len(t, r.events("k", botflow.NobodyEligible), 1)
	r.as(sol(), chat("k"), botflow.Move{Inbox: "Soporte"})
	require.Len(t, r.events("k", botflow.NobodyEligible), 2)
	r.as(ana(), chat("x"), botflow.SendTemplate{})
	r.as(sol(), chat("k"), botflow.Assign{Agent: "Beto"})
	r.as(beto(), chat("k"), botflow.Return{})
	require.Len(t, r.events("k", botflow.NobodyEligible), 3)
}

func TestA12_AtMost32CandidatesAndTheTotal(t *testing.T) {
	t.Parallel()
	d := cast(room("Ventas", online))
	for i := range 50 {
		id := botflow.AgentID(fmt.Sprintf("m%02d", i))
		d.Agents = append(d.Agents, directory.Agent{ID: id})
		d.Inboxes[0].Members = append(d.Inboxes[0].Members, id)
	}
	r := newRig(t, reparto.Config{})
	r.apply(d)
	r.arrives("nobody", "Ventas")
	r.goes("m40", botflow.Online)
	for _, decision := range []botflow.Decision{*r.events("nobody", botflow.NobodyEligible)[0].Decision, *r.events("nobody", botflow.Assigned)[0].Decision} {
		require.Len(t, decision.Candidates, 32)
		require.Equal(t, 50, decision.Total)
		require.EqualValues(t, "m00", decision.Candidates[0].Agent)
	}
	require.EqualValues(t, "m40", r.events("nobody", botflow.Assigned)[0].Decision.Chosen)
	require.Contains(t, reasons(*r.events("nobody", botflow.Assigned)[0].Decision), "m40 turn")
}

// race lets n calls run at once.
func race(n int, call func(i int)) {
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		all.Go(func() {
			<-start
			call(i)
		})
	}
	close(start)
	all.Wait()
}

// twins gives two engines over the rig's store, each with the account, as two processes have them.
func (r *rig) twins() [2]*reparto.Account {
	r.t.Helper()
	var both [2]*reparto.Account
	for i := range both {
		e, err := reparto.New(r.db, reparto.Config{Clock: r.clock})
		require.NoError(r.t, err)
		both[i], err = e.Account("shop")
		require.NoError(r.t, err)
	}
	return both
}

func TestA14_OneTakerOfTwoEngines(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana", "Beto", "Caro")))
	engines := r.twins()
	takers := []botflow.Actor{ana(), beto(), caro()}
	for i := range 40 {
		k := fmt.Sprint(i)
		r.arrives(k, "Ventas")
		won := make([]bool, 6)
		race(6, func(j int) {
			_, err := engines[j%2].As(takers[j/2]).Do(context.Background(), chat(k), botflow.Take{}, "")
			won[j] = err == nil
			if err != nil {
				require.Contains(t, []botflow.Code{botflow.CodeTaken, botflow.CodeSamePlace}, botflow.CodeOf(err))
			}
		})
		n := 0
		for _, w := range won {
			if w {
				n++
			}
		}
		require.Equal(t, 1, n)
		require.Len(t, r.events(k, botflow.Taken), 1)
	}
	require.Equal(t, 40, r.load("Ana")+r.load("Beto")+r.load("Caro"))
	r.sound()
}

func TestA14_NoInterleavingPassesALimit(t *testing.T) {
	t.Parallel()
	r := shop(t, edited(cast(room("Ventas", limited(2), "Ana", "Beto"), room("Soporte", limited(3), "Ana", "Caro"))))
	engines := r.twins()
	ctx := context.Background()
	const chats = 60
	most := map[botflow.AgentID]int{"Ana": 3, "Beto": 2, "Caro": 3}
	race(8, func(i int) {
		a := engines[i%2]
		for n := i; n < chats; n += 8 {
			k := chat(fmt.Sprint(n))
			_, err := a.System().Do(ctx, k, botflow.Receive{Message: "m"}, "")
			require.NoError(t, err)
			_, err = a.As(bot).Do(ctx, k, botflow.HandOff{Inbox: []botflow.InboxID{"Ventas", "Soporte"}[n%2]}, "")
			require.NoError(t, err)
			for id, limit := range most {
				p, err := a.System().Presence(ctx, id)
				require.NoError(t, err)
				require.LessOrEqual(t, p.Load, limit, "%s", id)
			}
			if c, err := a.System().Get(ctx, k); err == nil && c.Place.Owner != "" && n%3 == 0 {
				_, err = a.As(botflow.ByAgent(c.Place.Owner)).Do(ctx, k, botflow.Close{}, "")
				require.NoError(t, err)
			}
		}
	})
	r.sound() // nobody waits beside a free agent, loads are right
	for id, limit := range most {
		require.Equal(t, limit, r.load(id), "%s", id)
	}
}

func TestA14_AnOlderChoiceNeverOverwritesAPersons(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", online, "Ana"), room("Otra", byHand, "Caro")))
	engines := r.twins()
	for i := range 40 {
		k := fmt.Sprint(i)
		r.goes("Ana", botflow.Offline)
		r.arrives(k, "Ventas")
		var takes error
		race(2, func(j int) {
			if j == 0 { // the engine's choice
				_, err := engines[0].System().Do(context.Background(), reparto.Agent("Ana"), botflow.SetPresence{Status: botflow.Online}, "")
				require.NoError(t, err)
				return
			}
			_, takes = engines[1].As(sol()).Do(context.Background(), chat(k), botflow.Move{Inbox: "Otra"}, "")
		})
		if takes == nil {
			r.in("BANDEJA(Otra)", k)
			require.Empty(t, r.events(k, botflow.Assigned))
		} else {
			require.Equal(t, botflow.CodeIllegal, botflow.CodeOf(takes))
			r.in("AGENTE(Ana)", k)
		}
	}
	r.sound()
}
