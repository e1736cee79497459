package directory_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
)

func TestL42_AChannelsDurationsAreResolved(t *testing.T) {
	t.Parallel()
	const day, none = 24 * time.Hour, botflow.None
	for _, tc := range []struct {
		name              string
		window, autoClose time.Duration
		wantWindow, want  time.Duration
	}{
		{"the defaults: a window, no auto-close", 0, 0, day, 0},
		{"no window: auto-close after a day", none, 0, 0, day},
		{"no window, never closed", none, none, 0, 0},
		{"both of its own", time.Hour, 2 * time.Hour, time.Hour, 2 * time.Hour},
		{"auto-close beside the default window", 0, day, day, day},
		{"never closed said aloud", 0, none, day, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := compile(t, directory.Directory{Channels: []directory.Channel{{ID: "c", Window: tc.window, AutoClose: tc.autoClose}}})
			rules, ok := s.ChannelRules("c")
			require.True(t, ok)
			require.Equal(t, botflow.ChannelRules{
				Inbox: botflow.General, Window: tc.wantWindow, AutoClose: tc.want, TemplateWait: day,
			}, rules)
		})
	}
}

func TestL42_AChannelsOtherRulesPassThrough(t *testing.T) {
	t.Parallel()
	d := shop()
	d.Channels[0].BotIdleAfter, d.Channels[0].BotIdleAction = time.Minute, botflow.IdleCloses
	s := compile(t, d)
	rules, _ := s.ChannelRules("whatsapp")
	require.Equal(t, botflow.ChannelRules{
		Bot: "flow", Inbox: "Ventas", Window: 24 * time.Hour, TemplateWait: 24 * time.Hour, Tolerance: time.Minute,
		BotIdleAfter: time.Minute, BotIdleAction: botflow.IdleCloses,
	}, rules)
	rules, _ = s.ChannelRules("web")
	require.Equal(t, botflow.ChannelRules{
		Inbox: botflow.General, OnWindowEnd: botflow.WindowNothing, AutoClose: 24 * time.Hour, AutoCloseFrom: botflow.FromLastInteraction,
		TemplateWait: 24 * time.Hour, Tolerance: time.Minute,
	}, rules)
	_, ok := s.ChannelRules("fax")
	require.False(t, ok)
}

func TestP2_L27_TheAccountsDurationsAreResolved(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name                string
		options             directory.Options
		inactive, tolerance time.Duration
	}{
		{"the defaults", directory.Options{}, 10 * time.Minute, 0},
		{"its own", directory.Options{InactiveAfter: time.Hour, Tolerance: time.Minute}, time.Hour, time.Minute},
		{"never", directory.Options{InactiveAfter: botflow.None, Tolerance: botflow.None}, 0, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := compile(t, directory.Directory{Options: tc.options})
			require.Equal(t, tc.inactive, s.InactiveAfter())
			require.Equal(t, tc.tolerance, s.Tolerance())
		})
	}
}

func TestA9_TheAnswerClockCountsBusinessTime(t *testing.T) {
	t.Parallel()
	d := directory.Directory{
		Agents: []directory.Agent{{ID: "ana"}},
		Inboxes: []directory.Inbox{
			{ID: botflow.General, Hours: weekdays()},
			{ID: "Ventas", Policy: routing.Policy{
				Enabled: true, ReassignAfter: 2 * time.Hour, MaxRotations: 3, Fallback: "Siempre", EveryTurn: true, ReturnMemory: time.Minute,
			}},
			{ID: "Siempre", Hours: always(), Policy: routing.Sales()},
			{ID: "Nunca", Hours: never(), Policy: routing.Sales()},
			{ID: "Apagada", Policy: routing.Policy{ReassignAfter: time.Hour, ReturnMemory: botflow.None}},
		},
		Deleted: []directory.Deleted{{Inbox: "Cobros", Into: "Siempre"}},
	}
	s := compile(t, d)
	memory := routing.DefaultReturnMemory
	ventas := botflow.InboxRules{
		ID: "Ventas", Exists: true, Open: true, AnswerBy: monday(12), EveryTurn: true, MaxRotations: 3, Fallback: "Siempre", ReturnMemory: time.Minute,
	}
	require.Equal(t, ventas, s.InboxRules("Ventas", monday(10)))
	late := ventas
	late.AnswerBy = monday(24 + 10) // an hour on Monday, an hour on Tuesday
	require.Equal(t, late, s.InboxRules("Ventas", monday(17)))
	night := late
	night.Open, night.NextOpening, night.AnswerBy = false, monday(24+9), monday(24+11)
	require.Equal(t, night, s.InboxRules("Ventas", monday(18)), "at exactly 18:00 it is closed")

	for _, tc := range []struct {
		inbox botflow.InboxID
		want  botflow.InboxRules
	}{
		{"Siempre", botflow.InboxRules{ID: "Siempre", Exists: true, Open: true, AnswerBy: monday(20).Add(time.Minute), ReturnMemory: memory}},
		{"Nunca", botflow.InboxRules{ID: "Nunca", Exists: true, NextOpening: botflow.Forever, ReturnMemory: memory}},
		{"Apagada", botflow.InboxRules{ID: "Apagada", Exists: true, NextOpening: monday(24 + 9)}},
		{botflow.General, botflow.InboxRules{ID: botflow.General, Exists: true, NextOpening: monday(24 + 9), ReturnMemory: memory}},
		{botflow.Closed, botflow.InboxRules{ID: botflow.Closed, Exists: true, NextOpening: monday(24 + 9), ReturnMemory: memory}},
		{botflow.Personal("ana"), botflow.InboxRules{ID: botflow.Personal("ana"), Exists: true, NextOpening: monday(24 + 9), ReturnMemory: memory}},
		{botflow.Personal("leo"), botflow.InboxRules{ID: botflow.General, NextOpening: monday(24 + 9), ReturnMemory: memory}},
		{"Nada", botflow.InboxRules{ID: botflow.General, NextOpening: monday(24 + 9), ReturnMemory: memory}},
		{"Cobros", botflow.InboxRules{ID: "Siempre", Open: true, AnswerBy: monday(20).Add(time.Minute), ReturnMemory: memory}},
	} {
		t.Run(string(tc.inbox), func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.want, s.InboxRules(tc.inbox, monday(20)))
		})
	}
}

func TestL57_NobodyFallsBackToWhereTheyAre(t *testing.T) {
	t.Parallel()
	s := compile(t, directory.Directory{
		Inboxes: []directory.Inbox{{ID: "Ventas", Policy: routing.Policy{Fallback: "Cobros"}}},
		Deleted: []directory.Deleted{{Inbox: "Cobros", Into: "Ventas"}},
	})
	require.Empty(t, s.InboxRules("Ventas", monday(9)).Fallback, "a directory that wasn't normalized")
}

func TestF5_F9_AnAssistantIsUsableWhileActiveAndWithinItsHours(t *testing.T) {
	t.Parallel()
	s := compile(t, shop())
	for _, tc := range []struct {
		name string
		bot  botflow.BotID
		ch   botflow.ChannelID
		at   botflow.Instant
		want bool
	}{
		{"around the clock", "ada", "whatsapp", monday(3), true},
		{"within its hours", "max", "web", monday(9), true},
		{"at exactly their end", "max", "web", monday(18), false},
		{"on another channel", "max", "whatsapp", monday(9), false},
		{"switched off", "old", "web", monday(9), false},
		{"a flow bot", "flow", "whatsapp", monday(9), false},
		{"unknown", "eliza", "web", monday(9), false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.want, s.AssistantUsable(tc.bot, tc.ch, tc.at))
		})
	}
}

func TestF1_F12_FirstIsAskedWithTheScopesOwn(t *testing.T) {
	t.Parallel()
	s := compile(t, shop())
	ada := routing.AssistantNow{Bot: "ada", Active: true, Serves: true, Open: true}
	max := routing.AssistantNow{Bot: "max", Active: true, Serves: true, Open: true, Changes: monday(18)}
	for _, tc := range []struct {
		name  string
		scope botflow.InboxID
		ch    botflow.ChannelID
		want  routing.FirstInput
	}{
		{"its own assistant, General's hours", "Ventas", "web", routing.FirstInput{
			Scope: "Ventas", Own: max, General: ada, GeneralPriority: routing.HumansFirst, Open: true, Changes: monday(18), Humans: true,
		}},
		{"its own doesn't serve the channel", "Ventas", "whatsapp", routing.FirstInput{
			Scope: "Ventas", General: ada, GeneralPriority: routing.HumansFirst, Open: true, Changes: monday(18), Humans: true,
		}},
		{"its own hours and priority", "Soporte", "web", routing.FirstInput{
			Scope: "Soporte", General: ada, Priority: routing.AssistantFirst, GeneralPriority: routing.HumansFirst, Open: true, Humans: true,
		}},
		{"a deleted scope", "Cobros", "web", routing.FirstInput{
			Scope: "Soporte", General: ada, Priority: routing.AssistantFirst, GeneralPriority: routing.HumansFirst, Open: true, Humans: true,
		}},
		{"no scope", "", "web", routing.FirstInput{
			Scope: botflow.General, Own: ada, General: ada, Priority: routing.HumansFirst, GeneralPriority: routing.HumansFirst,
			Open: true, Changes: monday(18), Humans: true,
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.want, s.FirstInput(tc.scope, tc.ch, monday(9), true))
		})
	}
	closed := s.FirstInput("Ventas", "web", monday(18), false)
	require.False(t, closed.Open || closed.Own.Open || closed.Humans)
	require.Equal(t, monday(24+9), closed.Changes)
}
