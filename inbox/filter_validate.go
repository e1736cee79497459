package inbox

import (
	"fmt"
	"time"

	"github.com/repartogo/reparto/botflow"
)

// WindowSoon is how far [Filter.WindowEndsWithin] looks ahead when told nothing else (Q1).
const WindowSoon = time.Hour

// AwaitingLonger narrows to contacts that have waited for an answer at now for d or longer.
func (f Filter) AwaitingLonger(now botflow.Instant, d time.Duration) Filter {
	f.AwaitingSince = now.Add(-d)
	return f
}

// WindowEndsWithin narrows to chats whose window is open at now and ends within d; 0: [WindowSoon].
func (f Filter) WindowEndsWithin(now botflow.Instant, d time.Duration) Filter {
	if d == 0 {
		d = WindowSoon
	}
	f.WindowAfter, f.WindowEndsBy = now, now.Add(d)
	return f
}

// Validate refuses malformed ids, unknown values and bounds that exclude each other, with code "invalid" and the field's
// name. Unknown ids are fine: they find nothing, as what may not be seen does.
func (f *Filter) Validate() error {
	if err := checkInboxes("filter.inbox", f.Inbox); err != nil {
		return err
	}
	if err := checkInboxes("filter.aliases", f.Aliases...); err != nil {
		return err
	}
	for _, named := range []struct{ field, id string }{
		{"filter.owner", string(f.Owner)},
		{"filter.tag", string(f.Tag)},
		{"filter.channel", string(f.Channel)},
		{"filter.contact", string(f.Contact)},
	} {
		if named.id == "" {
			continue
		}
		if err := botflow.CheckID(named.field, named.id); err != nil {
			return err
		}
	}
	for i, s := range f.States {
		if s > botflow.StateExpired {
			return botflow.Invalid(fmt.Sprintf("filter.states[%d]", i), "is no state")
		}
	}
	for _, t := range []struct {
		field string
		value Tristate
	}{{"filter.outgoing", f.Outgoing}, {"filter.private", f.Private}, {"filter.unread", f.Unread}, {"filter.awaiting", f.Awaiting}} {
		if t.value >= tristates {
			return botflow.Invalid(t.field, "must be Any, Yes or No")
		}
	}
	return f.validateTimes()
}

func (f *Filter) validateTimes() error {
	switch {
	case f.Inbox == "" && len(f.Aliases) > 0:
		return botflow.Invalid("filter.aliases", "stand for no inbox: name it")
	case f.WindowAfter != 0 && f.WindowEndsBy == 0:
		return botflow.Invalid("filter.windowEndsBy", "is missing: say until when the window may end")
	case f.WindowEndsBy != 0 && f.WindowEndsBy < f.WindowAfter:
		return botflow.Invalid("filter.windowEndsBy", "is before windowAfter")
	case f.CreatedTo != 0 && f.CreatedTo < f.CreatedFrom:
		return botflow.Invalid("filter.createdTo", "is before createdFrom")
	}
	return nil
}

// checkInboxes refuses malformed ids; an empty one stands for none.
func checkInboxes(field string, ids ...botflow.InboxID) error {
	for _, id := range ids {
		if id == "" {
			continue
		}
		if err := botflow.CheckInbox(field, id); err != nil {
			return err
		}
	}
	return nil
}

// Validate refuses a branch of an unknown area and malformed ids in one, with code "invalid".
func (b *Branch) Validate() error {
	switch {
	case b.Area >= areas:
		return botflow.Invalid("branch.area", "is no area")
	case b.Private >= tristates:
		return botflow.Invalid("branch.private", "must be Any, Yes or No")
	}
	if b.Owner != "" {
		if err := botflow.CheckID("branch.owner", b.Owner); err != nil {
			return err
		}
	}
	if b.Bot != "" {
		if err := botflow.CheckID("branch.bot", b.Bot); err != nil {
			return err
		}
	}
	return checkInboxes("branch.inboxes", b.Inboxes...)
}

// Validate refuses a malformed filter, branch or cursor, an unknown order and a limit outside 0 to [MaxLimit], with code "invalid".
func (q *Query) Validate() error {
	switch {
	case q.Order >= orders:
		return botflow.Invalid("order", "must be ByWaiting or ByRecency")
	case q.Limit < 0 || q.Limit > MaxLimit:
		return botflow.Invalid("limit", fmt.Sprintf("must be from 1 to %d, or 0 for %d", MaxLimit, DefaultLimit))
	}
	for i := range q.Branches {
		if err := q.Branches[i].Validate(); err != nil {
			return err
		}
	}
	if q.After.ID != "" {
		if err := botflow.CheckID("after", q.After.ID); err != nil {
			return err
		}
	}
	return q.Filter.Validate()
}
