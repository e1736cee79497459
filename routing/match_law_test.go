package routing_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
)

func fatesOf(given map[botflow.ConversationID]routing.Assignment) map[botflow.ConversationID]fate {
	fates := map[botflow.ConversationID]fate{}
	for id, a := range given {
		fates[id] = fate{a.Agent, a.ByTurn, a.Turn}
	}
	return fates
}

func TestA5_MatchDecidesAsTheRulesReadOverWholeLists(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, append(strategies(), routing.Random))
		before := w.clone()
		given, passes, last := w.settle(-1, -1)
		reference := naive{before, given}
		require.Equal(t, reference.run(), fatesOf(given))
		require.Equal(t, 1, passes)
		require.False(t, last.Deeper)
	})
}

func TestA5_CutWindowsDecideAsWholeListsDo(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, strategies())
		before := w.clone()
		given, _, _ := w.settle(rapid.IntRange(0, 5).Draw(t, "queue window"), rapid.IntRange(0, 5).Draw(t, "seat window"))
		require.Equal(t, naive{before, given}.run(), fatesOf(given))
	})
}

func TestA5_NoEligiblePairIsLeft(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, append(strategies(), routing.Random))
		w.settle(rapid.IntRange(0, 5).Draw(t, "queue window"), rapid.IntRange(0, 5).Draw(t, "seat window"))
		for _, chat := range w.chats() {
			agent, _ := naive{world: w}.decide(chat)
			require.Empty(t, agent, "%s waits", chat.Conversation)
		}
	})
}

func TestA5_NoYoungerChatHasAnAgentThatAnOlderCouldHaveHad(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, append(strategies(), routing.Random))
		before := w.clone()
		given, _, _ := w.settle(rapid.IntRange(0, 5).Draw(t, "queue window"), rapid.IntRange(0, 5).Draw(t, "seat window"))
		// Book in the order of serving: when its time comes, a chat that got nobody must have had nobody to get.
		for _, chat := range before.chats() {
			if a, ok := given[chat.Conversation]; ok {
				before.give(a.Inbox, a.Conversation, a.Agent, a.ByTurn)
				continue
			}
			agent, _ := naive{world: before}.decide(chat)
			require.Empty(t, agent, "%s", chat.Conversation)
		}
	})
}

func TestI2_NoLimitIsPassedAndNoBarredAgentIsReached(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, append(strategies(), routing.Random))
		result := routing.Match(w.view(-1, -1))
		for _, a := range result.Assignments {
			for _, s := range w.room(a.Inbox).seats {
				if s.Agent == a.Agent {
					require.True(t, isReady(s), "%+v", s)
				}
			}
			w.give(a.Inbox, a.Conversation, a.Agent, a.ByTurn)
		}
	})
}

func TestA12_EveryDecisionNamesItsChoiceAndItsReasons(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, append(strategies(), routing.Random))
		result := routing.Match(w.view(-1, -1))
		for _, a := range result.Assignments {
			require.Equal(t, a.Agent, a.Decision.Chosen)
			require.Contains(t, a.Decision.Candidates, botflow.Candidate{Agent: a.Agent, Reason: a.Decision.Why})
			require.Equal(t, a.ByTurn, a.Decision.Why == botflow.ReasonTurn)
		}
		for _, n := range result.Nobody {
			require.Empty(t, n.Decision.Chosen)
			for _, c := range n.Decision.Candidates {
				require.NotContains(t, []botflow.Reason{"", botflow.ReasonTurn, botflow.ReasonNotTurn}, c.Reason)
			}
		}
	})
}

func TestA12_NobodyIsToldOnceForEveryChatOfAnEnabledInbox(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, strategies())
		w.settle(-1, -1)
		for _, r := range w.inboxes {
			for _, chat := range r.queue {
				require.Equal(t, r.rules.Policy.Enabled && !chat.NobodyTold, w.nobody[chat.Conversation], "%s", chat.Conversation)
			}
		}
	})
}

func TestA12_ExplainSaysWhatMatchDoes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, append(strategies(), routing.Random))
		for _, r := range w.inboxes {
			for _, chat := range r.queue {
				view := r.view(-1, -1)
				chat.NobodyTold = false
				view.Queue = []routing.Waiting{chat}
				explained := routing.Explain(view, chat, now, 7)
				result := routing.Match(routing.View{Now: now, Entropy: 7, Inboxes: []routing.InboxView{view}})
				for _, a := range result.Assignments {
					require.Equal(t, a.Decision, explained)
				}
				for _, n := range result.Nobody {
					require.Equal(t, n.Decision, explained)
				}
				if !r.rules.Policy.Enabled {
					require.Equal(t, botflow.ReasonOff, explained.Why)
				}
			}
		}
	})
}

func TestI3_AgainIsTheFirstInstantAtWhichTimeAloneFreesAChat(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, strategies())
		_, _, last := w.settle(-1, -1)
		require.Equal(t, w.freedAt(), againOf(last))
	})
}

func TestI3_AgainIsNeverLateBehindCutWindows(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, strategies())
		_, _, last := w.settle(rapid.IntRange(0, 5).Draw(t, "queue window"), rapid.IntRange(0, 5).Draw(t, "seat window"))
		told := againOf(last)
		for inbox, at := range w.freedAt() {
			require.Contains(t, told, inbox)
			if at != 0 {
				require.NotZero(t, told[inbox], "%s", inbox)
				require.LessOrEqual(t, told[inbox], at, "%s", inbox)
			}
		}
	})
}

func againOf(r routing.Result) map[botflow.InboxID]botflow.Instant {
	told := map[botflow.InboxID]botflow.Instant{}
	for _, a := range r.Again {
		told[a.Inbox] = a.At
	}
	return told
}

func TestMatchIsDeterministicAndChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, append(strategies(), routing.Random))
		view := w.view(rapid.IntRange(0, 5).Draw(t, "queue window"), rapid.IntRange(0, 5).Draw(t, "seat window"))
		text := fmt.Sprintf("%+v", view)
		once := routing.Match(view)
		require.Equal(t, text, fmt.Sprintf("%+v", view))
		require.Equal(t, once, routing.Match(view))
	})
}

func TestA6_RoundRobinCountsDifferByAtMostOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := teamOf(rapid.IntRange(1, 9).Draw(t, "agents"))
		r := w.inboxes[0]
		for i := range rapid.IntRange(0, 40).Draw(t, "chats") {
			c := waiting(fmt.Sprintf("c%02d", i))
			if rapid.IntRange(0, 4).Draw(t, "affinity") == 0 {
				c.Affinity = rapid.SampledFrom(r.seats).Draw(t, "agent").Agent
			}
			r.queue = append(r.queue, c)
		}
		given, _, _ := w.settle(rapid.IntRange(1, 40).Draw(t, "queue window"), rapid.IntRange(1, 9).Draw(t, "seat window"))
		counts := map[botflow.AgentID]int{}
		for _, s := range r.seats {
			counts[s.Agent] = 0
		}
		for _, a := range given {
			if a.ByTurn {
				counts[a.Agent]++
			}
		}
		least, most := 1<<30, 0
		for _, n := range counts {
			least, most = min(least, n), max(most, n)
		}
		require.LessOrEqual(t, most-least, 1, "%v", counts)
	})
}

func TestA10_RotationPicksAsAssignmentWithoutTheOwner(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, strategies())
		for _, r := range w.inboxes {
			for _, chat := range r.queue {
				owner := rapid.SampledFrom([]botflow.AgentID{"a0", "a1", "a2", "stranger"}).Draw(t, "owner")
				got := routing.PickNext(r.view(-1, -1), chat, now, 7, owner)
				plain := w.clone()
				room := plain.room(r.id)
				room.rules.Open = true
				for i := range room.seats {
					if room.seats[i].Agent == owner {
						room.seats[i].Barred = botflow.ReasonOwner
					}
				}
				chat.Affinity = ""
				want, _ := naive{world: plain}.decide(chat)
				require.Equal(t, want, got.Chosen)
			}
		}
	})
}
