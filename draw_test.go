package reparto_test

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/schedule"
)

// The cast of random worlds.
var (
	agentIDs   = []botflow.AgentID{"ana", "beto", "caro", "dani", "sol", "ada"}
	inboxIDs   = []botflow.InboxID{botflow.General, "ventas", "soporte", "vip"}
	contactIDs = []botflow.ContactID{"k1", "k2", "k3", "k4", "k5", "k6"}
	channelIDs = []botflow.ChannelID{"whatsapp", "web"}
	tagIDs     = []botflow.Tag{"vip", "reclamo"}
)

// pick draws one of several.
func pick[T any](t *rapid.T, label string, of ...T) T { return rapid.SampledFrom(of).Draw(t, label) }

func drawPolicy(t *rapid.T, self botflow.InboxID) routing.Policy {
	p := routing.Policy{
		Enabled:       pick(t, "enabled", true, true, true, false),
		Eligible:      pick(t, "eligible", routing.OnlineOnly, routing.Everybody),
		Limit:         pick(t, "limit", 0, 1, 2, 3),
		ReassignAfter: pick(t, "reassign", 0, time.Minute, 10*time.Minute),
		Strategy:      pick(t, "strategy", routing.RoundRobin, routing.RoundRobin, routing.LeastLoaded, routing.FreeShare, routing.LongestIdle, routing.Random, routing.FixedOrder),
		MaxRotations:  pick(t, "max rotations", 0, 0, 1, 2),
		EveryTurn:     pick(t, "every turn", false, false, true),
		IgnoreHours:   pick(t, "ignore hours", false, true),
		LimitManual:   pick(t, "limit manual", false, false, true),
		AffinityWait:  pick(t, "affinity wait", 0, 0, 3*time.Minute),
		ReturnMemory:  pick(t, "return memory", 0, botflow.None, 2*time.Minute),
	}
	if p.MaxRotations > 0 {
		if f := pick(t, "fallback", "", "ventas", "soporte"); botflow.InboxID(f) != self {
			p.Fallback = botflow.InboxID(f)
		}
	}
	if rapid.Bool().Draw(t, "exclude") {
		p.Excluded = []botflow.AgentID{pick(t, "excluded", agentIDs...)}
	}
	return p
}

func drawHours(t *rapid.T) *schedule.Hours {
	text := pick(t, "hours", "", "", "", "Mon-Fri 09:00-18:00", "Mon-Sun 08:00-11:00 12:00-20:00", "Mon-Sun 22:00-06:00")
	if text == "" {
		return nil
	}
	h, err := schedule.Weekly("America/Argentina/Buenos_Aires", text)
	if err != nil {
		t.Fatal(err)
	}
	return &h
}

func drawDirectory(t *rapid.T) directory.Directory {
	var d directory.Directory
	for _, id := range agentIDs {
		a := directory.Agent{ID: id, Limit: pick(t, "own limit", 0, 0, 0, 1, 4)}
		switch id {
		case "sol":
			a.Role, a.Attends = botflow.RoleSupervisor, rapid.Bool().Draw(t, "attends")
		case "ada":
			a.Role = botflow.RoleAdmin
		case "dani":
			a.CannotRestore = true
		}
		d.Agents = append(d.Agents, a)
	}
	for _, id := range inboxIDs {
		in := directory.Inbox{ID: id, Policy: drawPolicy(t, id), Hours: drawHours(t)}
		in.Priority = pick(t, "priority", routing.PriorityUnset, routing.AssistantFirst, routing.HumansFirst)
		if id != botflow.General {
			in.Members = drawMembers(t)
		}
		d.Inboxes = append(d.Inboxes, in)
	}
	d.Channels = []directory.Channel{
		{ID: "whatsapp", Bot: "flow", BotIdleAfter: pick(t, "idle", 0, 0, 30*time.Minute), BotIdleAction: pick(t, "idle action", botflow.IdleHandsOff, botflow.IdleCloses)},
		{
			ID: "web", Inbox: pick(t, "web inbox", "", botflow.InboxID("ventas")), Window: pick(t, "window", botflow.None, 2*time.Hour),
			AutoClose: pick(t, "auto-close", 0, botflow.None, 3*time.Hour), AutoCloseFrom: pick(t, "from", botflow.FromLastInbound, botflow.FromLastInteraction),
			OnWindowEnd: pick(t, "window end", botflow.WindowExpires, botflow.WindowCloses, botflow.WindowNothing),
		},
	}
	if rapid.Bool().Draw(t, "assistant") {
		d.Assistants = []directory.Assistant{{ID: "ia", State: pick(t, "ia state", directory.Active, directory.Active, directory.Inactive), Hours: drawHours(t)}}
	}
	d.Tags = tagIDs
	d.Options = directory.Options{
		Tolerance:     pick(t, "tolerance", 0, 30*time.Minute),
		InactiveAfter: pick(t, "inactive", 0, botflow.None, 20*time.Minute),
		RampIn:        pick(t, "ramp-in", routing.RampIn{}, routing.RampIn{}, routing.RampIn{Limit: 1, Period: 5 * time.Minute}),
	}
	for _, o := range inbox.Options() {
		if rapid.IntRange(0, 3).Draw(t, "option") == 0 {
			d.Options.Permissions.Options = append(d.Options.Permissions.Options, o)
		}
	}
	return d
}

func drawMembers(t *rapid.T) (members []botflow.AgentID) {
	for _, id := range agentIDs {
		if rapid.IntRange(0, 2).Draw(t, "member") > 0 {
			members = append(members, id)
		}
	}
	return members
}

// act is one thing that happens in a random world.
type act struct {
	by  botflow.Actor
	on  reparto.Target
	cmd botflow.Command
}

func (a act) String() string { return fmt.Sprintf("%s: %s %+v on %v", a.by, a.cmd.Name(), a.cmd, a.on) }

func drawAct(t *rapid.T, n int) act {
	a := act{by: drawActor(t), on: reparto.Chat(pick(t, "channel", "whatsapp", "whatsapp", botflow.ChannelID("web")), pick(t, "contact", contactIDs...))}
	switch pick(t, "act", "message", "message", "message", "bot", "bot", "queue", "queue", "owner", "owner", "owner", "template", "label", "label", "tie", "presence", "presence", "rare") {
	case "message":
		a.by = botflow.System()
		a.cmd = botflow.Receive{Message: botflow.MessageID(fmt.Sprintf("m%d", n-rapid.SampledFrom([]int{0, 0, 0, 0, 3}).Draw(t, "again")))}
	case "bot":
		a.by = botflow.ByBot(pick(t, "bot", "flow", "flow", botflow.BotID("ia")))
		a.cmd = pick[botflow.Command](t, "bot does", botflow.HandOff{Inbox: pick(t, "to", "", "ventas", "soporte", "vip", botflow.InboxID("nowhere"))}, botflow.Reply{}, botflow.Close{})
	case "queue":
		a.cmd = pick[botflow.Command](t, "queue does", botflow.Take{}, botflow.Take{}, botflow.Assign{Agent: pick(t, "agent", agentIDs...)}, botflow.Move{Inbox: drawInbox(t)}, botflow.Close{})
	case "owner":
		a.cmd = pick[botflow.Command](t, "owner does", botflow.Reply{}, botflow.Reply{}, botflow.Reply{Automatic: true}, botflow.Return{}, botflow.Transfer{Inbox: drawInbox(t)},
			botflow.Transfer{Agent: pick(t, "agent", agentIDs...), Comment: "mira"}, botflow.Close{})
	case "template":
		a.cmd = pick[botflow.Command](t, "template", botflow.SendTemplate{Template: "hola"}, botflow.SendCampaign{}, botflow.ReportFailure{})
	case "label":
		a.cmd = pick[botflow.Command](t, "label", botflow.AddNote{Text: "nota"}, botflow.AddTag{Tag: pick(t, "tag", tagIDs...)}, botflow.RemoveTag{Tag: "vip"}, botflow.MarkRead{}, botflow.MarkUnread{},
			botflow.SetPrivate{Private: true}, botflow.SetPrivate{}, botflow.SetPriority{Priority: 5}, botflow.SetAttributes{Attributes: map[string]string{"dni": "1"}})
	case "tie":
		id := pick(t, "agent", agentIDs...)
		a.cmd = pick[botflow.Command](t, "tie", botflow.SetAffinity{Agent: id}, botflow.SetAffinity{Agent: id}, botflow.SetAffinity{})
		a.by = pick(t, "tied by", botflow.System(), botflow.ByAgent(id))
	case "presence":
		id := pick(t, "agent", agentIDs...)
		a.by, a.on = botflow.ByAgent(id), reparto.Agent(id)
		a.cmd = pick[botflow.Command](t, "presence", botflow.SetPresence{Status: botflow.Online}, botflow.SetPresence{Status: botflow.Online}, botflow.SetPresence{Status: botflow.Away}, botflow.SignOut{}, botflow.Touch{})
	case "rare":
		a.cmd = pick[botflow.Command](t, "rare", botflow.Leave{}, botflow.Forget{})
		a.by = botflow.System()
	}
	return a
}

func drawInbox(t *rapid.T) botflow.InboxID {
	return pick(t, "inbox", botflow.General, "ventas", "soporte", "vip", botflow.Closed, botflow.Personal("ana"), "nowhere")
}

func drawActor(t *rapid.T) botflow.Actor {
	return pick(t, "actor", botflow.System(), botflow.ByAgent("ana"), botflow.ByAgent("beto"), botflow.ByAgent("caro"), botflow.ByAgent("dani"),
		botflow.ByAgent("sol"), botflow.ByAgent("ada"), botflow.ByAgent("nobody"))
}

// drawGap draws a step of time: often little, sometimes past a clock or an opening, never more than limit.
func drawGap(t *rapid.T, limit time.Duration) time.Duration {
	d := pick(t, "gap", 0, time.Second, 20*time.Second, time.Minute, 3*time.Minute, 10*time.Minute, 31*time.Minute, 59*time.Minute, 3*time.Hour, 25*time.Hour)
	return min(d, limit)
}
