package sqlite

import (
	"context"
	"database/sql"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/batch"
	"github.com/repartogo/reparto/store/internal/shelf"
	"github.com/repartogo/reparto/store/internal/sorted"
)

const (
	selectJobs query = `SELECT doc FROM reparto_job WHERE account = ?1 ORDER BY at, id LIMIT ?2`

	// The sign keeps SQLite from walking all conversations in the order of their ids.
	membersArea   query = `SELECT id FROM reparto_conversation WHERE account = ?1 AND area = ?2 AND ?3 IS NOT NULL ORDER BY +id LIMIT ?4`
	membersHome   query = `SELECT id FROM reparto_conversation WHERE account = ?1 AND area = ?2 AND home = ?3 ORDER BY +id LIMIT ?4`
	membersHolder query = `SELECT id FROM reparto_conversation WHERE account = ?1 AND area = ?2 AND holder = ?3 AND holder <> '' ORDER BY +id LIMIT ?4`
	// The first conversation, by id, of every contact with affinity to an agent.
	selectLeads query = `SELECT min(c.id) AS id FROM reparto_contact k CROSS JOIN reparto_conversation c ON c.account = k.account AND c.contact = k.id
		WHERE k.account = ?1 AND k.affinity = ?2 AND k.affinity <> '' GROUP BY k.id ORDER BY 1 LIMIT ?3`
)

// Jobs implements [store.Store].
func (a *account) Jobs(ctx context.Context, limit int) (jobs []store.Job, err error) {
	err = a.look(ctx, func(s *session) error {
		jobs = nil
		return s.each(selectJobs, func(r *sql.Rows) error {
			var j store.Job
			var doc sql.RawBytes
			if err := r.Scan(&doc); err != nil {
				return err
			}
			err := decode(doc, &j)
			jobs = append(jobs, j)
			return err
		}, string(a.id), max(limit, 0))
	})
	return jobs, err
}

// Members implements [store.Store]. Of a contact with affinity to a removed agent it names the first chat, by id.
func (a *account) Members(ctx context.Context, of store.Job, limit int) (ids []botflow.ConversationID, err error) {
	limit = max(limit, 0)
	err = a.read(ctx, func(s *session) error {
		ids = nil
		add := func(r *sql.Rows) error {
			var id botflow.ConversationID
			err := r.Scan(&id)
			ids = append(ids, id)
			return err
		}
		inside := func(in shelf.Shelf) error {
			q := membersArea
			switch in.By {
			case shelf.ByArea:
			case shelf.ByHome:
				q = membersHome
			case shelf.ByHolder:
				q = membersHolder
			}
			return s.each(q, add, string(a.id), int(in.Area), in.ID, limit)
		}
		switch of.Kind {
		case store.JobRemoveAgent:
			if err := inside(shelf.Shelf{Area: inbox.AreaOwned, By: shelf.ByHolder, ID: string(of.Agent)}); err != nil {
				return err
			}
			if err := inside(batch.Inside(botflow.Personal(of.Agent))); err != nil {
				return err
			}
			return s.each(selectLeads, add, string(a.id), string(of.Agent), limit)
		case store.JobDeleteInbox:
			return inside(batch.Inside(of.Inbox))
		}
		return nil
	})
	ids = sorted.IDs(ids)
	return ids[:min(len(ids), limit)], err
}
