package directory_test

import (
	"time"

	"pgregory.net/rapid"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/schedule"
)

var (
	someAgents   = []botflow.AgentID{"ana", "leo", "eva", "sol", "pia", "root"}
	someInboxes  = []botflow.InboxID{"Ventas", "Soporte", "Cobros", "Prensa"}
	someChannels = []botflow.ChannelID{"whatsapp", "web", "mail"}
)

// some draws a list of distinct values in any order.
func some[T comparable](t *rapid.T, label string, from []T) []T {
	shuffled := rapid.Permutation(from).Draw(t, label)
	return shuffled[:rapid.IntRange(0, len(from)).Draw(t, label+" of")]
}

func one[T any](t *rapid.T, label string, from ...T) T { return rapid.SampledFrom(from).Draw(t, label) }

func drawHours(t *rapid.T, label string) *schedule.Hours {
	switch one(t, label, "none", "weekdays", "always", "never", "override") {
	case "weekdays":
		return weekdays()
	case "always":
		return always()
	case "never":
		return never()
	case "override":
		h := weekdays()
		h.Override = &schedule.Override{State: schedule.Closed, Until: time.Date(2026, 3, 2, 20, 0, 0, 0, time.UTC), Label: "corte"}
		return h
	}
	return nil
}

func drawPolicy(t *rapid.T, inbox botflow.InboxID, agents []botflow.AgentID, inboxes []botflow.InboxID) routing.Policy {
	p := one(t, "preset", routing.Policy{}, routing.Sales(), routing.Support())
	if len(agents) > 0 {
		p.Excluded = some(t, "excluded", agents)
	}
	p.Strategy = one(t, "strategy", routing.RoundRobin, routing.LeastLoaded, routing.FixedOrder, "own")
	p.Limit = rapid.IntRange(0, 5).Draw(t, "limit")
	p.MaxRotations = rapid.IntRange(0, 2).Draw(t, "rotations")
	p.ReturnMemory = one(t, "memory", 0, botflow.None, time.Minute)
	if into := one(t, "fallback", append([]botflow.InboxID{"", botflow.General}, inboxes...)...); into != inbox {
		p.Fallback = into
	}
	return p
}

func drawAgents(t *rapid.T) []directory.Agent {
	var agents []directory.Agent
	for _, id := range some(t, "agents", someAgents) {
		agents = append(agents, directory.Agent{
			ID:       id,
			Role:     one(t, "role", botflow.RoleAgent, botflow.RoleAgent, botflow.RoleSupervisor, botflow.RoleAdmin),
			Attends:  rapid.Bool().Draw(t, "attends"),
			Limit:    rapid.IntRange(0, 3).Draw(t, "own limit"),
			Disabled: one(t, "disabled", false, false, true),
		})
	}
	return agents
}

func drawAssistants(t *rapid.T, inboxes []botflow.InboxID, channels []botflow.ChannelID) []directory.Assistant {
	var list []directory.Assistant
	for _, id := range some(t, "assistants", []botflow.BotID{"ada", "max", "zoe"}) {
		a := directory.Assistant{
			ID: id, Scope: one(t, "scope", append([]botflow.InboxID{"", botflow.General}, inboxes...)...),
			State: one(t, "state", directory.Draft, directory.Inactive), Hours: drawHours(t, "its hours"),
		}
		if len(channels) > 0 {
			a.Channels = some(t, "serves", channels)
		}
		list = append(list, a)
	}
	for i := range list {
		list[i].State = directory.Active
		if (directory.Directory{Inboxes: named(inboxes), Channels: plain(channels), Assistants: list}).Validate() != nil {
			list[i].State = directory.Inactive // another one answers there
		}
	}
	return list
}

func named(ids []botflow.InboxID) (list []directory.Inbox) {
	for _, id := range ids {
		list = append(list, directory.Inbox{ID: id})
	}
	return list
}

func plain(ids []botflow.ChannelID) (list []directory.Channel) {
	for _, id := range ids {
		list = append(list, directory.Channel{ID: id})
	}
	return list
}

// drawDirectory draws a valid directory, as a host would write it.
func drawDirectory(t *rapid.T) directory.Directory {
	d := directory.Directory{Agents: drawAgents(t)}
	var agents []botflow.AgentID
	for _, a := range d.Agents {
		agents = append(agents, a.ID)
	}
	inboxes := some(t, "inboxes", someInboxes)
	if rapid.Bool().Draw(t, "general") {
		d.Inboxes = append(d.Inboxes, directory.Inbox{
			ID: botflow.General, Policy: drawPolicy(t, botflow.General, agents, inboxes), Hours: drawHours(t, "general hours"),
		})
	}
	for _, id := range inboxes {
		in := directory.Inbox{
			ID: id, Name: one(t, "name", "", "un nombre"), Policy: drawPolicy(t, id, agents, inboxes), Hours: drawHours(t, "hours"),
			Priority: one(t, "priority", routing.PriorityUnset, routing.AssistantFirst, routing.HumansFirst),
		}
		if len(agents) > 0 {
			in.Members = some(t, "members", agents)
		}
		d.Inboxes = append(d.Inboxes, in)
	}
	channels := some(t, "channels", someChannels)
	for _, id := range channels {
		d.Channels = append(d.Channels, directory.Channel{
			ID: id, Bot: one[botflow.BotID](t, "bot", "", "flow", "menu"),
			Inbox:         one(t, "channel's inbox", append([]botflow.InboxID{"", botflow.General}, inboxes...)...),
			Window:        one(t, "window", 0, botflow.None, time.Hour),
			AutoClose:     one(t, "auto-close", 0, botflow.None, 2*time.Hour),
			OnWindowEnd:   one(t, "window end", botflow.WindowExpires, botflow.WindowCloses, botflow.WindowNothing),
			AutoCloseFrom: one(t, "from", botflow.FromLastInbound, botflow.FromLastInteraction),
			BotIdleAction: one(t, "idle", botflow.IdleHandsOff, botflow.IdleCloses),
		})
	}
	d.Assistants = drawAssistants(t, inboxes, channels)
	d.Tags = some(t, "tags", []botflow.Tag{"vip", "reclamo", "spam"})
	d.Options = directory.Options{
		Tolerance: one(t, "tolerance", 0, time.Minute), InactiveAfter: one(t, "inactive", 0, botflow.None, time.Hour),
		RampIn: one(t, "ramp-in", routing.RampIn{}, routing.RampIn{Limit: 2, Period: time.Minute}),
	}
	return d
}

// drawNext draws the directory that replaces another, with destinations for some of the inboxes that vanish.
func drawNext(t *rapid.T, old directory.Directory) directory.Directory {
	d := drawDirectory(t)
	into := []botflow.InboxID{botflow.General}
	for _, in := range d.Inboxes {
		into = append(into, in.ID)
	}
	for _, id := range directory.Orphaned(old, d) {
		if rapid.Bool().Draw(t, "destination") {
			d.Deleted = append(d.Deleted, directory.Deleted{Inbox: id, Into: one(t, "into", into...)})
		}
	}
	return d
}
