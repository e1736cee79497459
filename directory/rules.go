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

// InboxRules gives what a step must know of an inbox at an instant. Exists is true for what can be entered: shared inboxes,
// Closed, and the Personal inboxes of enabled agents. ID is the inbox asked for, also where it doesn't exist; the rest is then
// that of the inbox that stands for it ([Snapshot.Resolve]). Only shared inboxes have a policy; Closed and Personal have
// General's hours and no clock (A8). For the inbox that governs a chat see [Snapshot.HomeRules].
func (s *Snapshot) InboxRules(inbox botflow.InboxID, now botflow.Instant) botflow.InboxRules {
	rules := botflow.InboxRules{ID: inbox, Exists: s.ExistsAny(inbox)}
	governing := inbox
	if !rules.Exists {
		governing = s.Resolve(inbox)
	}
	s.applyPolicy(&rules, governing, now)
	return rules
}

// HomeRules gives the rules of the shared inbox that governs a chat whose home is the inbox named (S9): those of the inbox
// that stands for it, so that a chat whose inbox was deleted since returns to the destination (S8).
func (s *Snapshot) HomeRules(home botflow.InboxID, now botflow.Instant) botflow.InboxRules {
	return s.InboxRules(s.Resolve(home), now)
}

func (s *Snapshot) applyPolicy(rules *botflow.InboxRules, inbox botflow.InboxID, now botflow.Instant) {
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
		rules.Fallback = s.Resolve(policy.Fallback)
	}
	if policy.Enabled && policy.ReassignAfter > 0 {
		// Business time that is never used up has no end (A9).
		if by := reached(hours.Add(at, policy.ReassignAfter)); by != botflow.Forever {
			rules.AnswerBy = by
		}
	}
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
