package reparto_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
)

// bad is a ranker that panics the first time.
type bad struct{ n *int }

func (b bad) Rank(w routing.Waiting, s []routing.Seat) []routing.Seat {
	if *b.n++; *b.n == 1 {
		panic("host")
	}
	return s
}

func TestA4_V7_AnUnknownAgentIsUnknownUnderLimitManualToo(t *testing.T) {
	t.Parallel()
	r := shop(t, small(routing.Policy{LimitManual: true, Limit: 5}))
	r.writes("K")
	_, err := r.do(botflow.ByAgent("Sol"), chat("K"), botflow.Assign{Agent: "ghost"})
	require.Equal(t, botflow.CodeNoAgent, botflow.CodeOf(err), "%v", err)
}

func TestV5_ABotReadsNoAgentsHistory(t *testing.T) {
	t.Parallel()
	d := small(routing.Policy{})
	d.Channels[0].Bot = "flow"
	r := shop(t, d)
	ev, err := r.acc.As(bot).History(context.Background(), reparto.Agent("Ana"), 0, 10)
	require.ErrorIs(t, err, botflow.ErrNotFound, "%v", ev)
}

func TestE3_V5_ADuplicateTellsNoTagsThatAreHiddenNow(t *testing.T) {
	t.Parallel()
	d := small(routing.Policy{})
	d.Tags = []botflow.Tag{"fraude"}
	r := shop(t, d)
	r.writes("K")
	_, err := r.acc.As(ana()).Do(context.Background(), chat("K"), botflow.Take{}, "op")
	require.NoError(t, err)
	r.as(botflow.ByAgent("Ada"), chat("K"), botflow.Transfer{Agent: "Beto"})
	r.as(botflow.ByAgent("Ada"), chat("K"), botflow.AddTag{Tag: "fraude"})
	_, err = r.acc.As(ana()).Get(context.Background(), chat("K"))
	require.ErrorIs(t, err, botflow.ErrNotFound)
	res, err := r.acc.As(ana()).Do(context.Background(), chat("K"), botflow.Take{}, "op")
	require.NoError(t, err)
	require.Empty(t, res.Conversation.Tags)
}

func TestE3_V5_WhoIsGoneGetsNoDuplicate(t *testing.T) {
	t.Parallel()
	r := shop(t, small(routing.Policy{}))
	r.writes("K")
	_, err := r.acc.As(ana()).Do(context.Background(), chat("K"), botflow.Take{}, "op")
	require.NoError(t, err)
	_, err = r.acc.System().Change(context.Background(), directory.RemoveAgent{ID: "Ana"})
	require.NoError(t, err)
	_, err = r.acc.As(ana()).Do(context.Background(), chat("K"), botflow.Take{}, "op")
	require.ErrorIs(t, err, botflow.ErrNotFound)
}

func TestI3_A7_ARankerThatPanicsLosesNothing(t *testing.T) {
	t.Parallel()
	n := 0
	r := newRig(t, reparto.Config{Rankers: map[string]routing.Ranker{"mine": bad{&n}}})
	p := routing.Sales()
	p.Strategy = "mine"
	r.apply(small(p))
	func() {
		defer func() { t.Log("recovered:", recover()) }()
		r.writes("K")
	}()
	r.tick()
	r.tick()
	r.in("AGENTE(Ana)", "K")
}

func TestHistoryRefusesATargetOfTwoThings(t *testing.T) {
	t.Parallel()
	r := shop(t, small(routing.Policy{}))
	_, err := r.acc.System().History(context.Background(), reparto.Target{Agent: "Ana", Conversation: "x"}, 0, 10)
	require.ErrorIs(t, err, botflow.ErrInvalid)
}

func TestV5_NobodysHistoryIsNotFound(t *testing.T) {
	t.Parallel()
	r := shop(t, small(routing.Policy{}))
	_, err := r.acc.System().History(context.Background(), reparto.Agent("ghost"), 0, 10)
	require.ErrorIs(t, err, botflow.ErrNotFound)
}

func TestF9_L42_TheWindowInForce(t *testing.T) {
	t.Parallel()
	for name, set := range map[string]func(*directory.Channel){
		"none": func(c *directory.Channel) { c.Window, c.AutoClose = botflow.None, botflow.None },
		"48h":  func(c *directory.Channel) { c.Window = 48 * time.Hour },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, small(directory.Inbox{}.Policy))
			r.writes("K")
			r.as(ana(), chat("K"), botflow.Take{})
			r.edit(func(d *directory.Directory) { set(&d.Channels[0]) })
			r.pass(25 * time.Hour)
			r.in("AGENTE(Ana)", "K") // WindowOpen(now) = the channel has no window, or now < LastInboundAt + window
		})
	}
	t.Run("1h", func(t *testing.T) {
		t.Parallel()
		r := shop(t, small(directory.Inbox{}.Policy))
		r.writes("K")
		r.as(ana(), chat("K"), botflow.Take{})
		r.edit(func(d *directory.Directory) { d.Channels[0].Window = time.Hour })
		r.pass(2 * time.Hour)
		_, err := r.do(ana(), chat("K"), botflow.Reply{})
		require.ErrorIs(t, err, botflow.ErrSessionExpired)
	})
}
