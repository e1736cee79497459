package reparto_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
)

// desk is a shop whose web channel enters Ventas, where Ana, Beto and Sol are members.
func desk(changes ...func(*directory.Directory)) directory.Directory {
	d := cast(room("Ventas", byHand, "Ana", "Beto", "Sol"))
	onChannel("web", func(c *directory.Channel) { c.Inbox = "Ventas" })(&d)
	return edited(d, changes...)
}

// answers lets a new contact write on web, and demands where the chat begins.
func (r *rig) answers(contact, place string) {
	r.t.Helper()
	r.message(web(contact))
	r.at(place, web(contact))
}

const (
	byBot    = "BOT(ia)"
	byPeople = "BANDEJA(Ventas)"
)

func inactive(a *directory.Assistant) { a.State = directory.Inactive }

func TestF1_ThePriorityOfAScope(t *testing.T) {
	t.Parallel()
	humans, ai := routing.HumansFirst, routing.AssistantFirst
	for _, tc := range []struct {
		name string
		set  []func(*directory.Directory)
		want string
	}{
		{"no assistant", nil, byPeople},
		{"no assistant, the setting is ignored", []func(*directory.Directory){priority("Ventas", ai)}, byPeople},
		{"an active one is first by default", []func(*directory.Directory){assistant("Ventas")}, byBot},
		{"a draft is no assistant", []func(*directory.Directory){assistant("Ventas"), onAssistant("ia", func(a *directory.Assistant) { a.State = directory.Draft })}, byPeople},
		{"an inactive one neither", []func(*directory.Directory){assistant("Ventas"), onAssistant("ia", inactive)}, byPeople},
		{"General's assistant serves all scopes", []func(*directory.Directory){assistant("")}, byBot},
		{"another scope's doesn't", []func(*directory.Directory){inRoom("Otra", func(*directory.Inbox) {}), assistant("Otra")}, byPeople},
		{"one for other channels doesn't", []func(*directory.Directory){assistant("Ventas"), onAssistant("ia", func(a *directory.Assistant) { a.Channels = []botflow.ChannelID{"whatsapp"} })}, byPeople},
		{"humans", []func(*directory.Directory){assistant("Ventas"), priority("Ventas", humans)}, byPeople},
		{"unset: General's", []func(*directory.Directory){assistant("Ventas"), priority(botflow.General, humans)}, byPeople},
		{"set: not General's", []func(*directory.Directory){assistant("Ventas"), priority(botflow.General, humans), priority("Ventas", ai)}, byBot},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, desk(tc.set...))
			r.answers("k", tc.want)
		})
	}
}

func TestF1_TheOwnAssistantComesBeforeGenerals(t *testing.T) {
	t.Parallel()
	own := func(d *directory.Directory) {
		d.Assistants = append(d.Assistants, directory.Assistant{ID: "propia", Scope: "Ventas", State: directory.Active})
	}
	r := shop(t, desk(assistant(""), own))
	r.answers("k", "BOT(propia)")
	// An own one out of its hours doesn't fall back to General's.
	r.edit(onAssistant("propia", func(a *directory.Assistant) { a.Hours = weekly("Mon-Fri 18:00-20:00") }))
	r.answers("l", byPeople)
	r.edit(onAssistant("propia", func(a *directory.Assistant) { a.State = directory.Draft }))
	r.answers("m", byBot)
}

func TestF1_TheChoiceStaysWhenTheAssistantIsSwitchedOffAndOn(t *testing.T) {
	t.Parallel()
	r := shop(t, desk(assistant("Ventas"), priority("Ventas", routing.HumansFirst)))
	r.edit(onAssistant("ia", inactive))
	r.answers("k", byPeople)
	r.edit(onAssistant("ia", func(a *directory.Assistant) { a.State = directory.Active }))
	r.answers("l", byPeople)
	r.only()
	r.answers("m", byBot)
}

func TestF2_HumansFirst(t *testing.T) {
	t.Parallel()
	r := shop(t, desk(assistant("Ventas"), priority("Ventas", routing.HumansFirst), hours("Ventas", "Mon-Fri 09:00-18:00")))
	r.answers("open", byPeople)
	r.only()
	r.answers("nobody", byBot)
	r.message(web("open"))
	r.at(byPeople, web("open")) // a chat that is in an inbox stays there
	r.goes("Ana", botflow.Online)
	r.till("17:59:59")
	r.answers("before closing", byPeople)
	r.till("18:00:00")
	r.answers("closed", byBot)
	r.message(web("before closing"))
	r.at(byPeople, web("before closing"))
	r.till("2026-03-03 08:59:59")
	r.answers("before opening", byBot)
	r.till("2026-03-03 09:00:00")
	r.answers("opening", byPeople)
}

func TestF3_AssistantFirstWhateverTheHumansAndTheHours(t *testing.T) {
	t.Parallel()
	r := shop(t, desk(assistant("Ventas"), hours("Ventas", "Mon-Fri 09:00-18:00"), onAssistant("ia", func(a *directory.Assistant) { a.Hours = weekly("Mon-Sun 08:00-22:00") })))
	r.answers("open", byBot)
	r.only()
	r.answers("nobody", byBot)
	r.till("21:59:59")
	r.answers("closed", byBot)
	r.till("22:00:00")
	r.answers("its own hours are over", byPeople)
	r.till("2026-03-03 08:00:00")
	r.answers("its own hours begin", byBot)
}

func TestF4_WhoIsAvailable(t *testing.T) {
	t.Parallel()
	full := routing.Policy{Enabled: true, Limit: 1}
	for _, tc := range []struct {
		name string
		do   func(r *rig)
		want string
	}{
		{"a member Online", func(r *rig) { r.goes("Ana", botflow.Online) }, byPeople},
		{"a member Away", func(r *rig) { r.goes("Ana", botflow.Away) }, byBot},
		{"nobody", func(*rig) {}, byBot},
		{"an agent Online elsewhere", func(r *rig) { r.goes("Caro", botflow.Online) }, byBot},
		{"a supervisor", func(r *rig) { r.goes("Sol", botflow.Online) }, byBot},
		{"a supervisor who attends", func(r *rig) {
			r.edit(onAgent("Sol", func(a *directory.Agent) { a.Attends = true }))
			r.goes("Sol", botflow.Online)
		}, byPeople},
		{"an excluded member", func(r *rig) {
			r.edit(policy("Ventas", func(p *routing.Policy) { *p = online; p.Excluded = []botflow.AgentID{"Ana"} }))
			r.goes("Ana", botflow.Online)
		}, byPeople},
		{"a full member: the chat waits", func(r *rig) {
			r.edit(policy("Ventas", func(p *routing.Policy) { *p = full }))
			r.goes("Ana", botflow.Online)
			r.answers("other", "AGENTE(Ana)")
		}, byPeople},
		{"Eligible All doesn't matter", func(r *rig) {
			r.edit(policy("Ventas", func(p *routing.Policy) { p.Eligible = routing.Everybody }))
		}, byBot},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, desk(assistant("Ventas"), priority("Ventas", routing.HumansFirst)))
			r.only()
			tc.do(r)
			r.answers("k", tc.want)
		})
	}
}

func TestF5_L8_TheAssistantsHoursAreLookedAtWithEachMessage(t *testing.T) {
	t.Parallel()
	r := shop(t, desk(assistant("Ventas"), onAssistant("ia", func(a *directory.Assistant) { a.Hours = weekly("Mon-Fri 09:00-10:30") })))
	r.answers("k", byBot)
	r.till("10:29:59")
	r.message(web("k"))
	r.at(byBot, web("k"))
	r.till("10:30:00")
	r.at(byBot, web("k")) // only a message asks
	res := r.message(web("k"))
	r.at(byPeople, web("k"))
	require.Equal(t, "Received HandedOff Pending Queued", told(res.Events))
	r.message(web("k"))
	r.at(byPeople, web("k"))
}

func TestF6_L7_OverflowAlwaysLandsWithHumans(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		inbox  botflow.InboxID
		want   string
		events string
	}{
		{"to its scope's inbox", "", byPeople, "HandedOff Pending Queued"},
		{"to a named inbox", "Soporte", "BANDEJA(Soporte)", "HandedOff Pending Queued"},
		{"to one with an assistant of its own", "Otra", "BANDEJA(Otra)", "HandedOff Pending Queued"},
		{"L49: to an unknown inbox", "Nada", byPeople, "HandedOff UnknownInbox Pending Queued"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			d := desk(assistant("Ventas"), inRoom("Soporte", func(*directory.Inbox) {}), inRoom("Otra", func(*directory.Inbox) {}))
			d.Assistants = append(d.Assistants, directory.Assistant{ID: "otra", Scope: "Otra", State: directory.Active})
			r := shop(t, d)
			r.only() // nobody is available, and the priority is Assistant: it doesn't matter
			r.answers("k", byBot)
			res := r.as(ia, web("k"), botflow.HandOff{Inbox: tc.inbox})
			r.at(tc.want, web("k"))
			require.Equal(t, tc.events, told(res.Events))
			r.message(web("k"))
			r.at(tc.want, web("k")) // never back to an assistant in that episode
		})
	}
}

func TestF7_TheFlowBotGoesFirstAndItsHandOffAsks(t *testing.T) {
	t.Parallel()
	r := shop(t, desk(assistant("Ventas"), inRoom("Soporte", func(*directory.Inbox) {})))
	r.writes("k")
	r.in("BOT(flow)", "k")
	r.as(bot, chat("k"), botflow.HandOff{Inbox: "Ventas"})
	r.in(byBot, "k")
	r.arrives("l", "Soporte")
	r.in("BANDEJA(Soporte)", "l")
}

func TestF8_AHumanComingOnlinePullsNothing(t *testing.T) {
	t.Parallel()
	r := shop(t, desk(assistant("Ventas"), priority("Ventas", routing.HumansFirst), policy("Ventas", func(p *routing.Policy) { *p = online })))
	r.only()
	r.answers("k", byBot)
	r.goes("Ana", botflow.Online)
	r.at(byBot, web("k"))
	r.message(web("k"))
	r.at(byBot, web("k"))
	r.answers("l", "AGENTE(Ana)")
}

func TestF9_SettingsCountFromTheNextDecision(t *testing.T) {
	t.Parallel()
	r := shop(t, desk(assistant("Ventas")))
	r.answers("k", byBot)
	r.edit(priority("Ventas", routing.HumansFirst))
	r.message(web("k"))
	r.at(byBot, web("k")) // placed already
	r.answers("l", byPeople)
	r.edit(onAssistant("ia", inactive))
	r.at(byBot, web("k"))
	r.message(web("k"))
	r.at(byPeople, web("k")) // L8: no longer usable at the next message
	r.edit(func(d *directory.Directory) {
		priority("Ventas", routing.AssistantFirst)(d)
		onAssistant("ia", func(a *directory.Assistant) { a.State = directory.Active })(d)
	})
	r.message(web("l"))
	r.at(byPeople, web("l"))
}

func TestF11_TheAnswerSaysWhoUntilWhenAndWhy(t *testing.T) {
	t.Parallel()
	humans := priority("Ventas", routing.HumansFirst)
	night := onAssistant("ia", func(a *directory.Assistant) { a.Hours = weekly("Mon-Sun 18:00-09:00") })
	office := hours("Ventas", "Mon-Fri 09:00-18:00")
	for _, tc := range []struct {
		name string
		set  []func(*directory.Directory)
		away bool
		at   string
		want botflow.Responder
	}{
		{"no assistant", nil, false, "10:00:00", botflow.Responder{Why: routing.WhyNoAssistant}},
		{"assistant first", []func(*directory.Directory){assistant("Ventas")}, false, "10:00:00", botflow.Responder{Kind: botflow.Assistant, Bot: "ia", Why: routing.WhyAssistantFirst}},
		{"humans first, open", []func(*directory.Directory){assistant("Ventas"), humans, office}, false, "10:00:00", botflow.Responder{Why: routing.WhyHumansAvailable, Until: instant("18:00:00")}},
		{"humans first, closed", []func(*directory.Directory){assistant("Ventas"), humans, office}, false, "19:00:00", botflow.Responder{Kind: botflow.Assistant, Bot: "ia", Why: routing.WhyOutOfHours, Until: instant("2026-03-03 09:00:00")}},
		{"humans first, nobody there", []func(*directory.Directory){assistant("Ventas"), humans}, true, "10:00:00", botflow.Responder{Kind: botflow.Assistant, Bot: "ia", Why: routing.WhyNobodyAvailable}},
		{"the assistant rests", []func(*directory.Directory){assistant("Ventas"), night}, false, "10:00:00", botflow.Responder{Why: routing.WhyAssistantResting, Until: instant("18:00:00")}},
		{"the assistant works at night", []func(*directory.Directory){assistant("Ventas"), night}, false, "18:00:00", botflow.Responder{Kind: botflow.Assistant, Bot: "ia", Why: routing.WhyAssistantFirst, Until: instant("2026-03-03 09:00:00")}},
		{"closed and no assistant", []func(*directory.Directory){office}, false, "18:00:00", botflow.Responder{Why: routing.WhyOutOfHours}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, desk(tc.set...))
			if tc.away {
				r.only()
			}
			r.till(tc.at)
			got, err := r.acc.As(ana()).First(context.Background(), "Ventas", "web")
			require.NoError(t, err)
			tc.want.Scope = "Ventas"
			require.Equal(t, tc.want, got)
		})
	}
	r := shop(t, desk())
	_, err := r.acc.As(ana()).First(context.Background(), "Nada", "web")
	require.ErrorIs(t, err, botflow.ErrNoInbox)
	require.Equal(t, routing.WhyNoAssistant, r.message(web("k")).Events[0].Responder.Why, "Started carries the answer")
}
