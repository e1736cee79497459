package repartotest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/schedule"
	"github.com/repartogo/reparto/store"
)

// Audit follows an account by its events alone and judges each one against the invariants of the rules. It shares no code with the
// engine but the transition table and the compiled directory. A [Center] has one; a test with an engine of its own makes one with
// [NewAudit]. It is for one goroutine.
type Audit struct {
	account  *reparto.Account
	store    store.Store
	racing   bool // commands aren't given one after the other
	problems []string
	position uint64 // in the feed, of the last event read
	silent   bool   // what was there before the center began is taken as it is

	snap  *directory.Snapshot // in force at the event being read
	next  *directory.Snapshot // in force from the next event of the account on
	rows  []botflow.Transition
	chats map[string]*auditedChat
	order []*auditedChat // as they began
	seqs  map[botflow.Subject]uint64
	loads map[botflow.AgentID]int
	is    map[botflow.AgentID]botflow.Status

	windows  map[time.Duration]bool            // that channels have had
	causes   map[botflow.AgentID]botflow.Cause // of what they are
	turns    map[turnKey]uint64                // each agent's last pick by an inbox's turn
	picks    uint64
	affinity map[botflow.ContactID]botflow.AgentID
}

// auditedChat is what the events say of one conversation.
type auditedChat struct {
	id       botflow.ConversationID
	contact  botflow.ContactID
	place    botflow.Place
	previous botflow.Place
	at       botflow.Instant
	epoch    uint64
	episode  uint32
	pended   map[uint32]bool
	outgoing bool

	inbound    botflow.Instant // the contact's last message
	unanswered bool
	answered   bool            // by the present owner
	clock      botflow.Instant // the answer clock can't end before this; 0: it isn't running
	queuedAt   botflow.Instant
	priority   int32
	returned   bool          // and nobody has owned it since
	closed     botflow.Event // the last closing
	private    bool
	unread     bool
	gone       bool // forgotten

	story []botflow.Event
}

// NewAudit begins to follow an account, given its store too. What has happened so far is read and not judged.
func NewAudit(account *reparto.Account, s store.Store) (*Audit, error) {
	a := &Audit{
		account: account, store: s, rows: botflow.Transitions(), windows: map[time.Duration]bool{}, chats: map[string]*auditedChat{}, seqs: map[botflow.Subject]uint64{},
		loads: map[botflow.AgentID]int{}, is: map[botflow.AgentID]botflow.Status{}, causes: map[botflow.AgentID]botflow.Cause{},
		turns: map[turnKey]uint64{}, affinity: map[botflow.ContactID]botflow.AgentID{},
	}
	if err := a.compile(); err != nil {
		return nil, err
	}
	a.snap, a.silent = a.next, true
	err := a.read()
	a.problems, a.silent = nil, false
	return a, err
}

// Follow goes on with the account of another engine on the same store, as after a restart.
func (a *Audit) Follow(account *reparto.Account) { a.account = account }

// Race says that commands are given at the same time: a chat may then have come after another's was chosen, so that who waited
// longest can't be told by the events. It is for tests with many goroutines, which check while none of them is at work.
func (a *Audit) Race() { a.racing = true }

// Check gives every violation that has shown since the last check, in words. Deadlines that are due are applied first.
func (a *Audit) Check(ctx context.Context) ([]string, error) {
	if err := a.read(); err != nil {
		return nil, err
	}
	if err := a.books(ctx); err != nil {
		return nil, err
	}
	found, err := a.account.Verify(ctx)
	all := slices.Concat(a.problems, found)
	a.problems = nil
	return all, err
}

func (a *Audit) bad(ok bool, format string, args ...any) {
	if !ok && !a.silent {
		a.problems = append(a.problems, fmt.Sprintf(format, args...))
	}
}

// compile reads the configuration if it has changed.
func (a *Audit) compile() error {
	known := uint64(0)
	if a.next != nil {
		known = a.next.Revision()
	}
	d, revision, err := a.store.Directory(context.Background(), known)
	if err != nil || a.next != nil && revision == known {
		return err
	}
	if a.next, err = directory.Compile(d, revision); err != nil {
		return err
	}
	for _, c := range d.Channels {
		ch, _ := a.next.ChannelRules(c.ID)
		a.windows[ch.Window] = true
	}
	return nil
}

// read judges everything that has happened since the last reading.
func (a *Audit) read() error {
	ctx := context.Background()
	if _, err := a.account.System().Count(ctx, inbox.ViewAll, inbox.Filter{}, 1); err != nil { // a look applies what is due
		return err
	}
	if err := a.compile(); err != nil {
		return err
	}
	const page = 256
	for {
		records, err := a.store.Feed(ctx, "repartotest", a.position, page)
		if err != nil {
			return err
		}
		for i := range records {
			a.position = records[i].Position
			a.judge(&records[i].Event)
		}
		if len(records) == 0 {
			a.snap = a.next
			return nil
		}
	}
}

func (a *Audit) judge(e *botflow.Event) {
	first := a.silent && a.seqs[e.Subject] == 0 // older ones may have been removed
	a.bad(first || a.seqs[e.Subject]+1 == e.Seq, "I7: the numbers of %s have a gap before %d", e.Subject, e.Seq)
	a.seqs[e.Subject] = e.Seq
	switch e.Subject.Kind {
	case botflow.SubjectAccount:
		a.snap = a.next
	case botflow.SubjectAgent:
		a.bad(a.is[e.Agent] == e.Was, "P4: %s was %s, not %s", e.Agent, a.is[e.Agent], e.Was)
		a.is[e.Agent], a.causes[e.Agent] = e.Is, e.Cause
	case botflow.SubjectConversation:
		a.chat(e)
	}
}

func (a *Audit) chat(e *botflow.Event) {
	c := a.chats[e.Subject.ID]
	if c == nil {
		c = &auditedChat{id: botflow.ConversationID(e.Subject.ID), pended: map[uint32]bool{}, contact: e.Contact}
		a.chats[e.Subject.ID] = c
		a.order = append(a.order, c)
	}
	c.story = append(c.story, *e)
	moved := e.From != e.To && c.place != e.To
	if moved {
		a.bad(c.place == e.From, "I1: %s begins in %s, and the chat was in %s", e.Type, e.From, c.place)
	}
	a.bad(e.At >= c.at, "I10: time went back at %s", e.Type)
	a.bad(e.Epoch >= c.epoch, "I10: the epoch went back at %s", e.Type)
	a.bad((e.To.State == botflow.StateAgent) == (e.To.Owner != ""), "I1: owner if and only if AGENTE, not %s", e.To)
	a.row(e)
	a.deadline(c, e)
	if moved {
		holder := func(p botflow.Place) string { return string(p.Bot) + "/" + string(p.Owner) }
		a.bad((holder(e.From) != holder(e.To)) == (e.Epoch > c.epoch), "L47: the epoch grows when the holder changes, and only then: %s", e.Type)
		a.assignment(e)
		a.loads[e.From.Owner]--
		a.loads[e.To.Owner]++
		c.previous = e.From
	}
	a.tolerance(c, e)
	a.choice(c, e)
	a.count(c, e)
	a.follow(c, e)
	a.marks(c, e)
	c.place, c.at, c.epoch, c.episode = e.To, e.At, e.Epoch, e.Episode
}

// row: the change is a row of the table (I4).
func (a *Audit) row(e *botflow.Event) {
	for i := range a.rows {
		r := &a.rows[i]
		if r.Rule == e.Rule && slices.Contains(r.From, e.From.Spot()) && slices.Contains(r.Events, e.Type) {
			return
		}
	}
	a.bad(false, "I4: no row of the table gives %s by %s from %s to %s", e.Type, e.Rule, e.From, e.To)
}

// assignment: the policy in force allows the agent, at this moment (I2).
func (a *Audit) assignment(e *botflow.Event) {
	if e.Type != botflow.Assigned && e.Type != botflow.Rotated || e.Decision == nil {
		return
	}
	seat, ok := a.snap.Seat(a.snap.Resolve(e.Decision.Inbox), e.Agent)
	if !ok {
		a.bad(false, "I2: %s was given a chat of %s and is no member", e.Agent, e.Decision.Inbox)
		return
	}
	a.bad(seat.Barred == "", "I2: %s was given a chat: %s", e.Agent, seat.Barred)
	a.bad(!seat.NeedsOnline || a.is[e.Agent] == botflow.Online, "I2: %s was given a chat, and is %s", e.Agent, a.is[e.Agent])
	a.bad(seat.Limit == 0 || a.loads[e.Agent] < seat.Limit, "I2: %s was full", e.Agent)
	a.bad(e.Agent == e.Decision.Chosen, "A12: %s was given the chat, and %s chosen", e.Agent, e.Decision.Chosen)
	if policy := a.snap.Policy(e.Decision.Inbox); !policy.IgnoreHours && e.Type == botflow.Assigned {
		a.bad(a.hours(e.Decision.Inbox).IsOpen(min(e.At, e.Recorded).Time()), "A13: assigned while %s is closed", e.Decision.Inbox)
	}
}

func (a *Audit) hours(id botflow.InboxID) *schedule.Schedule { return a.snap.Schedule(id) }

// books: loads and rows are what the events say (I7, I8).
func (a *Audit) books(ctx context.Context) error {
	look := a.account.System()
	known := slices.Sorted(maps.Keys(a.loads))
	for id := range a.is {
		if _, listed := a.loads[id]; !listed {
			known = append(known, id)
		}
	}
	slices.Sort(known)
	for _, id := range known {
		if id == "" || !a.snap.Enabled(id) {
			continue
		}
		p, err := look.Presence(ctx, id)
		if err != nil {
			return err
		}
		a.bad(p.Load == a.loads[id], "I8: the load of %s is %d, and they own %d chats", id, p.Load, a.loads[id])
	}
	for _, c := range a.order {
		if c.gone {
			continue
		}
		row, err := look.Get(ctx, reparto.Conversation(c.id))
		if err != nil {
			return err
		}
		a.stored(c, &row)
	}
	return nil
}
