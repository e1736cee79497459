package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/sorted"
)

const (
	selectQueued query = `SELECT value FROM json_each(?2)
		WHERE EXISTS (SELECT 1 FROM reparto_conversation WHERE account = ?1 AND area = 2 AND home = value)`
	selectQueue query = `SELECT c.doc, coalesce(k.affinity, '') FROM reparto_conversation c
		LEFT JOIN reparto_contact k ON k.account = c.account AND k.id = c.contact
		WHERE c.account = ?1 AND c.area = 2 AND c.home = ?2 ORDER BY c.urgency, c.queued_at, c.id LIMIT ?3`
	selectOne query = `SELECT c.doc, coalesce(k.affinity, '') FROM reparto_conversation c
		LEFT JOIN reparto_contact k ON k.account = c.account AND k.id = c.contact WHERE c.account = ?1 AND c.id = ?2`
	selectInbox query = `SELECT turn, coalesce(wake_at, 0) FROM reparto_inbox WHERE account = ?1 AND id = ?2`

	hotColumns = `s.agent, s.inbox, s.member, s.position, s.barred, s.needs_online, s.attends, s.most, s.ranking, s.ramp_limit, s.ramp_period,
		s.ordinal, s.rank, s.ready, s.human, a.load, a.status, a.since, a.idle_from, a.ramped
		FROM reparto_seat s CROSS JOIN reparto_agent a ON a.account = s.account AND a.id = s.agent WHERE s.account = ?1 AND s.inbox = ?2`
	selectReady query = `SELECT ` + hotColumns + ` AND s.ready = 1 AND s.rank >= ?3
		ORDER BY s.rank, s.ordinal, s.position, s.agent LIMIT ?4`
	selectReadyBefore query = `SELECT ` + hotColumns + ` AND s.ready = 1 AND s.rank < ?3
		ORDER BY s.rank, s.ordinal, s.position, s.agent LIMIT ?4`
	selectReadyOrder query = `SELECT ranking FROM reparto_seat WHERE account = ?1 AND inbox = ?2 AND ready = 1
		ORDER BY rank, ordinal, position, agent LIMIT 1`
	selectMembers query = `SELECT ` + hotColumns + ` AND s.member = 1 ORDER BY s.ordinal, s.position, s.agent LIMIT ?3`
	selectNamed   query = `SELECT ` + hotColumns + ` AND s.member = 1 AND s.agent IN (SELECT value FROM json_each(?3)) ORDER BY s.agent`
)

// View implements [store.Store]. Now, Entropy and each inbox's Rules are left zero.
func (a *account) View(ctx context.Context, req store.ViewRequest) (v routing.View, err error) {
	err = a.read(ctx, func(s *session) error {
		v = routing.View{}
		seen, queued := make(map[botflow.InboxID]bool, len(req.Inboxes)), make(map[botflow.InboxID]bool, len(req.Inboxes))
		if req.Chat == "" {
			err := s.each(selectQueued, func(r *sql.Rows) error {
				var id botflow.InboxID
				err := r.Scan(&id)
				queued[id] = true
				return err
			}, string(a.id), list(req.Inboxes))
			if err != nil {
				return err
			}
		}
		for _, id := range req.Inboxes {
			if !seen[id] && (req.Chat != "" || queued[id]) {
				in, err := s.viewInbox(a.id, id, &req)
				if err != nil {
					return err
				}
				v.Inboxes = append(v.Inboxes, in)
			}
			seen[id] = true
		}
		return nil
	})
	return v, err
}

func (s *session) viewInbox(account botflow.AccountID, id botflow.InboxID, req *store.ViewRequest) (v routing.InboxView, err error) {
	v.Inbox = id
	if v.Queue, v.MoreQueue, err = s.viewQueue(account, id, req); err != nil {
		return v, err
	}
	err = s.row(selectInbox, string(account), string(id)).Scan(&v.Turn, &v.Wake)
	if errors.Is(err, sql.ErrNoRows) {
		return v, nil // nobody has a seat there either
	}
	if err != nil {
		return v, err
	}
	if v.Seats, v.MoreSeats, err = s.firstReady(account, id, max(req.Seats, 0), req.Start); err != nil {
		return v, err
	}
	members := max(0, min(req.Members, botflow.MaxCandidates))
	if v.Members, err = s.seats(selectMembers, string(account), string(id), members); err != nil {
		return v, err
	}
	var agents []botflow.AgentID
	for i := range v.Queue {
		agents = append(agents, v.Queue[i].Affinity, v.Queue[i].Returner)
	}
	if agents = sorted.IDs(agents); len(agents) > 0 {
		v.Named, err = s.seats(selectNamed, string(account), string(id), list(agents))
	}
	return v, err
}

// viewQueue gives the head of a queue, or the one chat that was asked for.
func (s *session) viewQueue(account botflow.AccountID, id botflow.InboxID, req *store.ViewRequest) (queue []routing.Waiting, more bool, err error) {
	limit := max(req.Queue, 0)
	add := func(r *sql.Rows) error {
		var doc sql.RawBytes
		var affinity botflow.AgentID
		if err := r.Scan(&doc, &affinity); err != nil {
			return err
		}
		if req.Chat == "" && len(queue) == limit {
			more = true
			return nil
		}
		var c botflow.Conversation
		if err := decode(doc, &c); err != nil {
			return err
		}
		queue = append(queue, routing.WaitingOf(&c, affinity))
		return nil
	}
	if req.Chat != "" {
		err = s.each(selectOne, add, string(account), string(req.Chat))
	} else {
		err = s.each(selectQueue, add, string(account), string(id), limit+1)
	}
	return queue, more, err
}

// seats reads whole seats.
func (s *session) seats(q query, args ...any) (seats []routing.Seat, err error) {
	err = s.each(q, func(r *sql.Rows) error {
		var p botflow.Presence
		seat, err := scanSeat(r, &p.Load, &p.Status, &p.Since, &p.IdleFrom, &p.Ramped)
		seats = append(seats, seat.Whole(&p))
		return err
	}, args...)
	return seats, err
}

// firstReady gives the first ready seats in order of choice. An order by hash is a ring: it begins at start and wraps around.
func (s *session) firstReady(account botflow.AccountID, id botflow.InboxID, limit int, start uint64) (seats []routing.Seat, more bool, err error) {
	const lowest = -1 << 63
	from := int64(lowest)
	if start != 0 {
		var order routing.Order
		err := s.row(selectReadyOrder, string(account), string(id)).Scan(&order)
		if err != nil {
			if errors.Is(err, sql.ErrNoRows) {
				err = nil
			}
			return nil, false, err
		}
		if order == routing.ByHash {
			from = int64(start >> 1)
		}
	}
	if seats, err = s.seats(selectReady, string(account), string(id), from, limit+1); err != nil {
		return nil, false, err
	}
	if from != lowest && len(seats) <= limit {
		first, err := s.seats(selectReadyBefore, string(account), string(id), from, limit+1-len(seats))
		if err != nil {
			return nil, false, err
		}
		seats = append(seats, first...)
	}
	if len(seats) > limit {
		return seats[:limit], true, nil
	}
	return seats, false, nil
}
