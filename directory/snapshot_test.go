package directory_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/schedule"
)

func compile(t require.TestingT, d directory.Directory) *directory.Snapshot {
	s, err := directory.Compile(d, 7)
	require.NoError(t, err)
	return s
}

func TestTheZeroDirectoryIsAnAccount(t *testing.T) {
	t.Parallel()
	s := compile(t, directory.Directory{})
	require.Equal(t, uint64(7), s.Revision())
	require.Equal(t, []botflow.InboxID{botflow.General}, s.Inboxes())
	require.Empty(t, s.Seats())
	require.Empty(t, s.Members(botflow.General))
	require.True(t, s.ExistsAny(botflow.Closed))
	require.Nil(t, s.Schedule(botflow.General), "always open (F12)")
	require.Equal(t, botflow.General, s.Resolve("whatever"))
	require.Equal(t, inbox.Default(), *s.Matrix())
	_, ok := s.ChannelRules("web")
	require.False(t, ok)
	system, ok := s.Asker(botflow.System())
	require.True(t, ok)
	require.Equal(t, inbox.Asker{}, system)
	require.Equal(t, botflow.Humans, routing.First(s.FirstInput("", "web", 1, false)).Kind)
}

func TestS4_EverybodyIsInGeneral(t *testing.T) {
	t.Parallel()
	s := compile(t, shop())
	require.Equal(t, []botflow.AgentID{"ana", "leo", "eva", "sol", "pia", "root"}, s.Members(botflow.General))
	require.Equal(t, []botflow.AgentID{"leo", "ana", "pia"}, s.Members("Ventas"), "in member order, the disabled one left out")
	require.Equal(t, []botflow.InboxID{botflow.General, "Soporte", "Ventas"}, s.InboxesOf("leo"))
	require.Equal(t, []botflow.InboxID{botflow.General}, s.InboxesOf("root"))
	require.Empty(t, s.InboxesOf("gone"))
	require.True(t, s.ExistsAny(botflow.Personal("ana")))
	require.False(t, s.ExistsAny(botflow.Personal("gone")), "it went with its agent (S8)")
	require.False(t, s.ExistsAny(botflow.Personal("nobody")))
	require.False(t, s.Exists(botflow.Closed))
	require.False(t, s.Member(botflow.Closed, "ana"))
	require.Equal(t, "Ventas y cotizaciones", s.Name("Ventas"))
	require.Equal(t, "Soporte", s.Name("Soporte"))
	require.True(t, s.HasTag("vip"))
	require.False(t, s.HasTag("VIP"))
}

func TestV5_WhoAsksIsAsTheDirectoryKnowsThem(t *testing.T) {
	t.Parallel()
	s := compile(t, shop())
	for _, tc := range []struct {
		name  string
		actor botflow.Actor
		want  inbox.Asker
		ok    bool
	}{
		{"the system", botflow.System(), inbox.Asker{}, true},
		{"an agent", botflow.ByAgent("leo"), inbox.Asker{
			Kind: botflow.ActorAgent, Agent: "leo", MayRestore: true, Attends: true,
			Inboxes: []botflow.InboxID{"Cobros", botflow.General, "Prensa", "Soporte", "Ventas"},
		}, true},
		{"an agent who may not restore", botflow.ByAgent("eva"), inbox.Asker{
			Kind: botflow.ActorAgent, Agent: "eva", Attends: true, Inboxes: []botflow.InboxID{"Cobros", botflow.General, "Prensa", "Soporte"},
		}, true},
		{"a supervisor", botflow.ByAgent("sol"), inbox.Asker{
			Kind: botflow.ActorAgent, Agent: "sol", Role: botflow.RoleSupervisor, MayRestore: true,
			Inboxes: []botflow.InboxID{"Cobros", botflow.General, "Prensa", "Soporte"},
		}, true},
		{"a supervisor who attends", botflow.ByAgent("pia"), inbox.Asker{
			Kind: botflow.ActorAgent, Agent: "pia", Role: botflow.RoleSupervisor, MayRestore: true, Attends: true,
			Inboxes: []botflow.InboxID{botflow.General, "Prensa", "Ventas"},
		}, true},
		{"an admin", botflow.ByAgent("root"), inbox.Asker{
			Kind: botflow.ActorAgent, Agent: "root", Role: botflow.RoleAdmin, MayRestore: true, Inboxes: []botflow.InboxID{botflow.General, "Prensa"},
		}, true},
		{"a flow bot", botflow.ByBot("flow"), inbox.Asker{Kind: botflow.ActorBot, Bot: "flow"}, true},
		{"an assistant", botflow.ByBot("ada"), inbox.Asker{Kind: botflow.ActorBot, Bot: "ada"}, true},
		{"an assistant switched off (F9)", botflow.ByBot("old"), inbox.Asker{Kind: botflow.ActorBot, Bot: "old"}, true},
		{"a disabled agent", botflow.ByAgent("gone"), inbox.Asker{}, false},
		{"an unknown agent", botflow.ByAgent("nobody"), inbox.Asker{}, false},
		{"an agent with no id", botflow.ByAgent(""), inbox.Asker{}, false},
		{"an unknown bot", botflow.ByBot("eliza"), inbox.Asker{}, false},
		{"a bot with no id", botflow.ByBot(""), inbox.Asker{}, false},
		{"a bot's id as an agent", botflow.ByAgent("flow"), inbox.Asker{}, false},
		{"an agent's id as a bot", botflow.ByBot("ana"), inbox.Asker{}, false},
		{"a contact", botflow.Actor{Kind: botflow.ActorContact, ID: "ana"}, inbox.Asker{}, false},
		{"no kind at all", botflow.Actor{Kind: 9, ID: "ana"}, inbox.Asker{}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got, ok := s.Asker(tc.actor)
			require.Equal(t, tc.ok, ok)
			require.Equal(t, tc.want, got)
		})
	}
}

func TestS8_WhatNamesADeletedInboxMeansItsDestination(t *testing.T) {
	t.Parallel()
	d := shop()
	d.Deleted = append(d.Deleted, directory.Deleted{Inbox: "Fax", Into: "Cobros"}, // a chain
		directory.Deleted{Inbox: "A", Into: "B"}, directory.Deleted{Inbox: "B", Into: "A"}) // a circle
	s := compile(t, d)
	for inbox, want := range map[botflow.InboxID]botflow.InboxID{
		"Cobros": "Soporte", "Fax": "Soporte", "Prensa": botflow.General, "A": botflow.General, "Ventas": "Ventas",
		"": botflow.General, "Nada": botflow.General, botflow.Closed: botflow.General, botflow.Personal("ana"): botflow.General,
	} {
		require.Equal(t, want, s.Resolve(inbox), inbox)
	}
	require.False(t, s.Exists("Cobros"))
	require.False(t, s.ExistsAny("Cobros"))
	require.Equal(t, s.Members("Soporte"), s.Members("Cobros"))
	require.True(t, s.Member("Fax", "eva"))
	require.False(t, s.Member("Nada", "eva"), "an inbox that never was has no members, not General's")
	require.True(t, s.Policy("Fax").Equal(s.Policy("Soporte")))
	require.Same(t, s.Schedule("Soporte"), s.Schedule("Cobros"))
	require.Empty(t, s.SeatsOf("Cobros"))
	require.Equal(t, inbox.Default(), *s.Matrix())
}

func TestF12_AScopeHasItsOwnHoursElseGenerals(t *testing.T) {
	t.Parallel()
	s := compile(t, shop())
	night := monday(22).Time()
	require.False(t, s.Schedule(botflow.General).IsOpen(night))
	require.False(t, s.Schedule("Ventas").IsOpen(night), "it has none of its own")
	require.True(t, s.Schedule("Soporte").IsOpen(night), "its own replace General's whole")
	require.False(t, s.Schedule(botflow.Personal("ana")).IsOpen(night))
	require.Same(t, s.Schedule(botflow.General), s.Schedule("Ventas"))

	d := shop()
	for i, in := range d.Inboxes {
		if in.ID == botflow.General {
			d.Inboxes[i].Hours.Holidays = []schedule.Exception{{Date: "2026-03-02", Label: "feast"}}
		}
	}
	s = compile(t, d)
	require.Equal(t, schedule.ByHoliday, s.Schedule("Ventas").Explain(monday(10).Time()).Reason, "General's holidays are stored with its hours")
	require.True(t, s.Schedule("Soporte").IsOpen(monday(10).Time()), "which has its own hours, has its own holidays")

	d = shop()
	d.Inboxes = d.Inboxes[1:]
	require.Nil(t, compile(t, d).Schedule("Ventas"), "neither has: always open")
}

func TestCompileNamesTheHoursThatItCannotRead(t *testing.T) {
	t.Parallel()
	d := shop()
	d.Inboxes[2].Hours.Zone = "Mars/Olympus"
	_, err := directory.Compile(d, 1)
	require.ErrorContains(t, err, "inboxes[2].hours")
	d = shop()
	d.Assistants[1].Hours.Zone = "Mars/Olympus"
	_, err = directory.Compile(d, 1)
	require.ErrorContains(t, err, "assistants[1].hours")
}

func TestCompileTakesTheFirstOfWhatIsThereTwice(t *testing.T) {
	t.Parallel()
	d := shop()
	d.Agents = append(d.Agents, directory.Agent{ID: "ana", Role: botflow.RoleAdmin})
	d.Inboxes = append(d.Inboxes, directory.Inbox{ID: "Ventas", Members: []botflow.AgentID{"sol"}}, directory.Inbox{ID: botflow.Closed})
	d.Inboxes[1].Members = append(d.Inboxes[1].Members, "ana", "nobody")
	d.Channels = append(d.Channels, directory.Channel{ID: "web", Inbox: "Nada"}, directory.Channel{ID: "mail", Inbox: "Nada"})
	d.Assistants = append(d.Assistants, directory.Assistant{ID: "ada", State: directory.Draft})
	s := compile(t, d)
	a, _ := s.Agent("ana")
	require.Equal(t, botflow.RoleAgent, a.Role)
	require.Equal(t, []botflow.AgentID{"leo", "ana", "pia"}, s.Members("Ventas"))
	require.Equal(t, []botflow.InboxID{botflow.General, "Soporte", "Ventas"}, s.Inboxes())
	rules, _ := s.ChannelRules("mail")
	require.Equal(t, botflow.General, rules.Inbox)
	require.True(t, s.AssistantUsable("ada", "web", monday(9)))
}

func TestASnapshotKeepsNothingOfWhatItWasMadeFrom(t *testing.T) {
	t.Parallel()
	d := shop()
	s := compile(t, d)
	d.Inboxes[1].Members[0], d.Inboxes[2].Policy.Excluded[0], d.Assistants[1].Channels[0] = "x", "x", "x"
	require.Equal(t, botflow.AgentID("leo"), s.Members("Ventas")[0])
	require.Equal(t, []botflow.AgentID{"leo"}, s.Policy("Soporte").Excluded)
	require.True(t, s.AssistantUsable("max", "web", monday(9)))
	require.Equal(t, len(s.SeatsOf("Soporte")), cap(s.SeatsOf("Soporte")), "appending to it copies")
}

// naive answers the same questions by looking through the lists.
type naive struct{ directory.Directory }

func (n naive) enabled(id botflow.AgentID) bool {
	return slices.ContainsFunc(n.Agents, func(a directory.Agent) bool { return a.ID == id && !a.Disabled })
}

func (n naive) inbox(id botflow.InboxID) (directory.Inbox, bool) {
	for range n.Deleted {
		for _, gone := range n.Deleted {
			if gone.Inbox == id {
				id = gone.Into
			}
		}
	}
	for _, in := range n.Inboxes {
		if in.ID == id {
			return in, true
		}
	}
	return directory.Inbox{ID: botflow.General}, id == botflow.General
}

func (n naive) members(id botflow.InboxID) (list []botflow.AgentID) {
	in, ok := n.inbox(id)
	if !ok {
		return nil
	}
	if in.ID == botflow.General {
		for _, a := range n.Agents {
			in.Members = append(in.Members, a.ID)
		}
	}
	for _, m := range in.Members {
		if n.enabled(m) {
			list = append(list, m)
		}
	}
	return list
}

func (n naive) hours(id botflow.InboxID) *schedule.Hours {
	in, _ := n.inbox(id)
	if in.Hours == nil {
		in, _ = n.inbox(botflow.General)
	}
	return in.Hours
}

func TestCompileAgreesWithLookingThroughTheLists(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		old := drawDirectory(t)
		d := directory.Normalize(old, drawNext(t, old))
		s, n := compile(t, d), naive{d}
		all := append([]botflow.InboxID{botflow.General, "Nada", botflow.Closed, botflow.Personal("ana"), ""}, someInboxes...)
		at := monday(rapid.IntRange(0, 23).Draw(t, "hour"))
		for _, id := range all {
			in, known := n.inbox(id)
			require.Equal(t, in.ID, s.Resolve(id))
			require.Equal(t, n.members(id), s.Members(id), id)
			require.True(t, !known || s.Policy(id).Equal(in.Policy), id)
			if h := n.hours(id); h == nil {
				require.Nil(t, s.Schedule(id))
			} else {
				c, err := h.Compile()
				require.NoError(t, err)
				require.Equal(t, c.IsOpen(at.Time()), s.Schedule(id).IsOpen(at.Time()), id)
				require.Equal(t, c.IsOpen(at.Time()), s.InboxRules(id, at).Open, id)
			}
			for _, a := range someAgents {
				require.Equal(t, slices.Contains(n.members(id), a), s.Member(id, a))
			}
		}
		for _, a := range someAgents {
			asker, ok := s.Asker(botflow.ByAgent(a))
			require.Equal(t, n.enabled(a), ok)
			require.Equal(t, n.enabled(a), s.Enabled(a))
			require.Equal(t, n.enabled(a), s.ExistsAny(botflow.Personal(a)))
			require.True(t, slices.IsSorted(asker.Inboxes) && slices.IsSorted(s.InboxesOf(a)))
			for _, id := range all {
				require.Equal(t, slices.Contains(n.members(id), a), slices.Contains(asker.Inboxes, id), "%s in %s", a, id)
				require.Equal(t, s.Exists(id) && slices.Contains(n.members(id), a), slices.Contains(s.InboxesOf(a), id))
			}
		}
	})
}
