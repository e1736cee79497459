package postgres

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/batch"
)

// errRow says that a row can't be read: somebody else wrote it.
var errRow = errors.New("a row can't be read")

// parse reads a doc.
func parse(what, doc string, into any) error {
	if err := json.Unmarshal([]byte(doc), into); err != nil {
		return fmt.Errorf("%w: %s: %w", errRow, what, err)
	}
	return nil
}

// each scans the rows into the same variables and calls f for each.
func each(rows pgx.Rows, into []any, f func() error) error {
	_, err := pgx.ForEachRow(rows, into, f)
	return err
}

func (g *group) takeConversations(rows pgx.Rows) error {
	var account, doc string
	var events int64
	return each(rows, []any{&account, &events, &doc}, func() error {
		var c botflow.Conversation
		if err := parse("conversation", doc, &c); err != nil {
			return err
		}
		g.sets[account].AddConversation(c, uint64(events))
		g.owners.add(account, string(c.Place.Owner))
		g.owners.add(account, string(c.LastOwner))
		return nil
	})
}

func (g *group) takeContacts(rows pgx.Rows) error {
	var account, id, doc string
	var written bool
	return each(rows, []any{&account, &id, &written, &doc}, func() error {
		if !written {
			return nil
		}
		var k botflow.Contact
		if err := parse("contact", doc, &k); err != nil {
			return err
		}
		g.sets[account].AddContact(k)
		return nil
	})
}

// agentRow is an agent's row as it is scanned.
type agentRow struct {
	account, id, cause                                         string
	written, known                                             bool
	events, since, activity, load, idleFrom, ramped, seq, wake int64
	status, chosen                                             int16
}

func (a *agentRow) fields() []any {
	return []any{
		&a.account, &a.id, &a.written, &a.known, &a.events, &a.status, &a.chosen, &a.cause, &a.since, &a.activity, &a.load, &a.idleFrom,
		&a.ramped, &a.seq, &a.wake,
	}
}

func (a *agentRow) agent() batch.Agent {
	return batch.Agent{
		Presence: botflow.Presence{
			Agent: botflow.AgentID(a.id), Status: botflow.Status(a.status), Chosen: botflow.Status(a.chosen), Cause: botflow.Cause(a.cause),
			Since: botflow.Instant(a.since), Activity: botflow.Instant(a.activity), Load: int(a.load), IdleFrom: botflow.Instant(a.idleFrom),
			Ramped: int(a.ramped), Seq: uint64(a.seq), Wake: botflow.Instant(a.wake),
		},
		Written: a.written, Known: a.known, Events: uint64(a.events),
	}
}

func (g *group) takeAgents(rows pgx.Rows) error {
	var a agentRow
	return each(rows, a.fields(), func() error {
		if set := g.sets[a.account]; !set.HoldsAgent(botflow.AgentID(a.id)) {
			set.AddAgent(a.agent())
		}
		g.found[g.wanted.absent("agent", a.account, a.id).number] = true
		return nil
	})
}

// seatRow is a seat's row as it is scanned.
type seatRow struct {
	account, agent, inbox, barred                       string
	member, needsOnline, attends, ready, human          bool
	position, most, rampMost, rampPeriod, ordinal, rank int64
	ordering                                            int16
}

func (s *seatRow) fields() []any {
	return []any{
		&s.account, &s.agent, &s.inbox, &s.member, &s.position, &s.barred, &s.needsOnline, &s.attends, &s.most, &s.ordering, &s.rampMost,
		&s.rampPeriod, &s.ordinal, &s.rank, &s.ready, &s.human,
	}
}

func (s *seatRow) seat() batch.Seat {
	return batch.Seat{
		SeatRules: routing.SeatRules{
			Agent: botflow.AgentID(s.agent), Inbox: botflow.InboxID(s.inbox), Position: int(s.position), Barred: botflow.Reason(s.barred),
			NeedsOnline: s.needsOnline, Attends: s.attends, Limit: int(s.most), Order: routing.Order(s.ordering),
			RampIn: routing.RampIn{Limit: int(s.rampMost), Period: time.Duration(s.rampPeriod)},
		},
		Member: s.member, Ordinal: uint64(s.ordinal), Rank: s.rank, Ready: s.ready, Human: s.human,
	}
}

func (g *group) takeSeats(rows pgx.Rows) error {
	var s seatRow
	return each(rows, s.fields(), func() error {
		g.sets[s.account].AddSeat(s.seat())
		return nil
	})
}

func (g *group) takeInboxes(rows pgx.Rows) error {
	var account, id string
	var written, known bool
	var turn, wake int64
	return each(rows, []any{&account, &id, &written, &known, &turn, &wake}, func() error {
		set := g.sets[account]
		if set.HoldsInbox(botflow.InboxID(id)) {
			return nil
		}
		state := store.InboxState{ID: botflow.InboxID(id), Turn: uint64(turn), Wake: botflow.Instant(wake)}
		set.AddInbox(batch.Inbox{InboxState: state, Written: written, Known: known, Occupied: g.rooms.has(account, id)}, true)
		g.found[g.wanted.absent("inbox", account, id).number] = true
		return nil
	})
}

func (g *group) takeScopes(rows pgx.Rows) error {
	var account, id string
	var scope store.Scope
	return each(rows, []any{&account, &id, &scope.Humans, &scope.Occupied}, func() error {
		scope.ID = botflow.InboxID(id)
		g.sets[account].AddScope(scope)
		if scope.Occupied {
			g.rooms.add(account, id)
		}
		return nil
	})
}

func (g *group) takeResults(rows pgx.Rows) error {
	var account, id string
	var data []byte
	return each(rows, []any{&account, &id, &data}, func() error {
		g.sets[account].AddResult(botflow.OpID(id), data)
		return nil
	})
}

func (g *group) takeAccounts(rows pgx.Rows) error {
	var id string
	var revision, events, next, now int64
	var stored bool
	return each(rows, []any{&id, &revision, &events, &stored, &next, &now}, func() error {
		set := g.sets[id]
		set.Revision, set.Events, set.NextDue, set.Now = uint64(revision), uint64(events), botflow.Instant(next), botflow.Instant(now)
		g.fresh[id] = !stored
		return nil
	})
}
