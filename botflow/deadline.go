package botflow

import "fmt"

// DeadlineKind names what a deadline of a conversation is for. At one instant the lower kind is applied first (L48).
type DeadlineKind uint8

// The deadlines of a conversation.
const (
	DeadlineWindow    DeadlineKind = iota // the session window ends (L15, L24)
	DeadlineAutoClose                     // nobody wrote for AutoClose (L42)
	DeadlineTemplate                      // the contact didn't answer the template (L32)
	DeadlineAnswer                        // the answer clock runs out (L21, L22, L57)
	DeadlineBotIdle                       // the contact doesn't answer the bot (L37)
	deadlineKinds
)

// DeadlineKinds lists every kind in order.
func DeadlineKinds() []DeadlineKind {
	return []DeadlineKind{DeadlineWindow, DeadlineAutoClose, DeadlineTemplate, DeadlineAnswer, DeadlineBotIdle}
}

// String prints the kind's name.
func (k DeadlineKind) String() string {
	names := [deadlineKinds]string{"window", "auto-close", "template", "answer", "bot-idle"}
	if k < deadlineKinds {
		return names[k]
	}
	return fmt.Sprintf("DeadlineKind(%d)", uint8(k))
}

// MarshalText implements encoding.TextMarshaler.
func (k DeadlineKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (k *DeadlineKind) UnmarshalText(b []byte) error {
	for _, v := range DeadlineKinds() {
		if v.String() == string(b) {
			*k = v
			return nil
		}
	}
	return Invalid("deadline", "is not one of window, auto-close, template, answer, bot-idle")
}

// Rank orders what falls due at one instant: presence, then endings, then the rest, then assignment (L48).
type Rank uint8

// The ranks, in order.
const (
	RankPresence   Rank = iota // an agent becomes inactive
	RankEnding                 // a window, an auto-close, a template's wait
	RankRest                   // an answer clock, an idle bot
	RankAssignment             // an inbox is looked at again: opening, end of an affinity wait or of a returner's memory
)

// Rank gives the kind's rank.
func (k DeadlineKind) Rank() Rank {
	if k <= DeadlineTemplate {
		return RankEnding
	}
	return RankRest
}

// Wake is an instant with the rank of what happens then. The zero value is "nothing ahead".
type Wake struct {
	At   Instant `json:"at,omitzero"`
	Rank Rank    `json:"rank"`
}

// IsZero tells whether nothing lies ahead.
func (w Wake) IsZero() bool { return w.At == 0 }

// Before orders wakes by instant, then rank; a zero Wake comes after all others.
func (w Wake) Before(v Wake) bool {
	if w.At == 0 || v.At == 0 {
		return w.At != 0
	}
	if w.At != v.At {
		return w.At < v.At
	}
	return w.Rank < v.Rank
}

// Next gives the conversation's earliest deadline: its kind and wake. ok is false if it has none.
func (c *Conversation) Next() (kind DeadlineKind, w Wake, ok bool) {
	for k, at := range c.Deadlines {
		v := Wake{At: at, Rank: DeadlineKind(k).Rank()}
		if at != 0 && (!ok || v.Before(w)) {
			kind, w, ok = DeadlineKind(k), v, true
		}
	}
	return kind, w, ok
}

// Due gives the earliest deadline that has come by now; ok is false when there is none.
func (c *Conversation) Due(now Instant) (kind DeadlineKind, at Instant, ok bool) {
	k, w, ok := c.Next()
	if !ok || w.At > now {
		return 0, 0, false
	}
	return k, w.At, true
}

// Rearmed gives the conversation with its wake set to its earliest deadline.
func (c Conversation) Rearmed() Conversation {
	_, c.Wake, _ = c.Next()
	return c
}
