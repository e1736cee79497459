package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
)

// story tells one contact's whole chat: every event with its rule, and of every decision what was said of each candidate.
type story struct {
	out  *strings.Builder
	book *book
	zone *time.Location
}

// tell writes the story of a contact's chat on a channel.
func (s *story) tell(ctx context.Context, shop *reparto.Account, channel botflow.ChannelID, contact botflow.ContactID) error {
	desk, chat := shop.System(), reparto.Chat(channel, contact)
	c, err := desk.Get(ctx, chat)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "%s (+%s), conversation %s\n", s.book.name(contact), contact, c.ID)
	fmt.Fprintf(s.out, "%s, now in %s since %s\n", plural(int(c.Episode), "episode"), c.Place, s.time(c.Place.Since))
	if known, err := desk.Contact(ctx, chat); err == nil && known.Affinity != "" {
		fmt.Fprintf(s.out, "affinity with %s\n", known.Affinity)
	}
	const page = 100
	for after := uint64(0); ; {
		events, err := desk.History(ctx, chat, after, page)
		if err != nil {
			return err
		}
		for i := range events {
			s.event(&events[i])
			after = events[i].Seq
		}
		if len(events) < page {
			return nil
		}
	}
}

// event writes one event, what was written with it, and how it was decided.
func (s *story) event(e *botflow.Event) {
	if e.Type == botflow.Started || e.Type == botflow.Restored {
		fmt.Fprintf(s.out, "\nEpisode %d\n", e.Episode)
	}
	place := e.To.String()
	if !e.From.Same(e.To) {
		place = e.From.String() + " → " + place
	}
	line := fmt.Sprintf("%s  %-5s %-16s %-46s by %s", s.time(e.At), e.Rule, e.Type, place, e.By)
	fmt.Fprintln(s.out, strings.TrimRight(line, " "))
	s.detail(e)
	if e.Decision != nil {
		s.decision(e.Decision)
	}
}

// detail writes what the event carries beside its place.
func (s *story) detail(e *botflow.Event) {
	switch text := s.book.text(e); e.Type {
	case botflow.Received:
		if late := e.At.Sub(e.SentAt); late > time.Minute {
			s.line("sent %s, came %s late", s.time(e.SentAt), late)
		}
		if text != "" {
			s.line("«%s»", text)
		}
	case botflow.BotReplied, botflow.Answered:
		s.line("«%s»", text)
	case botflow.HandedOff, botflow.Started:
		if r := e.Responder; r != nil {
			s.line("who answers first in %s: %s, because: %s", r.Scope, r.Kind, r.Why)
		}
	case botflow.OutOfHours:
		s.line("%s opens %s", e.Inbox, s.time(e.Until))
	case botflow.Tagged:
		s.line("%s", e.Tag)
	case botflow.AffinityChanged:
		s.line("%s", e.Agent)
	case botflow.Noted, botflow.Returned, botflow.Transferred, botflow.TemplateSent, botflow.Restored, botflow.SendFailed:
		if e.Text != "" {
			s.line("«%s»", e.Text)
		}
	default: // its place says it all
	}
}

// decision writes who was chosen and what was said of each candidate.
func (s *story) decision(d *botflow.Decision) {
	chosen := string(d.Chosen)
	if chosen == "" {
		chosen = "nobody"
	}
	s.line("decided by %s, %s: %s", d.Inbox, d.Strategy, strings.TrimSuffix(chosen+", "+string(d.Why), ", "))
	for _, c := range d.Candidates {
		s.line("  %-8s %s", c.Agent, c.Reason)
	}
}

func (s *story) line(format string, args ...any) {
	fmt.Fprintf(s.out, "%20s"+format+"\n", append([]any{""}, args...)...)
}

func (s *story) time(i botflow.Instant) string { return i.Time().In(s.zone).Format("Mon 15:04:05") }

func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
