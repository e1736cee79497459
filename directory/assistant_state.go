package directory

import "github.com/repartogo/reparto/botflow"

// String prints the state: draft, active, inactive.
func (s AssistantState) String() string {
	switch s {
	case Draft:
		return "draft"
	case Active:
		return "active"
	case Inactive:
		return "inactive"
	}
	return "assistant state?"
}

// MarshalText implements encoding.TextMarshaler.
func (s AssistantState) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (s *AssistantState) UnmarshalText(b []byte) error {
	for v := Draft; v <= Inactive; v++ {
		if v.String() == string(b) {
			*s = v
			return nil
		}
	}
	return botflow.Invalid("state", "is not one of draft, active, inactive")
}
