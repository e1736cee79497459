package routing

import "github.com/repartogo/reparto/botflow"

// Why somebody answers first.
const (
	WhyAssistantFirst   botflow.Reason = "assistant first"            // the priority says so (F3)
	WhyHumansAvailable  botflow.Reason = "humans available"           // humans first, and somebody is there (F2)
	WhyNobodyAvailable  botflow.Reason = "nobody available"           // humans first and open, but nobody is there (F2)
	WhyOutOfHours       botflow.Reason = "out of hours"               // the business is closed
	WhyNoAssistant      botflow.Reason = "no assistant"               // open, and no active assistant serves the channel
	WhyAssistantResting botflow.Reason = "assistant out of its hours" // open, and the assistant's own hours have ended (F5)
)

// AssistantNow is what [First] must know of one assistant at the instant of the question. The zero value is none.
type AssistantNow struct {
	Bot     botflow.BotID   // "" : there is none
	Active  bool            // switched on, neither a draft nor inactive
	Serves  bool            // the channel of the question
	Open    bool            // within its own hours
	Changes botflow.Instant // when Open changes next; 0 or Forever: never
}

func (a AssistantNow) works() bool { return a.Bot != "" && a.Active && a.Serves }

// FirstInput is what the answer to "who answers first?" is made from.
type FirstInput struct {
	Scope           botflow.InboxID
	Own             AssistantNow    // the scope's own assistant
	General         AssistantNow    // General's
	Priority        Priority        // the scope's
	GeneralPriority Priority        // General's
	Open            bool            // the business, by the scope's schedule (F12)
	Changes         botflow.Instant // when Open changes next; 0 or Forever: never
	Humans          bool            // somebody is available: Online, a member, of a role that attends (F4)
}

// First decides who answers first in a scope (RULES section 2): humans or an assistant, which one, why, and until when the
// answer can't change by time alone (F11). It is only asked at entry, at hand-off and when an assistant's hours end: chats
// that are placed already don't move (F2, F8, F9).
func First(in FirstInput) botflow.Responder {
	who := in.assistant()
	r := in.answer(who)
	r.Scope, r.Until = in.Scope, in.until(who, r)
	return r
}

// assistant gives the one that counts: the scope's own if that works, else General's. An own one out of its hours isn't
// replaced by General's.
func (in *FirstInput) assistant() AssistantNow {
	switch {
	case in.Own.works():
		return in.Own
	case in.General.works():
		return in.General
	}
	return AssistantNow{}
}

// humansFirst resolves the priority: the scope's, else General's, else the assistant (F1).
func (in *FirstInput) humansFirst() bool {
	if in.Priority != PriorityUnset {
		return in.Priority == HumansFirst
	}
	return in.GeneralPriority == HumansFirst
}

// answer takes the five sentences of section 2 in order.
func (in *FirstInput) answer(who AssistantNow) botflow.Responder {
	usable := who.Bot != "" && who.Open
	assistant := botflow.Responder{Kind: botflow.Assistant, Bot: who.Bot}
	switch {
	case usable && !in.humansFirst():
		assistant.Why = WhyAssistantFirst
		return assistant
	case in.Open && who.Bot == "":
		return botflow.Responder{Why: WhyNoAssistant}
	case in.Open && !usable:
		return botflow.Responder{Why: WhyAssistantResting}
	case in.Open && in.Humans:
		return botflow.Responder{Why: WhyHumansAvailable}
	case usable && in.Open:
		assistant.Why = WhyNobodyAvailable
		return assistant
	case usable:
		assistant.Why = WhyOutOfHours
		return assistant
	}
	return botflow.Responder{Why: WhyOutOfHours}
}

// until gives the earliest instant at which time alone can make somebody else answer: when the assistant's hours change,
// when the business's do, or only when both have.
func (in *FirstInput) until(who AssistantNow, now botflow.Responder) botflow.Instant {
	flipped, business := who, *in
	flipped.Open, business.Open = !who.Open, !in.Open
	own, shop := who.Changes, in.Changes
	if own == 0 {
		own = botflow.Forever
	}
	if shop == 0 {
		shop = botflow.Forever
	}
	until := botflow.Forever
	consider := func(at botflow.Instant, then botflow.Responder) {
		if then.Kind != now.Kind || then.Bot != now.Bot {
			until = min(until, at)
		}
	}
	consider(own, in.answer(flipped))
	consider(shop, business.answer(who))
	consider(max(own, shop), business.answer(flipped))
	if until == botflow.Forever {
		return 0
	}
	return until
}
