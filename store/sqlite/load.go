package sqlite

import (
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/batch"
	"github.com/repartogo/reparto/store/internal/shelf"
	"github.com/repartogo/reparto/store/internal/sorted"
)

const (
	nextWake = `
		(SELECT min(at) FROM (
		SELECT * FROM (SELECT wake_at AS at FROM reparto_conversation WHERE account = ?1 AND wake_at IS NOT NULL ORDER BY wake_at LIMIT 1)
		UNION ALL SELECT * FROM (SELECT wake_at FROM reparto_agent WHERE account = ?1 AND wake_at IS NOT NULL ORDER BY wake_at LIMIT 1)
		UNION ALL SELECT * FROM (SELECT wake_at FROM reparto_inbox WHERE account = ?1 AND wake_at IS NOT NULL ORDER BY wake_at LIMIT 1)))`
	selectAccount query = `SELECT revision, events, coalesce(` + nextWake + `, 0) FROM reparto_account WHERE id = ?1`

	selectConversations query = `SELECT doc, events FROM reparto_conversation
		WHERE account = ?1 AND id IN (SELECT value FROM json_each(?2))`
	selectChats query = `SELECT doc, events FROM json_each(?2) j CROSS JOIN reparto_conversation c
		WHERE account = ?1 AND contact = j.value ->> 1 AND channel = j.value ->> 0`
	selectContacts query = `SELECT doc FROM reparto_contact WHERE account = ?1 AND id IN (SELECT value FROM json_each(?2))`
	selectAgents   query = `SELECT written, known, events, doc FROM reparto_agent
		WHERE account = ?1 AND id IN (SELECT value FROM json_each(?2))`
	selectAllAgents query = `SELECT written, known, events, doc FROM reparto_agent WHERE account = ?1`
	seatColumns           = `agent, inbox, member, position, barred, needs_online, attends, most, ranking, ramp_limit, ramp_period, ordinal, rank, ready, human`
	selectSeats     query = `SELECT ` + seatColumns + ` FROM reparto_seat INDEXED BY reparto_seat_agent
		WHERE account = ?1 AND agent IN (SELECT value FROM json_each(?2))`
	selectAllSeats query = `SELECT ` + seatColumns + ` FROM reparto_seat WHERE account = ?1`
	selectInboxes  query = `SELECT id, turn, coalesce(wake_at, 0), written, known FROM reparto_inbox
		WHERE account = ?1 AND id IN (SELECT value FROM json_each(?2))`
	selectAllInboxes query = `SELECT id, turn, coalesce(wake_at, 0), written, known FROM reparto_inbox WHERE account = ?1`
	selectResults    query = `SELECT id, result FROM reparto_operation WHERE account = ?1 AND id IN (SELECT value FROM json_each(?2))`

	selectHuman    query = `SELECT EXISTS (SELECT 1 FROM reparto_seat WHERE account = ?1 AND inbox = ?2 AND human = 1)`
	occupiedArea   query = `SELECT EXISTS (SELECT 1 FROM reparto_conversation WHERE account = ?1 AND area = ?2)`
	occupiedHome   query = `SELECT EXISTS (SELECT 1 FROM reparto_conversation WHERE account = ?1 AND area = ?2 AND home = ?3)`
	occupiedHolder query = `SELECT EXISTS (SELECT 1 FROM reparto_conversation WHERE account = ?1 AND area = ?2 AND holder = ?3 AND holder <> '')`
)

// want is all that the keys of some calls name in one account.
type want struct {
	conversations []botflow.ConversationID
	chats         []store.Chat
	contacts      []botflow.ContactID
	agents        []botflow.AgentID
	seated        []botflow.AgentID // whose seats are named
	inboxes       []botflow.InboxID
	scopes        []botflow.InboxID
	ops           []botflow.OpID
}

func (w *want) add(key *store.Key) {
	w.conversations = append(w.conversations, key.Conversations...)
	w.contacts = append(w.contacts, key.Contacts...)
	w.agents = append(w.agents, key.Agents...)
	w.inboxes = append(w.inboxes, key.Inboxes...)
	w.scopes = append(w.scopes, key.Scopes...)
	if key.Chat != (store.Chat{}) {
		w.chats = append(w.chats, key.Chat)
		w.contacts = append(w.contacts, key.Chat.Contact)
	}
	for _, k := range key.Seats {
		w.seated = append(w.seated, k.Agent)
	}
	if key.Op != "" {
		w.ops = append(w.ops, key.Op)
	}
}

// books is an account's rows in one transaction: the Set, and what of its rows the Set doesn't keep.
type books struct {
	*batch.Set
	session *session
	stored  bool   // there is a row of the account
	events  uint64 // as stored
	filed   map[botflow.ConversationID]batch.Filing
}

func (s *session) books(account botflow.AccountID) *books {
	b := &books{Set: batch.NewSet(account), session: s, filed: make(map[botflow.ConversationID]batch.Filing)}
	b.Lookup = lookup{b}
	return b
}

// load fills the Set with what is wanted. The rows that come with others are known only once these are read.
func (b *books) load(w *want) error {
	if err := b.loadAccount(); err != nil {
		return err
	}
	for _, load := range [...]func(*want) error{
		b.loadConversations, b.loadContacts, b.loadAgents, b.loadInboxes, b.loadScopes, b.loadResults,
	} {
		if err := load(w); err != nil {
			return err
		}
	}
	return nil
}

func (b *books) loadAccount() error {
	err := b.session.row(selectAccount, string(b.Account)).Scan(&b.Revision, &b.Events, &b.NextDue)
	b.stored, b.events = err == nil, b.Events
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}

// each runs a query about the account and a list.
func (b *books) each(q query, ids string, do func(*sql.Rows) error) error {
	return b.session.each(q, do, string(b.Account), ids)
}

func (b *books) loadConversations(w *want) error {
	add := func(r *sql.Rows) error {
		var doc sql.RawBytes
		var events uint64
		if err := r.Scan(&doc, &events); err != nil {
			return err
		}
		var c botflow.Conversation
		if err := decode(doc, &c); err != nil {
			return err
		}
		if _, twice := b.filed[c.ID]; twice {
			return nil
		}
		b.AddConversation(c, events)
		b.filed[c.ID] = batch.FilingOf(&c)
		w.contacts = append(w.contacts, c.Contact)
		w.agents = append(w.agents, c.Place.Owner, c.LastOwner)
		return nil
	}
	if ids := sorted.IDs(w.conversations); len(ids) > 0 {
		if err := b.each(selectConversations, list(ids), add); err != nil {
			return err
		}
	}
	if len(w.chats) == 0 {
		return nil
	}
	return b.each(selectChats, chatList(w.chats), add)
}

// chatList gives pairs of channel and contact as a query's parameter.
func chatList(chats []store.Chat) string {
	pairs := make([][2]string, 0, len(chats))
	for _, c := range chats {
		pairs = append(pairs, [2]string{string(c.Channel), string(c.Contact)})
	}
	text, err := json.Marshal(pairs)
	if err != nil {
		panic(err) // strings always have a JSON form
	}
	return string(text)
}

func (b *books) loadContacts(w *want) error {
	ids := sorted.IDs(w.contacts)
	if len(ids) == 0 {
		return nil
	}
	return b.each(selectContacts, list(ids), func(r *sql.Rows) error {
		var doc sql.RawBytes
		if err := r.Scan(&doc); err != nil {
			return err
		}
		var k botflow.Contact
		if err := decode(doc, &k); err != nil {
			return err
		}
		b.AddContact(k)
		return nil
	})
}

func (b *books) loadAgents(w *want) error {
	if ids := sorted.IDs(w.agents); len(ids) > 0 {
		if err := b.each(selectAgents, list(ids), b.addAgent); err != nil {
			return err
		}
	}
	ids := sorted.IDs(slices.Concat(w.agents, w.seated))
	if len(ids) == 0 {
		return nil
	}
	return b.each(selectSeats, list(ids), b.addSeat)
}

func (b *books) addAgent(r *sql.Rows) error {
	var a batch.Agent
	var doc sql.RawBytes
	if err := r.Scan(&a.Written, &a.Known, &a.Events, &doc); err != nil {
		return err
	}
	if err := decode(doc, &a.Presence); err != nil {
		return err
	}
	if !b.HoldsAgent(a.Agent) {
		b.AddAgent(a)
	}
	return nil
}

func (b *books) addSeat(r *sql.Rows) error {
	seat, err := scanSeat(r)
	if err == nil {
		b.AddSeat(seat)
	}
	return err
}

// scanSeat reads seatColumns, and what follows them.
func scanSeat(r *sql.Rows, more ...any) (s batch.Seat, err error) {
	var position int
	err = r.Scan(append([]any{
		&s.Agent, &s.Inbox, &s.Member, &position, &s.Barred, &s.NeedsOnline, &s.Attends, &s.Limit, &s.SeatRules.Order,
		&s.RampIn.Limit, &s.RampIn.Period, &s.Ordinal, &s.Rank, &s.Ready, &s.Human,
	}, more...)...)
	s.Position = position
	return s, err
}

func (b *books) loadInboxes(w *want) error {
	ids := sorted.IDs(w.inboxes)
	if len(ids) == 0 {
		return nil
	}
	rows := make(map[botflow.InboxID]batch.Inbox)
	err := b.each(selectInboxes, list(ids), func(r *sql.Rows) error {
		var in batch.Inbox
		err := r.Scan(&in.ID, &in.Turn, &in.Wake, &in.Written, &in.Known)
		rows[in.ID] = in
		return err
	})
	if err != nil {
		return err
	}
	for _, id := range ids {
		in, stored := rows[id]
		in.ID = id
		if in.Occupied, err = b.occupied(id); err != nil {
			return err
		}
		b.AddInbox(in, stored)
	}
	return nil
}

func (b *books) loadScopes(w *want) error {
	for _, id := range sorted.IDs(w.scopes) {
		scope := store.Scope{ID: id}
		if err := b.session.row(selectHuman, string(b.Account), string(id)).Scan(&scope.Humans); err != nil {
			return err
		}
		var err error
		if scope.Occupied, err = b.occupied(id); err != nil {
			return err
		}
		b.AddScope(scope)
	}
	return nil
}

// occupied tells whether a chat is in the inbox.
func (b *books) occupied(id botflow.InboxID) (is bool, err error) {
	in := batch.Inside(id)
	switch in.By {
	case shelf.ByArea:
		err = b.session.row(occupiedArea, string(b.Account), int(in.Area)).Scan(&is)
	case shelf.ByHome:
		err = b.session.row(occupiedHome, string(b.Account), int(in.Area), in.ID).Scan(&is)
	case shelf.ByHolder:
		err = b.session.row(occupiedHolder, string(b.Account), int(in.Area), in.ID).Scan(&is)
	}
	return is, err
}

func (b *books) loadResults(w *want) error {
	ids := sorted.IDs(w.ops)
	if len(ids) == 0 {
		return nil
	}
	return b.each(selectResults, list(ids), func(r *sql.Rows) error {
		var op botflow.OpID
		var result []byte
		err := r.Scan(&op, &result)
		b.AddResult(op, result)
		return err
	})
}

// loadRest reads what a new directory changes: all agents, seats and inboxes that the Set doesn't hold yet.
func (b *books) loadRest() error {
	account := string(b.Account)
	held := make(map[botflow.AgentID]bool)
	err := b.session.each(selectAllAgents, func(r *sql.Rows) error {
		var a batch.Agent
		var doc sql.RawBytes
		if err := r.Scan(&a.Written, &a.Known, &a.Events, &doc); err != nil {
			return err
		}
		if err := decode(doc, &a.Presence); err != nil {
			return err
		}
		if held[a.Agent] = b.HoldsAgent(a.Agent); !held[a.Agent] {
			b.AddAgent(a)
		}
		return nil
	}, account)
	if err != nil {
		return err
	}
	err = b.session.each(selectAllSeats, func(r *sql.Rows) error {
		seat, err := scanSeat(r)
		if err == nil && !held[seat.Agent] {
			b.AddSeat(seat)
		}
		return err
	}, account)
	if err != nil {
		return err
	}
	return b.session.each(selectAllInboxes, func(r *sql.Rows) error {
		var in batch.Inbox
		err := r.Scan(&in.ID, &in.Turn, &in.Wake, &in.Written, &in.Known)
		if err == nil && !b.HoldsInbox(in.ID) {
			b.AddInbox(in, true)
		}
		return err
	}, account)
}
