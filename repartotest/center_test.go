package repartotest_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/repartotest"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store/memory"
)

// shop is a center with a sales inbox.
func shop(t repartotest.TB, cfg repartotest.Config) *repartotest.Center {
	t.Helper()
	c := repartotest.New(t, cfg)
	c.Agents("Ana", "Beto")
	c.Supervisors("Sol")
	c.Inbox("Ventas", "Ana", "Beto")
	c.Policy("Ventas", routing.Sales())
	return c
}

func TestAStoryInOneLineSteps(t *testing.T) {
	t.Parallel()
	c := shop(t, repartotest.Config{})
	c.Writes("K")
	c.In("K", "BOT(flow)")
	c.BotHandsOver("K", "Ventas")
	c.In("K", "AGENTE(Ana)")
	c.Was("K", "BANDEJA(Ventas)")
	c.Owner("K", "Ana")
	c.Load("Ana", 1)
	c.Sees("K", "Ana", "Sol")
	c.Hidden("K", "Beto")
	c.Pass(time.Minute)
	c.Rotated("K", "Ana", "Beto", c.Now())
	c.Skips("K", "Ana", botflow.ReasonOwner)
	c.CountsUnread("Beto", 1)
	c.Answers("Beto", "K")
	c.CountsUnread("Beto", 0)
	c.Lists("Sol", inbox.ViewAll, inbox.ByRecency, "K")
	c.Counts("Sol", inbox.ViewAgents, 1)
	c.Refused(botflow.CodeTaken, botflow.ByAgent("Ana"), c.Chat("K"), botflow.Take{})
	c.TransfersTo("Beto", "K", "Ana")
	c.Returns("Ana", "K")
	c.In("K", "AGENTE(Beto)")
	c.Closes("Beto", "K")
	c.Told("K", botflow.Pending, 1)
	c.Restart()
	c.Episode("K", 1)
	c.Affinity("K", "")
	c.Sound()
}

func TestTheOtherSteps(t *testing.T) {
	t.Parallel()
	c := shop(t, repartotest.Config{})
	c.Admins("Ada")
	c.Tags("vip")
	c.Agent("Ana", func(a *directory.Agent) { a.Limit = 1 })
	c.Policy("Ventas", routing.Support())
	c.Hours("Ventas", "Mon-Fri 09:00-18:00")
	c.Assistant(botflow.General, func(a *directory.Assistant) { a.State = directory.Inactive })
	c.AnswersFirst(botflow.General, routing.HumansFirst)
	c.Channel("web", func(ch *directory.Channel) { ch.Window = botflow.None })
	c.LastAssigned("Ventas", "Ana")
	c.Holds("Ana", 1)
	c.Load("Ana", 1)
	c.Goes("Beto", botflow.Away)
	c.Status("Beto", botflow.Away, botflow.CauseChosen)
	c.WritesOn("web", "K")
	c.In("K", "BANDEJA(General)")
	c.Moves("Sol", "K", "Ventas")
	c.Waits("K", botflow.ReasonFull)
	c.Nobody("K")
	c.Assigns("Sol", "K", "Beto")
	c.Greets("Beto", "K")
	c.TransfersInto("Beto", "K", "Personal of Beto")
	c.Takes("Beto", "K")
	c.Leaves("K")
	c.Campaign("L")
	c.Template("Beto", "L")
	c.SendFails("L")
	c.In("L", "EXPIRADO")
	c.Writes("M")
	c.BotCloses("M")
	c.Assistant(botflow.General, func(a *directory.Assistant) { a.State = directory.Active })
	c.AnswersFirst(botflow.General, routing.AssistantFirst)
	c.WritesOn("web", "N")
	c.AssistantHandsOver("N", "Ventas")
	c.InactivityCounts()
	c.Pass(5 * time.Minute)
	c.DoesAnything("Beto")
	c.Pass(5 * time.Minute)
	c.Status("Ana", botflow.Offline, botflow.CauseInactivity)
	c.Removes("Beto")
	c.Is("Sol", botflow.Offline)
	require.NotEmpty(t, c.Log())
	require.NotNil(t, c.Engine())
	require.Equal(t, botflow.AccountID("test"), c.Account().ID())
}

// TestL48_AJumpIsFoundLate: deadlines that nobody noticed are told at their own time.
func TestL48_AJumpIsFoundLate(t *testing.T) {
	t.Parallel()
	c := shop(t, repartotest.Config{})
	c.Writes("K")
	c.BotHandsOver("K", "Ventas")
	begun := c.Now()
	c.Jump(130 * time.Second)
	require.False(t, c.Tick().IsZero())
	c.Rotated("K", "Ana", "Beto", begun.Add(time.Minute))
	c.Rotated("K", "Beto", "Ana", begun.Add(2*time.Minute))
}

func TestItWorksInABubble(t *testing.T) {
	t.Parallel()
	for _, wall := range []bool{false, true} {
		t.Run(fmt.Sprintf("wall %t", wall), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				start := time.Now() //nolint:forbidigo // of the bubble
				c := shop(t, repartotest.Config{Wall: wall, Start: start})
				c.Writes("K")
				c.BotHandsOver("K", "Ventas")
				c.Pass(59 * time.Second)
				c.In("K", "AGENTE(Ana)")
				c.Pass(time.Second)
				c.In("K", "AGENTE(Beto)")
				require.Equal(t, wall, time.Since(start) == time.Minute, "the bubble's time goes on only with Wall") //nolint:forbidigo // of the bubble
			})
		})
	}
}

// TestAStoreOfOnesOwn: a center begins where a store stands.
func TestAStoreOfOnesOwn(t *testing.T) {
	t.Parallel()
	db := memory.New()
	first := shop(t, repartotest.Config{Store: db, Account: "shop"})
	first.Writes("K")
	first.BotHandsOver("K", "Ventas")
	second := repartotest.New(t, repartotest.Config{Store: db, Account: "shop", Start: first.Now()})
	second.In("K", "AGENTE(Ana)")
	second.Writes("L")
	second.BotHandsOver("L", "Ventas")
	second.In("L", "AGENTE(Beto)")
	require.Contains(t, second.Story("K"), "Assigned")
}

// failing is a test that is expected to fail: it keeps the message and ends.
type failing struct{ said string }

func (*failing) Helper() {}

func (f *failing) Fatalf(format string, args ...any) {
	f.said = fmt.Sprintf(format, args...)
	panic(f)
}

// fails plays what must fail, and gives the message.
func fails(t *testing.T, play func(tb repartotest.TB)) string {
	t.Helper()
	f := &failing{}
	func() {
		defer func() {
			if end := recover(); end != any(f) {
				t.Fatalf("it ended with %v", end)
			}
		}()
		play(f)
	}()
	return f.said
}

func TestAFailureTellsTheStory(t *testing.T) {
	t.Parallel()
	waiting := func(tb repartotest.TB) *repartotest.Center {
		c := shop(tb, repartotest.Config{})
		c.Writes("K")
		c.BotHandsOver("K", "Ventas")
		c.Pass(time.Minute)
		return c
	}
	for _, tc := range []struct {
		name string
		play func(c *repartotest.Center)
		says string
	}{
		{"a place", func(c *repartotest.Center) { c.In("K", "AGENTE(Ana)") }, "K is in AGENTE(Beto), not in AGENTE(Ana)"},
		{"a place before", func(c *repartotest.Center) { c.Was("K", "EXPIRADO") }, "K was in AGENTE(Ana) before"},
		{"an owner", func(c *repartotest.Center) { c.Owner("K", "Ana") }, `owned by "Beto"`},
		{"an episode", func(c *repartotest.Center) { c.Episode("K", 7) }, "is 1, not 7"},
		{"an affinity", func(c *repartotest.Center) { c.Affinity("K", "Ana") }, `not "Ana"`},
		{"events", func(c *repartotest.Center) { c.Told("K", botflow.Pending, 2) }, "1 events Pending"},
		{"a rotation", func(c *repartotest.Center) { c.Rotated("K", "Beto", "Ana", c.Now()) }, "didn't rotate"},
		{"a load", func(c *repartotest.Center) { c.Load("Ana", 1) }, "is 0, not 1"},
		{"a presence", func(c *repartotest.Center) { c.Status("Ana", botflow.Away, "") }, "Ana is Online"},
		{"a reason", func(c *repartotest.Center) { c.Skips("K", "Ana", botflow.ReasonAway) }, "doesn't skip Ana"},
		{"waiting", func(c *repartotest.Center) { c.Waits("K", botflow.ReasonFull) }, "doesn't wait"},
		{"nobody", func(c *repartotest.Center) { c.Nobody("K") }, "in vain"},
		{"sight", func(c *repartotest.Center) { c.Sees("K", "Ana") }, "Ana doesn't see K by look-up"},
		{"no sight", func(c *repartotest.Center) { c.Hidden("K", "Beto") }, "Beto sees K by look-up"},
		{"a list", func(c *repartotest.Center) { c.Lists("Sol", inbox.ViewAll, inbox.ByWaiting) }, `is "K", not ""`},
		{"a counter", func(c *repartotest.Center) { c.Counts("Sol", inbox.ViewAll, 3) }, "is 1, not 3"},
		{"unread", func(c *repartotest.Center) { c.CountsUnread("Beto", 3) }, "is 1, not 3"},
		{"a refusal", func(c *repartotest.Center) { c.Takes("Ana", "K") }, "already taken"},
		{"no refusal", func(c *repartotest.Center) { c.Refused("x", botflow.System(), c.Chat("K"), c.NextMessage()) }, "it was done"},
		{"another refusal", func(c *repartotest.Center) { c.Refused("x", botflow.ByAgent("Ana"), c.Chat("K"), botflow.Take{}) }, `wanted the refusal "x"`},
		{"the past", func(c *repartotest.Center) { c.Till(c.Now().Add(-time.Second)) }, "can't go back"},
		{"a stranger", func(c *repartotest.Center) { c.Agent("Zoe", func(*directory.Agent) {}) }, `no agent "Zoe"`},
		{"a bad policy", func(c *repartotest.Center) { c.Policy("Ventas", routing.Policy{Limit: -1}) }, "the configuration is refused"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			said := fails(t, func(tb repartotest.TB) { tc.play(waiting(tb)) })
			require.Contains(t, said, tc.says)
			require.Contains(t, said, "10:01:00 Rotated      L21")
			require.Contains(t, said, "decision in Ventas, round robin: Beto (turn); Beto turn; Ana current owner")
			require.Contains(t, said, "now 10:01:00; agents: Ana Online with 0, Beto Online with 1, Sol Online with 0")
		})
	}
	said := fails(t, func(tb repartotest.TB) { shop(tb, repartotest.Config{}).In("Nobody", "BOT(flow)") })
	require.Contains(t, said, "Nobody has no chat on whatsapp")
}

// TestALongStoryIsCut keeps the beginning and the end.
func TestALongStoryIsCut(t *testing.T) {
	t.Parallel()
	c := shop(t, repartotest.Config{})
	for i := range 15 {
		c.Writes(botflow.ContactID(fmt.Sprintf("K%d", i)))
	}
	require.Contains(t, c.Story(""), "and 3 chats more")
	c.BotHandsOver("K1", "Ventas")
	c.Pass(50 * time.Minute)
	require.Contains(t, c.Story("K1"), "events more")
	require.Less(t, strings.Count(c.Story("K1"), "\n"), 90)
}

// TestInvariantsAreCheckedAfterEveryStep: what goes behind the engine's back is found at the next step.
func TestInvariantsAreCheckedAfterEveryStep(t *testing.T) {
	t.Parallel()
	said := fails(t, func(tb repartotest.TB) {
		liar := &liar{DB: memory.New()}
		c := shop(tb, repartotest.Config{Store: liar})
		c.Writes("K")
		liar.lies = true
		c.Writes("L")
	})
	require.Contains(t, said, "an invariant is broken:")
	require.Contains(t, said, "the story of K")
	liar := &liar{DB: memory.New()}
	c := shop(t, repartotest.Config{Store: liar, Unchecked: true})
	c.Writes("K")
	liar.lies = true
	c.Writes("L")
}

func TestTargetsFollowTheChannelLastNamed(t *testing.T) {
	t.Parallel()
	c := shop(t, repartotest.Config{})
	require.Equal(t, reparto.Chat("whatsapp", "K"), c.Chat("K"))
	c.Channel("web", nil)
	c.WritesOn("web", "K")
	require.Equal(t, reparto.Chat("web", "K"), c.Chat("K"))
	require.Equal(t, reparto.Chat("whatsapp", "L"), c.Chat("L"))
}
