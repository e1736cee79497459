package main

import (
	"context"
	"fmt"
	"time"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/examples/quickstart/whatsapp"
	"github.com/repartogo/reparto/store"
)

const account = "casa-lumen"

// shop is the engine over a store, on a day that is played by a clock of its own.
type shop struct {
	engine  *reparto.Engine
	account *reparto.Account
	now     time.Time
	drawn   uint64 // of the engine's random numbers: by the line, so that a day in two runs is the day in one
}

// Now implements reparto.Clock.
func (s *shop) Now() time.Time { return s.now }

// After implements reparto.Clock. Only Engine.Run waits, and this program calls Engine.Tick itself.
func (s *shop) After(time.Duration) <-chan time.Time { return nil }

// openShop sets the engine up. Applying the configuration again changes nothing.
func openShop(ctx context.Context, db store.DB, setup directory.Directory, at time.Time) (s *shop, err error) {
	s = &shop{now: at}
	s.engine, err = reparto.New(db, reparto.Config{Clock: s, Entropy: func() uint64 { s.drawn++; return s.drawn }})
	if err != nil {
		return nil, err
	}
	if s.account, err = s.engine.Account(account); err != nil {
		return nil, err
	}
	_, err = s.account.Apply(ctx, setup)
	return s, err
}

// play plays some of the lines, each at its own time, and says after each that it is done. The first one may have been played in
// part by a run that was stopped: all it does has an id, so that doing it again changes nothing. After the last line of all, time passes
// until the end of the day.
func (s *shop) play(ctx context.Context, lines []line, from, to int, done func(lines int) error) error {
	if from > 0 && from < len(lines) {
		s.now = lines[from-1].at
	}
	for i := from; i < to; i++ {
		s.drawn = uint64(i+1) << 20
		if err := s.wait(ctx, lines[i].at); err != nil {
			return err
		}
		if err := s.happen(ctx, &lines[i], i == from); err != nil {
			return fmt.Errorf("%s: %w", lines[i].where, err)
		}
		if err := done(i + 1); err != nil {
			return err
		}
	}
	if to < len(lines) {
		return nil
	}
	s.now, s.drawn = lines[len(lines)-1].at, uint64(len(lines)+1)<<20
	return s.wait(ctx, s.now.Add(24*time.Hour))
}

// wait moves the clock on, stopping wherever the engine wants to be called. A real host lets Engine.Run do this.
func (s *shop) wait(ctx context.Context, to time.Time) error {
	for s.now.Before(to) {
		next, err := s.engine.Tick(ctx)
		if err != nil {
			return err
		}
		if next.IsZero() || next.After(to) {
			next = to
		}
		s.now = next
	}
	_, err := s.engine.Tick(ctx)
	return err
}

// happen lets one line happen. That something isn't possible any more is part of a working day.
func (s *shop) happen(ctx context.Context, l *line, again bool) error {
	if l.act != nil {
		cmd, err := l.act.command()
		if err != nil {
			return err
		}
		_, err = s.account.As(l.act.actor()).Do(ctx, l.act.target(), cmd, botflow.OpID(l.where))
		return unlessRefused(err)
	}
	for _, item := range l.items {
		var err error
		switch item := item.(type) {
		case whatsapp.Message:
			err = s.receive(ctx, item, again)
		case whatsapp.StatusUpdate:
			err = s.fail(ctx, item)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func unlessRefused(err error) error {
	if botflow.CodeOf(err) != "" {
		return nil
	}
	return err
}

// receive is a contact's message. Its id makes a second delivery harmless; the bot doesn't react to that one, unless it may not have
// come to it the first time.
func (s *shop) receive(ctx context.Context, m whatsapp.Message, again bool) error {
	if m.Type == "reaction" {
		return nil
	}
	chat := reparto.Chat(botflow.ChannelID(m.PhoneNumberID), botflow.ContactID(m.From))
	id := botflow.MessageID(m.ID)
	r, err := s.account.System().Do(ctx, chat, botflow.Receive{Message: id, SentAt: botflow.InstantOf(m.At)}, "")
	if err != nil || r.Duplicate && !again {
		return err
	}
	b := &bot{shop: s.account, message: id}
	return b.react(ctx, r.Conversation, m.Text)
}

// fail reports that the channel couldn't deliver a message.
func (s *shop) fail(ctx context.Context, u whatsapp.StatusUpdate) error {
	if u.Status != whatsapp.Failed {
		return nil
	}
	chat := reparto.Chat(botflow.ChannelID(u.PhoneNumberID), botflow.ContactID(u.Recipient))
	cmd := botflow.ReportFailure{Message: botflow.MessageID(u.MessageID), Detail: fmt.Sprintf("%s (%d)", u.ErrorTitle, u.ErrorCode)}
	_, err := s.account.System().Do(ctx, chat, cmd, botflow.OpID("failed:"+u.MessageID))
	return unlessRefused(err)
}
