package reparto_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/schedule"
)

func beto() botflow.Actor { return botflow.ByAgent("Beto") }
func caro() botflow.Actor { return botflow.ByAgent("Caro") }
func sol() botflow.Actor  { return botflow.ByAgent("Sol") }
func ada() botflow.Actor  { return botflow.ByAgent("Ada") }

// ia is the assistant of the tests that have one.
var ia = botflow.ByBot("ia")

// cast is a small shop: Ana, Beto and Caro attend, Sol supervises, Ada administers; a flow bot answers first on whatsapp,
// none does on web; nobody becomes inactive.
func cast(rooms ...directory.Inbox) directory.Directory {
	return directory.Directory{
		Agents: []directory.Agent{
			{ID: "Ana"}, {ID: "Beto"}, {ID: "Caro"}, {ID: "Sol", Role: botflow.RoleSupervisor}, {ID: "Ada", Role: botflow.RoleAdmin},
		},
		Inboxes:  rooms,
		Channels: []directory.Channel{{ID: "whatsapp", Bot: "flow"}, {ID: "web"}},
		Tags:     []botflow.Tag{"reclamo", "vip"},
		Options:  directory.Options{InactiveAfter: botflow.None},
	}
}

// room is an inbox with a policy and members.
func room(id botflow.InboxID, p routing.Policy, members ...botflow.AgentID) directory.Inbox {
	return directory.Inbox{ID: id, Policy: p, Members: members}
}

// byHand assigns nothing; online assigns in turn to whoever is Online.
var (
	byHand = routing.Policy{}
	online = routing.Policy{Enabled: true}
)

// edited gives the directory after some changes.
func edited(d directory.Directory, changes ...func(*directory.Directory)) directory.Directory {
	for _, change := range changes {
		change(&d)
	}
	return d
}

func tolerance(d time.Duration) func(*directory.Directory) {
	return func(dir *directory.Directory) { dir.Options.Tolerance = d }
}

func option(o ...inbox.Option) func(*directory.Directory) {
	return func(d *directory.Directory) { d.Options.Permissions.Options = o }
}

// onChannel changes the channel with this id.
func onChannel(id botflow.ChannelID, change func(*directory.Channel)) func(*directory.Directory) {
	return func(d *directory.Directory) {
		for i := range d.Channels {
			if d.Channels[i].ID == id {
				change(&d.Channels[i])
			}
		}
	}
}

// inRoom changes the inbox with this id, or makes it.
func inRoom(id botflow.InboxID, change func(*directory.Inbox)) func(*directory.Directory) {
	return func(d *directory.Directory) {
		for i := range d.Inboxes {
			if d.Inboxes[i].ID == id {
				change(&d.Inboxes[i])
				return
			}
		}
		d.Inboxes = append(d.Inboxes, directory.Inbox{ID: id})
		change(&d.Inboxes[len(d.Inboxes)-1])
	}
}

func policy(id botflow.InboxID, change func(*routing.Policy)) func(*directory.Directory) {
	return inRoom(id, func(in *directory.Inbox) { change(&in.Policy) })
}

// hours sets an inbox's week, in UTC.
func hours(id botflow.InboxID, week string) func(*directory.Directory) {
	return inRoom(id, func(in *directory.Inbox) { in.Hours = weekly(week) })
}

func weekly(week string) *schedule.Hours {
	h, err := schedule.Weekly("UTC", week)
	if err != nil {
		panic(err)
	}
	return &h
}

// onAgent changes an agent.
func onAgent(id botflow.AgentID, change func(*directory.Agent)) func(*directory.Directory) {
	return func(d *directory.Directory) {
		for i := range d.Agents {
			if d.Agents[i].ID == id {
				change(&d.Agents[i])
			}
		}
	}
}

func removed(id botflow.AgentID) func(*directory.Directory) {
	return onAgent(id, func(a *directory.Agent) { a.Disabled = true })
}

// assistant adds the active assistant ia to a scope.
func assistant(scope botflow.InboxID) func(*directory.Directory) {
	return func(d *directory.Directory) {
		d.Assistants = append(d.Assistants, directory.Assistant{ID: "ia", Scope: scope, State: directory.Active})
	}
}

// onAssistant changes the assistant with this id.
func onAssistant(id botflow.BotID, change func(*directory.Assistant)) func(*directory.Directory) {
	return func(d *directory.Directory) {
		for i := range d.Assistants {
			if d.Assistants[i].ID == id {
				change(&d.Assistants[i])
			}
		}
	}
}

// priority sets who answers first in a scope.
func priority(id botflow.InboxID, p routing.Priority) func(*directory.Directory) {
	return inRoom(id, func(in *directory.Inbox) { in.Priority = p })
}

// moment reads "2026-03-03 10:00:00", or "10:00:00" of the monday on which tests begin.
func moment(text string) time.Time {
	if !strings.Contains(text, "-") {
		text = "2026-03-02 " + text
	}
	t, err := time.Parse(time.DateTime, text)
	if err != nil {
		panic(err)
	}
	return t
}

func instant(text string) botflow.Instant { return botflow.InstantOf(moment(text)) }

// till moves the clock to a moment, as pass does.
func (r *rig) till(text string) {
	r.t.Helper()
	r.pass(moment(text).Sub(r.clock.Now()))
}

// jump moves the clock on without any tick.
func (r *rig) jump(d time.Duration) { r.clock.set(r.clock.Now().Add(d)) }

// web is a contact's conversation on the channel without a bot.
func web(contact string) reparto.Target { return reparto.Chat("web", botflow.ContactID(contact)) }

// message lets a contact write on any channel.
func (r *rig) message(on reparto.Target) reparto.Result {
	r.t.Helper()
	r.ops++
	return r.ok(on, botflow.Receive{Message: botflow.MessageID(fmt.Sprintf("m.%d", r.ops))})
}

// at demands where any chat is.
func (r *rig) at(place string, on reparto.Target) botflow.Conversation {
	r.t.Helper()
	c, err := r.acc.System().Get(context.Background(), on)
	require.NoError(r.t, err)
	require.Equal(r.t, place, c.Place.String())
	return c
}

// goes changes an agent's presence; Offline is signing out.
func (r *rig) goes(id botflow.AgentID, s botflow.Status) {
	r.t.Helper()
	if s == botflow.Offline {
		r.ok(reparto.Agent(id), botflow.SignOut{})
		return
	}
	r.ok(reparto.Agent(id), botflow.SetPresence{Status: s})
}

// offline signs everybody out but those named.
func (r *rig) only(ids ...botflow.AgentID) {
	r.t.Helper()
	d, _, err := r.acc.Directory(context.Background())
	require.NoError(r.t, err)
	stay := map[botflow.AgentID]bool{}
	for _, id := range ids {
		stay[id] = true
	}
	for _, a := range d.Agents {
		if !a.Disabled && !stay[a.ID] {
			r.goes(a.ID, botflow.Offline)
		}
	}
}

func (r *rig) presence(id botflow.AgentID) botflow.Presence {
	r.t.Helper()
	p, err := r.acc.System().Presence(context.Background(), id)
	require.NoError(r.t, err)
	return p
}

// restart puts a new engine over the same store.
func (r *rig) restart() {
	r.t.Helper()
	var err error
	r.engine, err = reparto.New(r.db, reparto.Config{Clock: r.clock})
	require.NoError(r.t, err)
	r.acc, err = r.engine.Account("shop")
	require.NoError(r.t, err)
}

// lists gives the contacts of a list, in order, parted by spaces.
func (r *rig) lists(by botflow.Actor, rq reparto.ListRequest) string {
	r.t.Helper()
	page, err := r.acc.As(by).List(context.Background(), rq)
	require.NoError(r.t, err)
	require.False(r.t, page.More)
	names := make([]string, len(page.Conversations))
	for i := range page.Conversations {
		names[i] = string(page.Conversations[i].Contact)
	}
	return strings.Join(names, " ")
}

func (r *rig) counts(by botflow.Actor, view inbox.View) int {
	r.t.Helper()
	n, err := r.acc.As(by).Count(context.Background(), view, inbox.Filter{}, 100)
	require.NoError(r.t, err)
	return n
}

// sees tells whether an actor finds a contact's chat by look-up.
func (r *rig) sees(by botflow.Actor, contact string) bool {
	r.t.Helper()
	_, err := r.acc.As(by).Get(context.Background(), chat(contact))
	if err != nil {
		require.ErrorIs(r.t, err, botflow.ErrNotFound)
	}
	return err == nil
}

// explains gives the decision on a contact's chat.
func (r *rig) explains(contact string) botflow.Decision {
	r.t.Helper()
	d, err := r.acc.System().Explain(context.Background(), chat(contact))
	require.NoError(r.t, err)
	return d
}

// reasons prints the candidates of a decision: "Ana full, Beto turn".
func reasons(d botflow.Decision) string {
	all := make([]string, len(d.Candidates))
	for i, c := range d.Candidates {
		all[i] = fmt.Sprintf("%s %s", c.Agent, c.Reason)
	}
	return strings.Join(all, ", ")
}

// told prints the types of events in order, parted by spaces.
func told(events []botflow.Event) string {
	types := make([]string, len(events))
	for i := range events {
		types[i] = string(events[i].Type)
	}
	return strings.Join(types, " ")
}

// tells gives the types of a contact's events after the first n.
func (r *rig) tells(contact string, n int) string {
	r.t.Helper()
	return told(r.events(contact)[n:])
}

// held opens an answered chat of Ana's taken from an inbox.
func (r *rig) held(contact string, in botflow.InboxID) {
	r.t.Helper()
	r.arrives(contact, in)
	r.as(ana(), chat(contact), botflow.Take{})
	r.as(ana(), chat(contact), botflow.Reply{})
}

// sorted gives words in alphabetical order.
func sorted(words string) string {
	all := strings.Fields(words)
	slices.Sort(all)
	return strings.Join(all, " ")
}

// history gives the events of any chat, of some types or of all.
func (r *rig) history(on reparto.Target, types ...botflow.EventType) (some []botflow.Event) {
	r.t.Helper()
	all, err := r.acc.System().History(context.Background(), on, 0, 1<<20)
	require.NoError(r.t, err)
	for _, e := range all {
		if len(types) == 0 || slices.Contains(types, e.Type) {
			some = append(some, e)
		}
	}
	return some
}

// moods prints an agent's changes of presence: "Offline inactivity".
func (r *rig) moods(id botflow.AgentID) (all []string) {
	r.t.Helper()
	for _, e := range r.history(reparto.Agent(id), botflow.PresenceChanged) {
		all = append(all, fmt.Sprintf("%s %s", e.Is, e.Cause))
	}
	return all
}

// holiday closes a date.
func holiday(date string) schedule.Exception { return schedule.Exception{Date: date} }
