package botflow

import (
	"fmt"
	"time"
)

// Status is an agent's presence (P1). The zero value is Offline: new agents are.
type Status uint8

// The statuses.
const (
	Offline Status = iota // desconectado
	Away                  // ausente
	Online                // en línea
)

// String prints the status in English.
func (s Status) String() string {
	switch s {
	case Offline:
		return "Offline"
	case Away:
		return "Away"
	case Online:
		return "Online"
	}
	return fmt.Sprintf("Status(%d)", uint8(s))
}

// MarshalText implements encoding.TextMarshaler.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (s *Status) UnmarshalText(b []byte) error {
	for v := Offline; v <= Online; v++ {
		if v.String() == string(b) {
			*s = v
			return nil
		}
	}
	return Invalid("status", "is not one of Offline, Away, Online")
}

// Cause tells why a presence changed (P4).
type Cause string

// The causes.
const (
	CauseChosen     Cause = "chosen"     // the agent, a supervisor or an admin chose it
	CauseSignOut    Cause = "sign-out"   // the agent signed out
	CauseInactivity Cause = "inactivity" // nothing done for InactiveAfter
	CauseActivity   Cause = "activity"   // came back after inactivity
	CauseRemoved    Cause = "removed"    // the agent was removed or disabled
)

// Presence is the hot state of one agent: presence, load and what assignment must know. The zero value but for Agent
// is that of an agent who never signed in.
type Presence struct {
	Agent    AgentID `json:"agent"`
	Status   Status  `json:"status"`
	Chosen   Status  `json:"chosen"` // Online or Away as the agent last chose; Offline: must choose anew
	Cause    Cause   `json:"cause,omitempty"`
	Since    Instant `json:"since,omitzero"`    // of the status
	Activity Instant `json:"activity,omitzero"` // the last thing the agent did
	Load     int     `json:"load"`              // conversations owned (I8)
	IdleFrom Instant `json:"idleFrom,omitzero"` // since when the load last changed, or the agent came online (A7, longest idle)
	Ramped   int     `json:"ramped"`            // automatic assignments since coming online (P5)
	Seq      uint64  `json:"seq"`               // number of the agent's last event
	Wake     Instant `json:"wake,omitzero"`     // hint, never later than when inactivity is due; 0: never
}

// InactiveAt gives when the agent becomes inactive (P2): after without activity. 0 when offline already or after is 0.
func (p *Presence) InactiveAt(after time.Duration) Instant {
	if p.Status == Offline || after <= 0 {
		return 0
	}
	return p.Activity.Add(after)
}
