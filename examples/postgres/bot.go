package main

import (
	"context"
	"strings"
	"time"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// bot is the shop's bot: it follows the events and hands each chat that it is in charge of to the inbox that the contact asks for.
//
// It acts through the engine, beside any transaction, so an event may come to it twice: once more if a worker dies between what the bot did
// and the note of it. Its commands have ids made of the event's, so that the second time changes nothing.
func (s *shop) bot() reparto.Consumer {
	const patience = time.Second / 2 // so long another worker leaves the bot's work to one that died
	return reparto.Consumer{Name: "bot", Handle: s.react, Timeout: patience}
}

func (s *shop) react(ctx context.Context, r store.Record) error {
	e := &r.Event
	if e.Type != botflow.Received || e.To.State != botflow.StateBot {
		return nil
	}
	var text string // it is there: no event without its message
	if err := s.pool.QueryRow(ctx, `select text from message where channel = $1 and id = $2`, e.Channel, e.Message).Scan(&text); err != nil {
		return err
	}
	to := support
	if strings.Contains(text, "buy") {
		to = sales
	}
	_, err := s.account.As(botflow.ByBot(e.To.Bot)).Do(ctx, reparto.Conversation(botflow.ConversationID(e.Subject.ID)),
		botflow.HandOff{Inbox: to, Epoch: e.Epoch}, botflow.OpID("bot:"+e.ID()))
	if code := botflow.CodeOf(err); code == botflow.CodeIllegal || code == botflow.CodeNotInCharge || code == botflow.CodeNotFound {
		return nil // it has left the bot meanwhile
	}
	return err
}
