package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
)

// message is what a call of the channel's webhook brings.
type message struct {
	Channel botflow.ChannelID `json:"channel"`
	Contact botflow.ContactID `json:"contact"`
	ID      botflow.MessageID `json:"id"`
	Text    string            `json:"text"`
	SentAt  time.Time         `json:"sentAt"`
}

// receive stores a message and has it routed, both or neither. It tells whether the message was there already.
func (s *shop) receive(ctx context.Context, m message) (again bool, err error) {
	var routed reparto.Result
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		inside, err := s.store.Bind(account, tx)
		if err != nil {
			return err
		}
		receive := botflow.Receive{Message: m.ID, SentAt: botflow.InstantOf(m.SentAt)}
		routed, err = s.account.Bind(inside).System().Do(ctx, reparto.Chat(m.Channel, m.Contact), receive, "")
		if err != nil || routed.Duplicate {
			return err
		}
		_, err = tx.Exec(ctx, `insert into message (channel, id, contact, conversation, text, sent_at) values ($1, $2, $3, $4, $5, $6)`,
			m.Channel, m.ID, m.Contact, routed.Conversation.ID, m.Text, m.SentAt)
		if err != nil {
			return err
		}
		return scan(m.Text)
	})
	if err != nil {
		return false, err // whatever it was, it was rolled back; or the answer to the commit is lost, and the channel asks again
	}
	return routed.Duplicate, s.account.Settle(ctx, routed)
}

// received is receive, begun anew where somebody else came first.
func (s *shop) received(ctx context.Context, m message) (again bool, err error) {
	const tries = 10
	for range tries {
		if again, err = s.receive(ctx, m); !lostRace(err) {
			break
		}
	}
	return again, err
}

// lostRace tells whether a transaction failed because of another one: the library says so of its own statements, the database of
// the host's.
func lostRace(err error) bool {
	var refused *pgconn.PgError
	return errors.Is(err, botflow.ErrConflict) || errors.As(err, &refused) && strings.HasPrefix(refused.Code, "40")
}

// errInfected is the host's own reason not to take a message.
var errInfected = errors.New("there is a virus in the attachment")

// scan looks into a message's attachment.
func scan(text string) error {
	if strings.Contains(text, "virus") {
		return errInfected
	}
	return nil
}

// What a webhook is answered.
const (
	stored   = "stored"
	repeated = "repeated"
	refused  = "refused"
)

// ServeHTTP is the webhook. What isn't answered with 200 the channel sends again, to this process or to another.
func (s *shop) ServeHTTP(w http.ResponseWriter, rq *http.Request) {
	var m message
	if err := json.NewDecoder(rq.Body).Decode(&m); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	again, err := s.received(rq.Context(), m)
	answer := stored
	switch {
	case errors.Is(err, errInfected):
		answer = refused // for good
	case err != nil:
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	case again:
		answer = repeated
	}
	_, _ = w.Write([]byte(answer))
}
