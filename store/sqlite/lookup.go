package sqlite

import (
	"database/sql"
	"errors"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

const (
	selectLastEvent query = `SELECT coalesce(max(seq), 0) FROM reparto_event WHERE account = ?1 AND kind = ?2 AND subject = ?3`
	selectLastNote  query = `SELECT coalesce(max(seq), 0) FROM reparto_note WHERE account = ?1 AND conversation = ?2`
	selectChatOf    query = `SELECT channel, contact FROM reparto_conversation WHERE account = ?1 AND id = ?2`
)

// lookup implements batch.Lookup.
type lookup struct{ *books }

func (l lookup) LastEvent(of botflow.Subject) (last uint64, err error) {
	err = l.session.row(selectLastEvent, string(l.Account), int(of.Kind), of.ID).Scan(&last)
	return last, err
}

func (l lookup) LastNote(of botflow.ConversationID) (last uint64, err error) {
	err = l.session.row(selectLastNote, string(l.Account), string(of)).Scan(&last)
	return last, err
}

func (l lookup) ChatOf(id botflow.ConversationID) (of store.Chat, err error) {
	err = l.session.row(selectChatOf, string(l.Account), string(id)).Scan(&of.Channel, &of.Contact)
	if errors.Is(err, sql.ErrNoRows) {
		return store.Chat{}, nil
	}
	return of, err
}
