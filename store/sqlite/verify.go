package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/batch"
)

const (
	verifyConversations query = `SELECT id, channel, contact, events, area, home, holder, waiting, recency, urgency, queued_at,
		coalesce(wake_at, 0), wake_rank, doc FROM reparto_conversation WHERE account = ?1`
	verifyContacts query = `SELECT id, affinity, doc FROM reparto_contact WHERE account = ?1`
	verifyAgents   query = `SELECT id, events, load, status, since, idle_from, ramped, coalesce(wake_at, 0), doc FROM reparto_agent WHERE account = ?1`
	verifyEvents   query = `SELECT kind, subject, min(seq), max(seq), count(*) FROM reparto_event WHERE account = ?1 GROUP BY kind, subject`
	verifyNotes    query = `SELECT DISTINCT conversation FROM reparto_note n WHERE account = ?1
		AND NOT EXISTS (SELECT 1 FROM reparto_conversation c WHERE c.account = n.account AND c.id = n.conversation)`
	verifyJobs query = `SELECT id, at, doc FROM reparto_job WHERE account = ?1`
)

// Verify implements [store.Store]. It reads all rows of the account in one picture, a row at a time, and derives from the documents what
// is kept beside them. That SQLite's own indexes agree with its tables, SQLite's integrity_check tells.
func (a *account) Verify(ctx context.Context) (wrong []string, err error) {
	err = a.read(ctx, func(s *session) error {
		v := &verification{
			session: s, account: string(a.id),
			owned: make(map[botflow.AgentID]int), events: make(map[botflow.Subject]uint64), agents: make(map[botflow.AgentID]botflow.Presence),
		}
		for _, check := range [...]func() error{v.settings, v.conversations, v.contacts, v.staff, v.history, v.seats, v.rest} {
			if err := check(); err != nil {
				return err
			}
		}
		wrong = v.wrong
		return nil
	})
	slices.Sort(wrong)
	return wrong, err
}

// verification collects what is wrong, and what one check needs of another.
type verification struct {
	session *session
	account string
	wrong   []string

	snapshot *directory.Snapshot
	owned    map[botflow.AgentID]int    // conversations, counted
	events   map[botflow.Subject]uint64 // number of the last event, by the rows that know
	agents   map[botflow.AgentID]botflow.Presence
}

func (v *verification) add(format string, args ...any) {
	v.wrong = append(v.wrong, fmt.Sprintf(format, args...))
}

func (v *verification) each(q query, do func(*sql.Rows) error) error {
	return v.session.each(q, do, v.account)
}

// settings reads the directory and the account's own counter.
func (v *verification) settings() error {
	var revision uint64
	var doc []byte
	err := v.session.each(selectDirectory, func(r *sql.Rows) error { return r.Scan(&revision, &doc) }, v.account, 0)
	if err != nil {
		return err
	}
	var d directory.Directory
	if len(doc) > 0 {
		if err := decode(doc, &d); err != nil {
			return err
		}
	}
	if revision != 0 {
		if v.snapshot, err = directory.Compile(d, revision); err != nil {
			v.add("directory: it doesn't compile: %v", err)
		}
	}
	b := v.session.books(botflow.AccountID(v.account))
	err = b.loadAccount()
	v.events[botflow.OfAccount()] = b.Events
	return err
}

// conversations compares each row with its document, and counts what every agent owns (I8).
func (v *verification) conversations() error {
	return v.each(verifyConversations, func(r *sql.Rows) error {
		var c, kept botflow.Conversation
		var events uint64
		var f batch.Filing
		var doc sql.RawBytes
		err := r.Scan(
			&kept.ID, &kept.Channel, &kept.Contact, &events, &f.Area, &f.Home, &f.Holder, &f.Waiting, &f.Recency, &f.Urgency, &f.QueuedAt,
			&f.Wake.At, &f.Wake.Rank, &doc,
		)
		if err != nil {
			return err
		}
		if err := decode(doc, &c); err != nil {
			return err
		}
		want := batch.FilingOf(&c)
		want.Owner, want.LastOwner = "", "" // not kept
		if f != want {
			v.add("conversation %q: it is filed as %+v and belongs at %+v", c.ID, f, want)
		}
		if kept.ID != c.ID || kept.Channel != c.Channel || kept.Contact != c.Contact {
			v.add("conversation %q: its row is of %q, %q and %q", c.ID, kept.ID, kept.Channel, kept.Contact)
		}
		if c.Seq != events {
			v.add("conversation %q: it counts %d events but has %d", c.ID, c.Seq, events)
		}
		if c.Place.State == botflow.StateAgent {
			v.owned[c.Place.Owner]++
		}
		v.events[botflow.OfConversation(c.ID)] = events
		return nil
	})
}

func (v *verification) contacts() error {
	return v.each(verifyContacts, func(r *sql.Rows) error {
		var k, kept botflow.Contact
		var doc sql.RawBytes
		if err := r.Scan(&kept.ID, &kept.Affinity, &doc); err != nil {
			return err
		}
		err := decode(doc, &k)
		if kept.ID != k.ID || kept.Affinity != k.Affinity {
			v.add("contact %q: its row is of %q with affinity to %q instead of %q", k.ID, kept.ID, kept.Affinity, k.Affinity)
		}
		return err
	})
}

// staff compares each agent's row with its document and with what the agent owns.
func (v *verification) staff() error {
	err := v.each(verifyAgents, func(r *sql.Rows) error {
		var p, kept botflow.Presence
		var events uint64
		var doc sql.RawBytes
		err := r.Scan(&kept.Agent, &events, &kept.Load, &kept.Status, &kept.Since, &kept.IdleFrom, &kept.Ramped, &kept.Wake, &doc)
		if err != nil {
			return err
		}
		if err := decode(doc, &p); err != nil {
			return err
		}
		want := botflow.Presence{
			Agent: p.Agent, Load: p.Load, Status: p.Status, Since: p.Since, IdleFrom: p.IdleFrom, Ramped: p.Ramped, Wake: p.Wake,
		}
		if kept != want {
			v.add("agent %q: the row says %+v instead of %+v", p.Agent, kept, want)
		}
		if p.Seq != events {
			v.add("agent %q: they count %d events but have %d", p.Agent, p.Seq, events)
		}
		if n := v.owned[p.Agent]; p.Load != n {
			v.add("agent %q: the load is %d but they own %d conversations", p.Agent, p.Load, n)
		}
		v.agents[p.Agent], v.events[botflow.OfAgent(p.Agent)] = p, events
		return nil
	})
	for id, n := range v.owned {
		if _, ok := v.agents[id]; !ok && err == nil {
			v.add("agent %q: there is no row but they own %d conversations", id, n)
		}
	}
	return err
}

// history wants each subject's events without a gap, up to the number that its row knows, and those of a conversation from the first
// on (E1).
func (v *verification) history() error {
	seen := make(map[botflow.Subject]bool)
	err := v.each(verifyEvents, func(r *sql.Rows) error {
		var of botflow.Subject
		var first, last, n uint64
		if err := r.Scan(&of.Kind, &of.ID, &first, &last, &n); err != nil {
			return err
		}
		seen[of] = true
		if last-first+1 != n {
			v.add("%s: of its events %d to %d only %d are there", of, first, last, n)
		}
		known, ok := v.events[of]
		if ok && last != known {
			v.add("%s: its last event is %d but the row says %d", of, last, known)
		}
		if ok && of.Kind == botflow.SubjectConversation && first != 1 {
			v.add("%s: its events begin with %d", of, first)
		}
		return nil
	})
	for of, n := range v.events {
		if err == nil && n > 0 && of.Kind == botflow.SubjectConversation && !seen[of] {
			v.add("%s: its row counts %d events but there is none", of, n)
		}
	}
	return err
}

// seats compares every seat with the directory and the agent's row.
func (v *verification) seats() error {
	missing := make(map[store.SeatKey]routing.SeatRules)
	if v.snapshot != nil {
		for _, rules := range v.snapshot.Seats() {
			missing[store.SeatKey{Inbox: rules.Inbox, Agent: rules.Agent}] = rules
		}
	}
	err := v.each(selectAllSeats, func(r *sql.Rows) error {
		s, err := scanSeat(r)
		if err != nil {
			return err
		}
		at := store.SeatKey{Inbox: s.Inbox, Agent: s.Agent}
		rules, member := missing[at]
		if !member {
			rules = routing.SeatRules{Inbox: s.Inbox, Agent: s.Agent}
		}
		delete(missing, at)
		if s.Member != member || s.SeatRules != rules {
			v.add("inbox %q: the seat of agent %q isn't as the directory says", s.Inbox, s.Agent)
		}
		p, known := v.agents[s.Agent]
		if !known {
			v.add("inbox %q: agent %q has a seat but no row", s.Inbox, s.Agent)
		}
		if s.Stale(&p) {
			v.add("inbox %q: the seat of agent %q is stale", s.Inbox, s.Agent)
		}
		return nil
	})
	for at := range missing {
		if err == nil {
			v.add("inbox %q: agent %q has no seat", at.Inbox, at.Agent)
		}
	}
	return err
}

// rest looks for what belongs to nothing.
func (v *verification) rest() error {
	err := v.each(verifyNotes, func(r *sql.Rows) error {
		var id string
		err := r.Scan(&id)
		v.add("conversation %q: it has notes but no row", id)
		return err
	})
	if err != nil {
		return err
	}
	return v.each(verifyJobs, func(r *sql.Rows) error {
		var j, kept store.Job
		var doc sql.RawBytes
		if err := r.Scan(&kept.ID, &kept.At, &doc); err != nil {
			return err
		}
		err := decode(doc, &j)
		if kept.ID != j.ID || kept.At != j.At {
			v.add("job %q: its row is of %q at %s", j.ID, kept.ID, kept.At)
		}
		return err
	})
}
