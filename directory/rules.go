package directory

import (
	"time"

	"github.com/repartogo/reparto/botflow"
)

// The defaults of a channel and of the account.
const (
	DefaultWindow        = 24 * time.Hour   // of a channel's session (L42)
	DefaultAutoClose     = 24 * time.Hour   // on a channel without a window (L42)
	DefaultInactiveAfter = 10 * time.Minute // until an agent is Offline (P2)
	TemplateWait         = 24 * time.Hour   // how long an opening template waits for the contact (L32)
)

// resolved gives a configured duration as a step wants it: the default where it is zero, 0 for [botflow.None].
func resolved(d, byDefault time.Duration) time.Duration {
	switch {
	case d < 0:
		return 0
	case d == 0:
		return byDefault
	}
	return d
}

// rules resolves a channel's durations; the inbox is left to the snapshot, which knows what exists.
func (c *Channel) rules(tolerance time.Duration) botflow.ChannelRules {
	window := resolved(c.Window, DefaultWindow)
	autoClose := time.Duration(0)
	if window == 0 {
		autoClose = DefaultAutoClose
	}
	return botflow.ChannelRules{
		Bot: c.Bot, Inbox: c.Inbox,
		Window: window, OnWindowEnd: c.OnWindowEnd,
		AutoClose: resolved(c.AutoClose, autoClose), AutoCloseFrom: c.AutoCloseFrom,
		TemplateWait: TemplateWait,
		BotIdleAfter: resolved(c.BotIdleAfter, 0), BotIdleAction: c.BotIdleAction,
		Tolerance: tolerance,
	}
}

// ChannelRules gives what a step must know of a channel, durations resolved (L42); false if the channel isn't known.
func (s *Snapshot) ChannelRules(ch botflow.ChannelID) (botflow.ChannelRules, bool) {
	rules, ok := s.channels[ch]
	return rules, ok
}

// InboxRules gives what a step must know of an inbox at an instant.
//
// ID is the inbox itself where it can be entered: shared inboxes, Closed, and the Personal inboxes of enabled agents. Otherwise
// Exists is false and the rest, ID included, is that of the shared inbox that stands for it ([Snapshot.Resolve]), so that a
// chat whose home was deleted is governed by the destination and returns there (S8). Only shared inboxes have a policy;
// Closed and Personal have General's hours and no clock (A8).
func (s *Snapshot) InboxRules(inbox botflow.InboxID, now botflow.Instant) botflow.InboxRules {
	rules := botflow.InboxRules{ID: inbox, Exists: s.ExistsAny(inbox)}
	if !rules.Exists {
		inbox = s.Resolve(inbox)
		rules.ID = inbox
	}
	hours, at := s.Schedule(inbox), now.Time()
	rules.Open = hours.IsOpen(at)
	if !rules.Open {
		rules.NextOpening = reached(hours.NextOpen(at))
	}
	policy := s.Policy(inbox)
	rules.ReturnMemory = policy.Memory()
	rules.EveryTurn = policy.EveryTurn
	rules.MaxRotations = policy.MaxRotations
	if policy.Fallback != "" {
		if into := s.Resolve(policy.Fallback); into != inbox { // nobody falls back to where they are (L57)
			rules.Fallback = into
		}
	}
	rules.AnswerBy = s.AnswerBy(inbox, now)
	return rules
}

// AnswerBy gives where an answer clock of the inbox ends that has run since an instant, by the hours and the policy in
// force: 0 if the policy has no clock, or its business time is never used up (A9).
func (s *Snapshot) AnswerBy(inbox botflow.InboxID, since botflow.Instant) botflow.Instant {
	policy := s.Policy(inbox)
	if !policy.Enabled || policy.ReassignAfter <= 0 {
		return 0
	}
	by := reached(s.Schedule(inbox).Add(since.Time(), policy.ReassignAfter))
	if by == botflow.Forever {
		return 0
	}
	return by
}

// reached gives a schedule's answer as an instant: Forever for never.
func reached(t time.Time, ok bool) botflow.Instant {
	if !ok || botflow.CheckTime("", t) != nil {
		return botflow.Forever
	}
	return botflow.InstantOf(t)
}

// InactiveAfter gives how long an agent may do nothing before they are Offline (P2); 0: for ever.
func (s *Snapshot) InactiveAfter() time.Duration {
	return resolved(s.options.InactiveAfter, DefaultInactiveAfter)
}

// Tolerance gives the closing tolerance (L27); 0: off.
func (s *Snapshot) Tolerance() time.Duration { return resolved(s.options.Tolerance, 0) }
