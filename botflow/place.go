package botflow

import "fmt"

// State is where a conversation stands (S1). The zero value, StateNone, is a conversation that has not begun.
type State uint8

// The states of a conversation.
const (
	StateNone    State = iota // not begun: no contact message, no template yet
	StateBot                  // BOT: a flow bot or an AI assistant is talking to the contact
	StateInbox                // BANDEJA: it waits in an inbox, the Closed one included
	StateAgent                // AGENTE: an agent owns it
	StateExpired              // EXPIRADO: the session window has ended
)

// String prints the domain's own word: BOT, BANDEJA, AGENTE, EXPIRADO; NONE before the first message.
func (s State) String() string {
	switch s {
	case StateNone:
		return "NONE"
	case StateBot:
		return "BOT"
	case StateInbox:
		return "BANDEJA"
	case StateAgent:
		return "AGENTE"
	case StateExpired:
		return "EXPIRADO"
	}
	return fmt.Sprintf("State(%d)", uint8(s))
}

// MarshalText implements encoding.TextMarshaler with the domain's words.
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (s *State) UnmarshalText(b []byte) error {
	for v := StateNone; v <= StateExpired; v++ {
		if v.String() == string(b) {
			*s = v
			return nil
		}
	}
	return Invalid("state", "is not one of NONE, BOT, BANDEJA, AGENTE, EXPIRADO")
}

// Place is one position of a conversation: its state with what belongs to it. Only the fields of its state are set.
type Place struct {
	State     State   `json:"state"`
	Inbox     InboxID `json:"inbox,omitempty"`     // in BANDEJA
	Owner     AgentID `json:"owner,omitempty"`     // in AGENTE
	Bot       BotID   `json:"bot,omitempty"`       // in BOT
	Assistant bool    `json:"assistant,omitempty"` // in BOT: an AI assistant, not a flow bot
	Since     Instant `json:"since,omitzero"`      // when it came there
}

// Same tells whether two places are the same position, whatever the time.
func (p Place) Same(q Place) bool {
	p.Since, q.Since = 0, 0
	return p == q
}

// String prints the place as scenarios do: BOT(flow), BANDEJA(Ventas), AGENTE(Ana), EXPIRADO.
func (p Place) String() string {
	switch p.State {
	case StateBot:
		return "BOT(" + string(p.Bot) + ")"
	case StateInbox:
		return "BANDEJA(" + string(p.Inbox) + ")"
	case StateAgent:
		return "AGENTE(" + string(p.Owner) + ")"
	case StateNone, StateExpired:
	}
	return p.State.String()
}

// Spot is the kind of place that the transition table speaks of: BOT apart by who talks, BANDEJA apart by Closed.
type Spot uint8

// The spots. SpotNone is the zero value.
const (
	SpotNone      Spot = iota // not begun
	SpotFlow                  // BOT, a flow bot
	SpotAssistant             // BOT, an AI assistant
	SpotWaiting               // BANDEJA in any inbox but Closed
	SpotClosed                // BANDEJA, inbox Closed
	SpotOwned                 // AGENTE
	SpotExpired               // EXPIRADO
	spots                     // how many there are
)

// Spots lists every spot in order.
func Spots() []Spot {
	all := make([]Spot, spots)
	for i := range all {
		all[i] = Spot(i)
	}
	return all
}

// String prints the spot as the transition table does.
func (s Spot) String() string {
	names := [spots]string{"none", "BOT(flow)", "BOT(assistant)", "BANDEJA", "Closed", "AGENTE", "EXPIRADO"}
	if s < spots {
		return names[s]
	}
	return fmt.Sprintf("Spot(%d)", uint8(s))
}

// Spot gives the kind of place.
func (p Place) Spot() Spot {
	switch p.State {
	case StateNone:
		return SpotNone
	case StateBot:
		if p.Assistant {
			return SpotAssistant
		}
		return SpotFlow
	case StateInbox:
		if p.Inbox == Closed {
			return SpotClosed
		}
		return SpotWaiting
	case StateAgent:
		return SpotOwned
	case StateExpired:
		return SpotExpired
	}
	return SpotNone
}
