package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
)

// books is what the audit looks at, and what it finds wrong.
type books struct {
	shop   *shop
	out    io.Writer
	events []botflow.Event // the whole feed
	wrong  []error
}

func (b *books) add(format string, args ...any) {
	b.wrong = append(b.wrong, fmt.Errorf(format, args...))
}

// audit holds the host's two tables against the library's events, when nothing happens any more. An error says what doesn't agree.
func audit(ctx context.Context, s *shop, sent []message, out io.Writer) error {
	b := &books{shop: s, out: out}
	for _, step := range []func(context.Context) error{
		b.read, b.messages, func(ctx context.Context) error { return b.viruses(ctx, sent) }, b.timeline, b.loads, b.verify,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	if len(b.wrong) == 0 {
		fmt.Fprintln(out, "books        clean")
	}
	return errors.Join(b.wrong...)
}

// read reads the feed as a new consumer, who is handed everything, and takes the consumer away again: retention waits for those there are.
func (b *books) read(ctx context.Context) error {
	const auditor = "auditor"
	for d, err := range b.shop.account.Events(ctx, auditor) {
		if err != nil {
			return err
		}
		b.events = append(b.events, d.Event)
	}
	return b.shop.account.DropConsumer(ctx, auditor)
}

// messages: each message that is stored was received, in the chat that it is stored with, and the reverse.
func (b *books) messages(ctx context.Context) error {
	type row struct {
		Channel, ID, Conversation string
	}
	rows, err := b.shop.pool.Query(ctx, `select channel, id, conversation from message`)
	if err != nil {
		return err
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[row])
	if err != nil {
		return err
	}
	kept := map[row]int{}
	for _, r := range all {
		kept[r]++
	}
	received := 0
	for i := range b.events {
		if e := &b.events[i]; e.Type == botflow.Received {
			received++
			kept[row{string(e.Channel), string(e.Message), e.Subject.ID}]--
		}
	}
	for r, n := range kept {
		if n != 0 {
			b.add("message %s of chat %s: stored or received, but not both and once", r.ID, r.Conversation)
		}
	}
	fmt.Fprintf(b.out, "messages     %d stored, %d received\n", len(all), received)
	return nil
}

// viruses: what the host has rolled back has left nothing, and everything else is there.
func (b *books) viruses(ctx context.Context, sent []message) error {
	traces := map[botflow.MessageID]bool{}
	for i := range b.events {
		traces[b.events[i].Message] = true
	}
	bad := 0
	for _, m := range sent {
		switch infected := scan(m.Text) != nil; {
		case infected && traces[m.ID]:
			b.add("message %s was rolled back, and has left a trace", m.ID)
		case !infected && !traces[m.ID]:
			b.add("message %s is lost", m.ID)
		case infected:
			bad++
		}
	}
	for n := range spammers {
		_, err := b.shop.account.System().Get(ctx, reparto.Chat(whatsapp, botflow.ContactID(spammer(n))))
		if !errors.Is(err, botflow.ErrNotFound) {
			b.add("%s has a chat, out of messages that were all rolled back: %v", spammer(n), err)
		}
	}
	fmt.Fprintf(b.out, "rolled back  %d messages with a virus, which left no trace\n", bad)
	return nil
}

// timeline: each event once, and those of a subject in their order without a gap.
func (b *books) timeline(ctx context.Context) error {
	rows, err := b.shop.pool.Query(ctx, `select subject, seq, worker from timeline order by line`)
	if err != nil {
		return err
	}
	last, by := map[string]int64{}, map[string]int{}
	var subject, worker string
	var seq int64
	tag, err := pgx.ForEachRow(rows, []any{&subject, &seq, &worker}, func() error {
		if seq != last[subject]+1 {
			b.add("timeline: after event %d of %s comes %d", last[subject], subject, seq)
		}
		last[subject] = seq
		by[worker]++
		return nil
	})
	if err != nil {
		return err
	}
	for i := range b.events {
		e := &b.events[i]
		if of := e.Subject.String(); int64(e.Seq) > last[of] {
			b.add("timeline: event %d of %s is missing", e.Seq, of)
		}
	}
	if n := tag.RowsAffected(); n != int64(len(b.events)) {
		b.add("timeline: %d rows of %d events", n, len(b.events))
	}
	fmt.Fprintf(b.out, "timeline     %d rows of %d events, written by %s\n", tag.RowsAffected(), len(b.events), counts(by))
	return nil
}

// loads: who got how many, and that nobody has any left.
func (b *books) loads(ctx context.Context) error {
	got := map[botflow.AgentID]int{}
	for i := range b.events {
		if e := &b.events[i]; e.Type == botflow.Assigned {
			got[e.Agent]++
		}
	}
	for _, id := range team() {
		p, err := b.shop.account.System().Presence(ctx, id)
		if err != nil {
			return err
		}
		if p.Load != 0 {
			b.add("%s has closed every chat, and still a load of %d", id, p.Load)
		}
	}
	fmt.Fprintf(b.out, "assigned     %s\n", counts(got))
	return nil
}

// verify asks the library for its own opinion, and whether a consumer waits for an event that it couldn't handle.
func (b *books) verify(ctx context.Context) error {
	found, err := b.shop.account.Verify(ctx)
	if err != nil {
		return err
	}
	for _, line := range found {
		b.add("%s", line)
	}
	consumers, err := b.shop.account.Consumers(ctx)
	for _, c := range consumers {
		for _, h := range c.Held {
			b.add("consumer %s holds event %d of %s: %s", c.Name, h.Seq, h.Subject, h.Reason)
		}
	}
	return err
}

// counts prints what was counted, by name.
func counts[K cmp.Ordered](of map[K]int) string {
	var words []string
	for _, name := range slices.Sorted(maps.Keys(of)) {
		words = append(words, fmt.Sprintf("%v %d", name, of[name]))
	}
	return strings.Join(words, ", ")
}
