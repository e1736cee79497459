package botflow

// Reason is a stable word for why something was or wasn't chosen, opened or closed.
type Reason string

// The reasons of an assignment (A12), per candidate or for the whole inbox.
const (
	ReasonNotMember   Reason = "not member"
	ReasonExcluded    Reason = "excluded"
	ReasonRole        Reason = "role" // supervisor or admin who doesn't attend (A8)
	ReasonAway        Reason = "away"
	ReasonOffline     Reason = "offline"
	ReasonFull        Reason = "full"
	ReasonReturned    Reason = "returned it"
	ReasonRampIn      Reason = "ramp-in"
	ReasonClosedHours Reason = "closed hours"
	ReasonDisabled    Reason = "disabled"
	ReasonOwner       Reason = "current owner"
	ReasonNotTurn     Reason = "not their turn"
	ReasonOff         Reason = "assignment off"
	ReasonAffinity    Reason = "affinity"
	ReasonNoAgents    Reason = "no agents"
	ReasonTurn        Reason = "turn" // chosen by the inbox's order
)

// The reasons of a closing and of a first responder.
const (
	ReasonByHand    Reason = "by hand"
	ReasonBot       Reason = "bot"
	ReasonAutomatic Reason = "automatic"
	ReasonContact   Reason = "contact"
)

// Candidate is one agent considered in a decision and why they were or weren't it.
type Candidate struct {
	Agent  AgentID `json:"agent"`
	Reason Reason  `json:"reason"`
}

// MaxCandidates is how many candidates a decision records (A12).
const MaxCandidates = 32

// Decision records one automatic choice of an agent, "nobody" included (A12).
type Decision struct {
	Inbox      InboxID     `json:"inbox"`
	Revision   uint64      `json:"revision"`         // of the directory whose policy decided
	Strategy   string      `json:"strategy"`         // the policy's order
	Chosen     AgentID     `json:"chosen,omitempty"` // "" : nobody
	Why        Reason      `json:"why"`              // turn, affinity; for nobody: what holds the inbox back
	Candidates []Candidate `json:"candidates,omitempty"`
	Total      int         `json:"total"` // members of the inbox, recorded or not
}

// ResponderKind tells who answers first (RULES section 2). The zero value is humans.
type ResponderKind uint8

// The first responders.
const (
	Humans    ResponderKind = iota // the chat enters the scope's inbox
	Assistant                      // an AI assistant answers
)

// String prints the kind.
func (k ResponderKind) String() string {
	if k == Assistant {
		return "assistant"
	}
	return "humans"
}

// MarshalText implements encoding.TextMarshaler.
func (k ResponderKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (k *ResponderKind) UnmarshalText(b []byte) error {
	switch string(b) {
	case "humans":
		*k = Humans
	case "assistant":
		*k = Assistant
	default:
		return Invalid("responder", "is not one of humans, assistant")
	}
	return nil
}

// Responder is the answer to "who answers first?" with how long it holds and why (F11).
type Responder struct {
	Kind  ResponderKind `json:"kind"`
	Bot   BotID         `json:"bot,omitempty"`   // the assistant
	Scope InboxID       `json:"scope,omitempty"` // the scope that was asked
	Why   Reason        `json:"why,omitempty"`
	Until Instant       `json:"until"` // the answer may change by time alone at this instant; 0: not by time
}
