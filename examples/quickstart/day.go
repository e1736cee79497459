package main

import (
	"context"
	"fmt"
	"time"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/examples/quickstart/whatsapp"
	"github.com/repartogo/reparto/store/memory"
)

// day is the shop at work: an engine over a store in memory, a clock of its own, and the bots.
type day struct {
	engine *reparto.Engine
	shop   *reparto.Account
	clock  *clock
	bots   *bots
	book   *book
	watch  watcher
}

// watcher is told what comes of each step, as it happens.
type watcher interface {
	// happened tells of events that were committed together or right after each other.
	happened(events []botflow.Event)
	// repeated tells of a delivery that had come before. It had no effect.
	repeated(m whatsapp.Message, at time.Time)
	// refused tells of something that wasn't possible, or not any more. It had no effect.
	refused(who, what string, why error, at time.Time)
	// ignored tells of a delivery that asks nothing of anybody.
	ignored(at time.Time)
}

// openShop sets the engine up and applies the configuration. Ids and choices depend on nothing but the recording, so the
// same recording tells the same story.
func openShop(ctx context.Context, setup directory.Directory, at time.Time, b *book, watch watcher) (*day, error) {
	c := &clock{now: at}
	drawn := uint64(0)
	engine, err := reparto.New(memory.New(), reparto.Config{Clock: c, Entropy: func() uint64 { drawn++; return drawn }})
	if err != nil {
		return nil, err
	}
	shop, err := engine.Account("casa-lumen")
	if err != nil {
		return nil, err
	}
	if _, err := shop.Apply(ctx, setup); err != nil {
		return nil, fmt.Errorf("%s: %w", directoryFile, err)
	}
	d := &day{engine: engine, shop: shop, clock: c, book: b, watch: watch}
	d.bots = &bots{shop: shop, confused: map[botflow.ConversationID]bool{}, say: func(chat botflow.Conversation, by botflow.Actor, text string) {
		b.said(chat.Contact, c.now, by, text)
	}}
	return d, d.listen(ctx)
}

// play lets everything happen at its own time, and then lets time pass until the end.
func (d *day) play(ctx context.Context, happenings []happening, end time.Time) error {
	for i := range happenings {
		h := &happenings[i]
		if err := d.advance(ctx, h.at); err != nil {
			return err
		}
		if err := d.happen(ctx, h); err != nil {
			return fmt.Errorf("%s: %w", h.where, err)
		}
	}
	return d.advance(ctx, end)
}

// advance moves the clock on, stopping wherever the engine wants to be called: answer clocks, windows that end, opening
// hours. A real host lets Engine.Run do this.
func (d *day) advance(ctx context.Context, to time.Time) error {
	for d.clock.now.Before(to) {
		if err := d.wait(ctx, to); err != nil {
			return err
		}
	}
	return nil
}

// wait moves the clock to the engine's next deadline, or to the time given if that is earlier, and lets the engine apply
// what is due then.
func (d *day) wait(ctx context.Context, to time.Time) error {
	next, err := d.engine.Tick(ctx) // only to ask: what was due by now has been applied
	if err != nil {
		return err
	}
	if next.IsZero() || next.After(to) {
		next = to
	}
	d.clock.now = next
	if _, err := d.engine.Tick(ctx); err != nil {
		return err
	}
	return d.listen(ctx)
}

// happen lets one recorded line happen.
func (d *day) happen(ctx context.Context, h *happening) error {
	if h.act != nil {
		if err := d.act(ctx, h.act, h.where); err != nil {
			return err
		}
		return d.listen(ctx)
	}
	for _, item := range h.items {
		if err := d.deliver(ctx, item); err != nil {
			return err
		}
	}
	return d.listen(ctx)
}

// deliver hands one item of a webhook's call to the engine.
func (d *day) deliver(ctx context.Context, item whatsapp.Item) error {
	switch item := item.(type) {
	case whatsapp.Message:
		if item.Type == "reaction" {
			d.watch.ignored(d.clock.now) // a thumbs-up asks nothing of anybody
			return nil
		}
		return d.receive(ctx, item)
	case whatsapp.StatusUpdate:
		if item.Status != whatsapp.Failed {
			d.watch.ignored(d.clock.now) // sent, delivered, read: routing doesn't mind
			return nil
		}
		return d.fail(ctx, item)
	}
	return nil
}

// receive is a contact's message. Its id makes a second delivery harmless; the bot must not answer that one either.
func (d *day) receive(ctx context.Context, m whatsapp.Message) error {
	d.book.meet(botflow.ContactID(m.From), m.Name)
	chat := reparto.Chat(botflow.ChannelID(m.PhoneNumberID), botflow.ContactID(m.From))
	cmd := botflow.Receive{Message: botflow.MessageID(m.ID), SentAt: botflow.InstantOf(m.At)}
	r, err := d.shop.System().Do(ctx, chat, cmd, "")
	if err != nil {
		return err
	}
	if r.Duplicate {
		d.watch.repeated(m, d.clock.now)
		return nil
	}
	d.book.said(r.Conversation.Contact, d.clock.now, botflow.Actor{Kind: botflow.ActorContact}, m.Text)
	return d.bots.answer(ctx, r.Conversation, m.Text)
}

// fail reports that the channel couldn't deliver a message. The operation id makes a second report harmless.
func (d *day) fail(ctx context.Context, s whatsapp.StatusUpdate) error {
	chat := reparto.Chat(botflow.ChannelID(s.PhoneNumberID), botflow.ContactID(s.Recipient))
	cmd := botflow.ReportFailure{Message: botflow.MessageID(s.MessageID), Detail: fmt.Sprintf("%s (%d)", s.ErrorTitle, s.ErrorCode)}
	_, err := d.shop.System().Do(ctx, chat, cmd, botflow.OpID("failed:"+s.MessageID))
	if botflow.CodeOf(err) != "" {
		d.watch.refused(d.book.name(botflow.ContactID(s.Recipient)), "failure report", err, d.clock.now)
		return nil
	}
	return err
}

// act is something that somebody at the shop did. That it isn't possible any more, because a colleague was faster or the
// time was up, is part of a working day: it is told, and the day goes on.
func (d *day) act(ctx context.Context, a *action, where string) error {
	cmd, err := a.command()
	if err != nil {
		return err
	}
	if a.Name != "" {
		d.book.meet(a.Chat, a.Name)
	}
	_, err = d.shop.As(a.actor()).Do(ctx, a.target(), cmd, botflow.OpID(where))
	if botflow.CodeOf(err) != "" {
		d.watch.refused(string(a.Who), d.saying(a), err, d.clock.now)
		return nil
	}
	if err == nil && a.Text != "" {
		d.book.said(a.Chat, d.clock.now, a.actor(), a.Text)
	}
	return err
}

// saying names an act and the contact that it is about.
func (d *day) saying(a *action) string {
	if a.Chat == "" {
		return a.Does
	}
	return a.Does + " " + d.book.name(a.Chat)
}

// listen reads what has happened from the account's durable feed, and acknowledges it.
func (d *day) listen(ctx context.Context) error {
	var events []botflow.Event
	var last reparto.Delivery
	for delivery, err := range d.shop.Events(ctx, "timeline") {
		if err != nil {
			return err
		}
		events, last = append(events, delivery.Event), delivery
	}
	if len(events) == 0 {
		return nil
	}
	d.watch.happened(events)
	return last.Ack(ctx)
}
