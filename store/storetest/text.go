package storetest

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

func textChecks() []Check {
	return []Check{
		{
			Duty: 16, Name: "ids are bytes",
			Explain: "Two ids that differ were taken for one, or came back changed: one contact reads another's chat.",
			Run:     probing(idsAreBytes),
		},
		{
			Duty: 16, Name: "values come back whole",
			Explain: "A number, an instant or a text was cut, rounded or rewritten on its way.",
			Run:     probing(valuesComeBackWhole),
		},
		{
			Duty: 16, Name: "values come back whole after opening again", Needs: NeedReopen,
			Explain: "A number, an instant or a text was cut, rounded or rewritten where it was kept.",
			Run:     probing(valuesComeBackAfterwards),
		},
		{
			Duty: 6, Name: "ids sort as bytes",
			Explain: "Ids were sorted by the rules of a language: pages and ties come out otherwise than in other stores (I12).",
			Run:     probing(idsSortAsBytes),
		},
		{
			Duty: 6, Name: "integers sort as numbers",
			Explain: "Sort keys were compared as text or without their sign: the newest chat comes last (Q2).",
			Run:     probing(integersSortAsNumbers),
		},
	}
}

// strange lists ids in the order of their bytes.
func strange() []string {
	all := []string{
		" ", " a", "\"", "%", "'; DROP TABLE", "A", "B", "Z", "\\", "_", "a", "a ", "a\tb", "a\u0301", "b", "null", strings.Repeat("x", botflow.MaxID),
		"\u00e1", "\u00df", "ı", "\ufeff", "\ufffd", "\U0001f600",
	}
	slices.Sort(all)
	return all
}

func idsAreBytes(p *probe) {
	var agents []botflow.AgentID
	for _, id := range strange() {
		c := chat(botflow.ConversationID(id))
		c.Contact, c.Channel = botflow.ContactID(id), botflow.ChannelID(id)
		c.Place.Inbox, c.TakenFrom = botflow.InboxID(id), botflow.InboxID(id)
		p.want(len(p.get(store.Key{Chat: store.Chat{Channel: c.Channel, Contact: c.Contact}}).Conversations) == 0, "chat %q was found under another id", id)
		agents = append(agents, botflow.AgentID(id))
		p.write(store.Changeset{
			Op: botflow.OpID(id), Result: []byte(id), Conversations: []botflow.Conversation{c}, Agents: []botflow.Presence{{Agent: botflow.AgentID(id)}},
			Contacts: []botflow.Contact{{ID: c.Contact, Affinity: botflow.AgentID(id)}},
			Inboxes:  []store.InboxState{{ID: c.Place.Inbox, Wake: 1}}, Turns: []store.Turn{{Inbox: c.Place.Inbox, Agent: botflow.AgentID(id), Ordinal: 1}},
		})
	}
	for _, id := range strange() {
		l := p.get(store.Key{
			Op: botflow.OpID(id), Chat: store.Chat{Channel: botflow.ChannelID(id), Contact: botflow.ContactID(id)},
			Inboxes: []botflow.InboxID{botflow.InboxID(id)}, Seats: []store.SeatKey{{Inbox: botflow.InboxID(id), Agent: botflow.AgentID(id)}},
		})
		p.want(string(l.Result) == id, "operation %q has the result %q", id, l.Result)
		p.want(len(l.Conversations) == 1 && string(l.Conversations[0].ID) == id, "chat %q is %+v", id, l.Conversations)
		p.want(len(l.Contacts) == 1 && string(l.Contacts[0].ID) == id, "contact %q is %+v", id, l.Contacts)
		p.want(len(l.Inboxes) == 1 && string(l.Inboxes[0].ID) == id && len(l.Seats) == 1, "inbox %q is %+v", id, l.Inboxes)
	}
	p.same("the agents", len(p.get(store.Key{Agents: agents}).Agents), len(agents))
}

func idsSortAsBytes(p *probe) {
	var c store.Changeset
	var agents []botflow.AgentID
	for _, id := range strange() {
		x := chat(botflow.ConversationID(id))
		x.Contact, x.Place.Inbox = botflow.ContactID(id), botflow.InboxID(id)
		x.Wake = botflow.Wake{At: 7, Rank: botflow.RankEnding}
		c.Conversations = append(c.Conversations, x)
		agents = append(agents, botflow.AgentID(id))
	}
	c.Directory = staff(agents...)
	p.write(c)
	want := fmt.Sprintf("%q", strange())
	p.same("the list", fmt.Sprintf("%q", ids(p.pages(all()))), want)
	p.same("the load", fmt.Sprintf("%q", ids(p.get(store.Key{Conversations: ids(c.Conversations)}).Conversations)), want)
	waiting, err := p.Waiting(p.ctx, "", 99)
	p.no(err, "waiting")
	p.same("the inboxes", fmt.Sprintf("%q", waiting), want)
	var woken []string
	due, _ := p.due(7, 99)
	for _, w := range due {
		woken = append(woken, w.ID)
	}
	p.same("the wakes", fmt.Sprintf("%q", woken), want)
}

// latest is the last instant before Forever: the end of the year 9999.
const latest botflow.Instant = 315_537_897_599_999_999

func integersSortAsNumbers(p *probe) {
	var c store.Changeset
	instants := []botflow.Instant{1, 2, 9, 10, 99, 100, 1 << 32, 1 << 53, 1<<53 + 1, latest - 1}
	for i, at := range instants {
		x := chat(botflow.ConversationID(fmt.Sprint(9 - i)))
		x.Unread, x.Unanswered, x.LastActivity, x.QueuedAt = true, at, latest-at, at
		c.Conversations = append(c.Conversations, x)
	}
	p.write(c)
	want := fmt.Sprint(ids(c.Conversations))
	q := all()
	p.same("the list by waiting", fmt.Sprint(ids(p.pages(q))), want)
	q.Order, q.Limit = 1, 2
	p.same("the list by recency", fmt.Sprint(ids(p.pages(q))), want)
	priorities := []int32{math.MaxInt32, 100, 20, 3, 0, -1, -5, -40, -300, math.MinInt32}
	for i := range c.Conversations {
		c.Conversations[i].Priority, c.Conversations[i].QueuedAt = priorities[i], instants[len(instants)-1-i]
	}
	p.write(c)
	v, err := p.View(p.ctx, store.ViewRequest{Inboxes: []botflow.InboxID{botflow.General}, Queue: 99})
	p.no(err, "view")
	p.want(len(v.Inboxes) == 1, "the view has %d inboxes", len(v.Inboxes))
	var queued []botflow.ConversationID
	for _, x := range v.Inboxes[0].Queue {
		queued = append(queued, x.Conversation)
	}
	p.same("the queue", fmt.Sprint(queued), want)
}

func valuesComeBackWhole(p *probe) {
	p.write(wide())
	p.wideIsThere()
	wake := botflow.Instant(63_000_000_000_123_457)
	p.ringing(store.Wake{Wake: botflow.Wake{At: wake, Rank: botflow.RankPresence}, Kind: store.WakeAgent, ID: "Bob"})
	early, _ := p.due(wake-1, 9)
	due, next := p.due(wake, 9)
	p.want(len(early) == 0 && len(due) == 1 && due[0].At == wake && next == botflow.Forever,
		"of a wake at a microsecond, %d are due one before it and %d at it; the next is at %d instead of Forever", len(early), len(due), next)
}

func valuesComeBackAfterwards(p *probe) {
	p.write(wide())
	p = p.reopened()
	p.wideIsThere()
	for _, id := range strange() {
		p.write(store.Changeset{Op: botflow.OpID(id), Result: []byte(id), Contacts: []botflow.Contact{{ID: botflow.ContactID(id), Affinity: botflow.AgentID(id)}}})
	}
	p = p.reopened()
	for _, id := range strange() {
		l := p.get(store.Key{Op: botflow.OpID(id), Contacts: []botflow.ContactID{botflow.ContactID(id)}})
		p.want(string(l.Result) == id && len(l.Contacts) == 1 && string(l.Contacts[0].Affinity) == id, "after opening again, %q is %+v", id, l)
	}
}

// wide is a changeset whose values are at the ends of their ranges.
func wide() store.Changeset {
	long := strings.Repeat("\U0001f600", botflow.MaxText/4)
	c := chat("1")
	c.Priority, c.Episode, c.Rotations, c.Epoch = math.MinInt32, math.MaxUint32, math.MaxUint32, math.MaxInt64
	c.LastInbound, c.LastActivity, c.WindowEnds, c.NoticeUntil = 1, 1<<53+1, botflow.Forever, 253_402_300_799_999_999
	c.Place.Since, c.Updated, c.EpisodeAt = 1, latest, latest-1
	for k := range c.Deadlines {
		c.Deadlines[k] = latest - botflow.Instant(k)
	}
	c.Tags = []botflow.Tag{"", " ", "ñ", "\u0001"}
	k := botflow.Contact{ID: c.Contact, Attributes: map[string]string{"": "empty", "long": long, "quote": "\"'\\\n\r\t", "\u00e1": "a\u0301"}}
	a := botflow.Presence{Agent: "Ana", Load: math.MaxInt32, Activity: latest, Ramped: math.MaxInt32, Since: 1, IdleFrom: 1_700_000_000_123_457}
	e := events(botflow.OfAccount(), 1)[0]
	e.Text, e.Until, e.Priority, e.Setting = long, botflow.Forever, math.MaxInt32, `{"a": [1, 2.50]}`
	return store.Changeset{
		Op: "op", Result: []byte{0, 1, 2, 254, 255}, Conversations: []botflow.Conversation{c}, Contacts: []botflow.Contact{k}, Agents: []botflow.Presence{a},
		Events:  []botflow.Event{e},
		Notes:   []botflow.Note{{Conversation: "1", Seq: math.MaxInt64, By: botflow.ByAgent("Ana"), At: botflow.Forever, Text: long}},
		Inboxes: []store.InboxState{{ID: botflow.General, Turn: math.MaxInt64, Wake: botflow.Forever}},
		Turns:   []store.Turn{{Inbox: botflow.General, Agent: "Ana", Ordinal: math.MaxInt64}},
	}
}

func (p *probe) wideIsThere() {
	want, l := wide(), p.get(everything())
	p.same("the conversation", l.Conversations, want.Conversations)
	p.same("the contact", l.Contacts, want.Contacts)
	p.same("the agent", l.Agents, want.Agents)
	p.same("the inbox", l.Inboxes, want.Inboxes)
	p.same("the turn", l.Seats, want.Turns)
	p.same("the result", l.Result, want.Result)
	records := p.unread("c", 9)
	p.want(len(records) == 1, "the feed has %d events", len(records))
	p.same("the event", show(records[0].Event), show(want.Events[0]))
	notes, err := p.Notes(p.ctx, "1", 0, 9)
	p.no(err, "notes")
	p.same("the notes", notes, want.Notes)
}
