package store

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/repartogo/reparto/botflow"
)

// Bounds of what a consumer holds.
const (
	MaxHeld   = 256 // subjects: with as many held it is the consumer that is broken, and nothing new is handed to it
	MaxReason = 500 // bytes of a [Hold]'s Reason
)

// DefaultTries is how often an event is handed to a handler that fails before it is parked.
const DefaultTries = 20

// Consumer is how far one reader of an account's events has come. Everything up to Position was handled, but for what Held says.
//
// Its methods are the one logic of holding and parking: pure, and the same whether a handler runs outside any transaction or inside the
// one that writes the consumer. A round of consumption reads a page by [Store.Feed], then the consumer, lets it Deliver, and writes it
// back by [Store.Advance].
type Consumer struct {
	Name     string `json:"name"`
	Revision uint64 `json:"revision"` // the store's, another after every change; 0: there is no such consumer
	Position uint64 `json:"position"`
	// Busy says until when somebody hands out its events: a hint that spares the others handing out the same; 0: nobody does.
	Busy botflow.Instant `json:"busy"`
	Held []Hold          `json:"held"` // at most one of a subject, in the order of [Hold.Before]
}

// Hold is a subject whose events wait because the handler failed with one of them. Everything of the subject before Seq was handled
// or skipped; nothing from Seq on was.
type Hold struct {
	Subject botflow.Subject `json:"subject"`
	Seq     uint64          `json:"seq"`    // of the event to hand out next
	Tries   int             `json:"tries"`  // how often that one failed
	At      botflow.Instant `json:"at"`     // when to try again; 0: at once
	Parked  bool            `json:"parked"` // not tried again until somebody says so
	Reason  string          `json:"reason"` // what it failed with last
}

// Before is the order of a consumer's holds: kind of subject, then id as bytes.
func (h Hold) Before(g Hold) bool { return compareSubjects(h.Subject, g.Subject) < 0 }

func compareSubjects(a, b botflow.Subject) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), strings.Compare(a.ID, b.ID))
}

// ErrMoved says that a consumer was changed, or dropped, since it was read. Nothing has been written. Cure: read it again, and hand
// out again what wasn't written down.
var ErrMoved = errors.New("store: the consumer was moved meanwhile: read it again")

// Check refuses a consumer that contradicts itself, and malformed text in one; the error wraps [ErrChangeset], and for text it is also an
// *[botflow.Error] of code "invalid" that names the field.
func (c *Consumer) Check() error {
	if err := botflow.CheckID("consumer", c.Name); err != nil {
		return malformed(err)
	}
	if len(c.Held) > MaxHeld {
		return Refuse("consumer %q holds %d subjects, more than %d", c.Name, len(c.Held), MaxHeld)
	}
	for i, h := range c.Held {
		if err := cmp.Or(subjectIn("", h.Subject), botflow.CheckText("", h.Reason)); err != nil {
			field := nth("consumer.held", i)
			return malformed(cmp.Or(subjectIn(field+".subject", h.Subject), botflow.CheckText(field+".reason", h.Reason)))
		}
		if h.Seq == 0 {
			return Refuse("consumer %q holds %s from no event on", c.Name, h.Subject)
		}
		if i > 0 && !c.Held[i-1].Before(h) {
			return Refuse("consumer %q holds %s twice or out of order", c.Name, h.Subject)
		}
	}
	return nil
}

// find gives the place of a subject among what is held.
func (c *Consumer) find(of botflow.Subject) (int, bool) {
	return slices.BinarySearchFunc(c.Held, of, func(h Hold, s botflow.Subject) int { return compareSubjects(h.Subject, s) })
}

// Hold gives what is held of a subject, and whether anything is.
func (c *Consumer) Hold(of botflow.Subject) (Hold, bool) {
	i, held := c.find(of)
	if !held {
		return Hold{}, false
	}
	return c.Held[i], true
}

// Full tells whether nothing new is to be handed out until something held is released.
func (c *Consumer) Full() bool { return len(c.Held) >= MaxHeld }

// Wants tells whether an event of the feed is to be handed out now: it isn't behind the consumer, nor does its subject wait.
func (c *Consumer) Wants(r Record) bool {
	_, held := c.find(r.Event.Subject)
	return !held && r.Position > c.Position
}

// Passed says that an event of the feed, and all before it, was handed out or waits behind a hold of its subject.
func (c *Consumer) Passed(r Record) { c.Position = max(c.Position, r.Position) }

// Handled says that the handler was content with an event.
func (c *Consumer) Handled(r Record) {
	c.Passed(r)
	if i, held := c.find(r.Event.Subject); held {
		c.Held[i] = Hold{Subject: r.Event.Subject, Seq: r.Event.Seq + 1}
	}
}

// Failed says that the handler wasn't. Its subject waits until the event is tried again, later each time: after a second, then
// twice as long, up to an hour. The last of so many tries parks it, which Failed answers.
func (c *Consumer) Failed(r Record, cause error, now botflow.Instant, tries int) (parked bool) {
	c.Passed(r)
	h := Hold{Subject: r.Event.Subject, Seq: r.Event.Seq}
	i, held := c.find(h.Subject)
	if held {
		h.Tries = c.Held[i].Tries
	} else {
		c.Held = slices.Insert(c.Held, i, Hold{})
	}
	h.Reason = legible(cause.Error())
	h.At = now.Add(pause(h.Tries))
	h.Tries++
	h.Parked = h.Tries >= tries
	c.Held[i] = h
	return h.Parked
}

// pause is how long an event waits that failed so often before.
func pause(failed int) time.Duration {
	const most = 12 // doublings, beyond an hour
	return min(time.Second<<min(failed, most), time.Hour)
}

// legible gives a text that every store keeps.
func legible(s string) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "?")
	if len(s) <= MaxReason {
		return s
	}
	cut := MaxReason
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut]
}

// Retries gives what is held and to be tried now, what has waited longest first.
func (c *Consumer) Retries(now botflow.Instant) []Hold {
	due := slices.DeleteFunc(slices.Clone(c.Held), func(h Hold) bool { return h.Parked || h.At > now })
	slices.SortStableFunc(due, func(a, b Hold) int { return cmp.Compare(a.At, b.At) })
	return due
}

// Behind gives the first of a held subject's records, read by [Store.History] from the hold on, that the consumer has passed. The
// feed gives the others.
func (c *Consumer) Behind(history []Record) []Record {
	for i, r := range history {
		if r.Position == 0 || r.Position > c.Position {
			return history[:i]
		}
	}
	return history
}

// Release ends a hold, once nothing that the consumer has passed is left of the subject.
func (c *Consumer) Release(of botflow.Subject) {
	if i, held := c.find(of); held {
		c.Held = slices.Delete(c.Held, i, i+1)
	}
}

// Redeliver lets a held event be tried anew, at once, and answers whether it is held.
func (c *Consumer) Redeliver(of botflow.Subject, seq uint64) bool { return c.resume(of, seq, seq) }

// Skip gives a held event up and lets its subject go on behind it, and answers whether it is held.
func (c *Consumer) Skip(of botflow.Subject, seq uint64) bool { return c.resume(of, seq, seq+1) }

func (c *Consumer) resume(of botflow.Subject, held, from uint64) bool {
	i, ok := c.find(of)
	if !ok || c.Held[i].Seq != held {
		return false
	}
	c.Held[i] = Hold{Subject: of, Seq: from}
	return true
}

// Next gives when something held that isn't to be tried by now is tried again; 0: nothing is.
func (c *Consumer) Next(now botflow.Instant) (at botflow.Instant) {
	for _, h := range c.Held {
		if !h.Parked && h.At > now && (at == 0 || h.At < at) {
			at = h.At
		}
	}
	return at
}
