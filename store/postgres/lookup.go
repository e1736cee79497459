package postgres

import (
	"context"
	"errors"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// lookup reads in the group's transaction what only few changesets need. A new conversation's id, and whether there are events of it
// already, is only looked up once a write has failed: ids don't come twice.
type lookup struct {
	ctx     context.Context
	group   *group
	to      sender
	later   bool             // it isn't the group's first try
	changes *store.Changeset // what is looked up for
}

// watch lets the lookup know what the call wants.
func (l *lookup) watch(decide store.Decide) store.Decide {
	return func(loaded store.Loaded) (c store.Changeset, err error) {
		c, err = decide(loaded)
		l.changes = &c
		return c, err
	}
}

// begins tells whether the subject's first event is among the changes.
func (l *lookup) begins(of botflow.Subject) bool {
	return slices.ContainsFunc(l.changes.Events, func(e botflow.Event) bool { return e.Subject == of && e.Seq == 1 })
}

// one reads the first row of a statement, if there is one.
func (l *lookup) one(account botflow.AccountID, statement string, args, into []any) error {
	b := &pgx.Batch{}
	b.Queue(l.group.text(statement), append([]any{string(account)}, args...)...).QueryRow(func(row pgx.Row) error {
		if err := row.Scan(into...); !errors.Is(err, pgx.ErrNoRows) {
			return err
		}
		return nil
	})
	return l.to.SendBatch(l.ctx, b).Close()
}

// lookupOf is the lookup of one account.
type lookupOf struct {
	*lookup
	account botflow.AccountID
}

// LastEvent implements batch.Lookup.
func (l *lookupOf) LastEvent(of botflow.Subject) (uint64, error) {
	if of.Kind != botflow.SubjectConversation || !l.later && l.begins(of) {
		return 0, nil // agents and the account have rows if they have events
	}
	var last int64
	err := l.one(l.account, "select coalesce(max(seq), 0) from reparto.event where account = $1 and kind = $2 and subject = $3",
		[]any{int16(of.Kind), of.ID}, []any{&last})
	return uint64(last), err
}

// LastNote implements batch.Lookup.
func (l *lookupOf) LastNote(of botflow.ConversationID) (uint64, error) {
	var last int64
	err := l.one(l.account, "select coalesce(max(seq), 0) from reparto.note where account = $1 and conversation = $2", []any{string(of)}, []any{&last})
	return uint64(last), err
}

// ChatOf implements batch.Lookup.
func (l *lookupOf) ChatOf(id botflow.ConversationID) (of store.Chat, err error) {
	if !l.later {
		return of, nil
	}
	err = l.one(l.account, "select channel, contact from reparto.conversation where account = $1 and id = $2", []any{string(id)}, []any{&of.Channel, &of.Contact})
	return of, err
}
