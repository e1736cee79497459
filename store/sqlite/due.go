package sqlite

import (
	"context"
	"database/sql"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// In these, 0, 1 and 2 are the kinds of store.Wake, and 0 and 3 the ranks of presence and of assignment.
const (
	selectDue query = `SELECT at, rank, kind, id FROM (
		SELECT * FROM (SELECT wake_at AS at, 0 AS rank, 0 AS kind, id FROM reparto_agent
			WHERE account = ?1 AND wake_at IS NOT NULL ORDER BY wake_at, id LIMIT ?2)
		UNION ALL SELECT * FROM (SELECT wake_at, wake_rank, 1, id FROM reparto_conversation
			WHERE account = ?1 AND wake_at IS NOT NULL ORDER BY wake_at, wake_rank, id LIMIT ?2)
		UNION ALL SELECT * FROM (SELECT wake_at, 3, 2, id FROM reparto_inbox
			WHERE account = ?1 AND wake_at IS NOT NULL ORDER BY wake_at, id LIMIT ?2)
		) ORDER BY at, rank, kind, id LIMIT ?2`

	// From one inbox to the next: not a walk over the chats.
	selectWaiting query = `WITH RECURSIVE waits (id) AS (
		SELECT (SELECT home FROM reparto_conversation WHERE account = ?1 AND area = 2 AND home > ?2 ORDER BY home LIMIT 1)
		UNION ALL
		SELECT (SELECT home FROM reparto_conversation WHERE account = ?1 AND area = 2 AND home > waits.id ORDER BY home LIMIT 1)
		FROM waits WHERE waits.id IS NOT NULL
		) SELECT id FROM waits WHERE id IS NOT NULL LIMIT ?3`

	selectNextOfAll query = `SELECT coalesce(min(at), 0) FROM (
		SELECT (SELECT min(wake_at) FROM reparto_conversation c WHERE c.account = a.id AND wake_at > ?1) AS at FROM reparto_account a
		UNION ALL SELECT (SELECT min(wake_at) FROM reparto_agent g WHERE g.account = a.id AND wake_at > ?1) FROM reparto_account a
		UNION ALL SELECT (SELECT min(wake_at) FROM reparto_inbox i WHERE i.account = a.id AND wake_at > ?1) FROM reparto_account a)`
	selectBusyAccounts query = `SELECT id FROM reparto_account a WHERE id > ?1 AND (
		EXISTS (SELECT 1 FROM reparto_conversation c WHERE c.account = a.id AND wake_at <= ?2)
		OR EXISTS (SELECT 1 FROM reparto_agent g WHERE g.account = a.id AND wake_at <= ?2)
		OR EXISTS (SELECT 1 FROM reparto_inbox i WHERE i.account = a.id AND wake_at <= ?2)
		OR EXISTS (SELECT 1 FROM reparto_conversation c WHERE c.account = a.id AND area = 2)
		OR EXISTS (SELECT 1 FROM reparto_job j WHERE j.account = a.id)
		) ORDER BY id LIMIT ?3`
)

// Due implements [store.Store].
func (a *account) Due(ctx context.Context, now botflow.Instant, limit int) (due []store.Wake, next botflow.Instant, err error) {
	limit = max(limit, 0)
	err = a.look(ctx, func(s *session) error {
		due, next = nil, 0
		return s.each(selectDue, func(r *sql.Rows) error {
			var w store.Wake
			err := r.Scan(&w.At, &w.Rank, &w.Kind, &w.ID)
			switch {
			case next != 0:
			case w.At > now || len(due) == limit:
				next = w.At
			default:
				due = append(due, w)
			}
			return err
		}, string(a.id), limit+1)
	})
	return due, next, err
}

// Waiting implements [store.Store].
func (a *account) Waiting(ctx context.Context, after botflow.InboxID, limit int) (ids []botflow.InboxID, err error) {
	err = a.look(ctx, func(s *session) error {
		ids = nil
		return s.each(selectWaiting, func(r *sql.Rows) error {
			var id botflow.InboxID
			err := r.Scan(&id)
			ids = append(ids, id)
			return err
		}, string(a.id), string(after), max(limit, 0))
	})
	return ids, err
}
