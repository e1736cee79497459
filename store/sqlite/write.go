package sqlite

import (
	"strings"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store/internal/batch"
)

const (
	putAccount query = `INSERT INTO reparto_account (id, revision, events) VALUES (?1, ?2, ?3)
		ON CONFLICT DO UPDATE SET revision = excluded.revision, events = excluded.events`
	putDirectory query = `UPDATE reparto_account SET directory = ?2 WHERE id = ?1`

	insertConversation query = `INSERT INTO reparto_conversation (account, id, channel, contact, events, doc, area, home, holder, waiting, recency,
		urgency, queued_at, wake_at, wake_rank) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)`
	putContact query = `INSERT INTO reparto_contact (account, id, affinity, doc) VALUES (?1, ?2, ?3, ?4)
		ON CONFLICT DO UPDATE SET affinity = excluded.affinity, doc = excluded.doc`
	putAgent query = `INSERT INTO reparto_agent (account, id, written, known, events, load, status, since, idle_from, ramped, wake_at, doc)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
		ON CONFLICT DO UPDATE SET written = excluded.written, known = excluded.known, events = excluded.events, load = excluded.load,
		status = excluded.status, since = excluded.since, idle_from = excluded.idle_from, ramped = excluded.ramped,
		wake_at = excluded.wake_at, doc = excluded.doc`
	putInbox query = `INSERT INTO reparto_inbox (account, id, written, known, turn, wake_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
		ON CONFLICT DO UPDATE SET written = excluded.written, known = excluded.known, turn = excluded.turn, wake_at = excluded.wake_at`
	putSeat query = `INSERT INTO reparto_seat (account, ` + seatColumns + `)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
		ON CONFLICT DO UPDATE SET member = excluded.member, position = excluded.position, barred = excluded.barred,
		needs_online = excluded.needs_online, attends = excluded.attends, most = excluded.most, ranking = excluded.ranking,
		ramp_limit = excluded.ramp_limit, ramp_period = excluded.ramp_period, ordinal = excluded.ordinal, rank = excluded.rank,
		ready = excluded.ready, human = excluded.human`
	moveSeat query = `UPDATE reparto_seat SET ordinal = ?4, rank = ?5, ready = ?6, human = ?7 WHERE account = ?1 AND inbox = ?2 AND agent = ?3`

	insertNote   query = `INSERT INTO reparto_note (account, conversation, seq, doc) VALUES (?1, ?2, ?3, ?4)`
	insertEvent  query = `INSERT INTO reparto_event (account, kind, subject, seq, recorded, doc) VALUES (?1, ?2, ?3, ?4, ?5, ?6)`
	insertResult query = `INSERT INTO reparto_operation (account, id, at, result) VALUES (?1, ?2, ?3, ?4)`
	putJob       query = `INSERT INTO reparto_job (account, id, at, doc) VALUES (?1, ?2, ?3, ?4)
		ON CONFLICT DO UPDATE SET at = excluded.at, doc = excluded.doc`
	deleteJob query = `DELETE FROM reparto_job WHERE account = ?1 AND id = ?2`
)

// save writes what the Set says has changed.
func (b *books) save() error {
	if b.Configures() {
		if err := b.loadRest(); err != nil {
			return err
		}
		b.Reseat()
	}
	for _, save := range [...]func() error{
		b.saveAccount, b.saveConversations, b.saveContacts, b.saveAgents, b.saveInboxes, b.saveSeats, b.saveJournal, b.saveJobs,
	} {
		if err := save(); err != nil {
			return err
		}
	}
	for _, id := range b.Forgotten() {
		if err := b.session.forget(b.Account, id); err != nil {
			return err
		}
	}
	return nil
}

func (b *books) saveAccount() error {
	d := b.Directory()
	if !b.stored || d != nil || b.Events != b.events {
		if err := b.session.exec(putAccount, string(b.Account), int64(b.Revision), int64(b.Events)); err != nil {
			return err
		}
	}
	if d == nil {
		return nil
	}
	doc, err := encode(d)
	if err != nil {
		return err
	}
	return b.session.exec(putDirectory, string(b.Account), doc)
}

// instant gives what is stored of one that indexes leave out when it isn't set.
func instant(at botflow.Instant) any {
	if at == 0 {
		return nil
	}
	return int64(at)
}

func (b *books) saveConversations() error {
	for _, c := range b.Conversations() {
		doc, err := encode(&c.Conversation)
		if err != nil {
			return err
		}
		f := batch.FilingOf(&c.Conversation)
		if c.New() {
			err = b.session.exec(
				insertConversation, string(b.Account), string(c.ID), string(c.Channel), string(c.Contact), int64(c.Events), doc,
				int64(f.Area), string(f.Home), string(f.Holder), f.Waiting, f.Recency,
				f.Urgency, int64(f.QueuedAt), instant(f.Wake.At), int64(f.Wake.Rank),
			)
		} else {
			before := b.filed[c.ID]
			err = b.session.exec(
				updateConversation(moved(&before, &f)), string(b.Account), string(c.ID), int64(c.Events), doc,
				int64(f.Area), string(f.Home), string(f.Holder), f.Waiting, f.Recency,
				f.Urgency, int64(f.QueuedAt), instant(f.Wake.At), int64(f.Wake.Rank),
			)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// move says which groups of a conversation's indexed columns change. SQLite renews an index whenever a statement names one of its
// columns, so that a statement names only what changes.
type move uint8

// The groups of columns.
const (
	movesPlace move = 1 << iota
	movesWaiting
	movesRecency
	movesQueue
	movesWake
	moves // how many ways there are to move
)

func moved(before, after *batch.Filing) (m move) {
	if before.Area != after.Area || before.Home != after.Home || before.Holder != after.Holder {
		m |= movesPlace
	}
	if before.Waiting != after.Waiting {
		m |= movesWaiting
	}
	if before.Recency != after.Recency {
		m |= movesRecency
	}
	if before.Urgency != after.Urgency || before.QueuedAt != after.QueuedAt {
		m |= movesQueue
	}
	if before.Wake != after.Wake {
		m |= movesWake
	}
	return m
}

// updateConversation gives the statement that moves a conversation so.
func updateConversation(m move) query {
	var q strings.Builder
	q.WriteString("UPDATE reparto_conversation SET events = ?3, doc = ?4")
	for i, columns := range [...]string{
		"area = ?5, home = ?6, holder = ?7", "waiting = ?8", "recency = ?9", "urgency = ?10, queued_at = ?11", "wake_at = ?12, wake_rank = ?13",
	} {
		if m&(1<<i) != 0 {
			q.WriteString(", " + columns)
		}
	}
	q.WriteString(" WHERE account = ?1 AND id = ?2 AND ?13 IS NOT NULL") // all of them are given, so that all parameters are named
	return query(q.String())
}

func (b *books) saveContacts() error {
	for _, k := range b.Contacts() {
		doc, err := encode(&k.Contact)
		if err == nil {
			err = b.session.exec(putContact, string(b.Account), string(k.ID), string(k.Affinity), doc)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *books) saveAgents() error {
	for _, a := range b.Agents() {
		doc, err := encode(&a.Presence)
		if err == nil {
			err = b.session.exec(
				putAgent, string(b.Account), string(a.Agent), a.Written, a.Known, int64(a.Events), int64(a.Load), int64(a.Status),
				int64(a.Since), int64(a.IdleFrom), int64(a.Ramped), instant(a.Wake), doc,
			)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *books) saveInboxes() error {
	for _, in := range b.Inboxes() {
		if err := b.session.exec(putInbox, string(b.Account), string(in.ID), in.Written, in.Known, int64(in.Turn), instant(in.Wake)); err != nil {
			return err
		}
	}
	return nil
}

func (b *books) saveSeats() error {
	account, configures := string(b.Account), b.Configures()
	for _, s := range b.Seats() {
		var err error
		if configures || s.New() {
			err = b.session.exec(
				putSeat, account, string(s.Agent), string(s.Inbox), s.Member, int64(s.Position), string(s.Barred), s.NeedsOnline, s.Attends,
				int64(s.Limit), int64(s.Order), int64(s.RampIn.Limit), int64(s.RampIn.Period), int64(s.Ordinal), s.Rank, s.Ready, s.Human,
			)
		} else {
			err = b.session.exec(moveSeat, account, string(s.Inbox), string(s.Agent), int64(s.Ordinal), s.Rank, s.Ready, s.Human)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// saveJournal appends notes, events and results.
func (b *books) saveJournal() error {
	account := string(b.Account)
	for _, n := range b.Notes() {
		doc, err := encode(n)
		if err == nil {
			err = b.session.exec(insertNote, account, string(n.Conversation), int64(n.Seq), doc)
		}
		if err != nil {
			return err
		}
	}
	events := b.Log()
	for i := range events {
		e := &events[i]
		doc, err := encode(e)
		if err == nil {
			err = b.session.exec(insertEvent, account, int64(e.Subject.Kind), e.Subject.ID, int64(e.Seq), int64(e.Recorded), doc)
		}
		if err != nil {
			return err
		}
	}
	for _, r := range b.Results() {
		if err := b.session.exec(insertResult, account, string(r.Op), int64(r.At), r.Data); err != nil {
			return err
		}
	}
	return nil
}

func (b *books) saveJobs() error {
	put, done := b.Jobs()
	for _, j := range put {
		doc, err := encode(j)
		if err == nil {
			err = b.session.exec(putJob, string(b.Account), j.ID, int64(j.At), doc)
		}
		if err != nil {
			return err
		}
	}
	for _, id := range done {
		if err := b.session.exec(deleteJob, string(b.Account), id); err != nil {
			return err
		}
	}
	return nil
}
