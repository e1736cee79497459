package routing

import (
	"fmt"

	"github.com/repartogo/reparto/botflow"
)

// Eligible says which presence a policy asks for. The zero value is Online only.
type Eligible uint8

// Who is eligible by presence.
const (
	OnlineOnly Eligible = iota
	Everybody           // whatever the presence
)

// String prints "online" or "all".
func (e Eligible) String() string {
	switch e {
	case OnlineOnly:
		return "online"
	case Everybody:
		return "all"
	}
	return fmt.Sprintf("Eligible(%d)", uint8(e))
}

// MarshalText implements encoding.TextMarshaler.
func (e Eligible) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler. Empty text is the zero value.
func (e *Eligible) UnmarshalText(b []byte) error {
	switch string(b) {
	case "", "online":
		*e = OnlineOnly
	case "all":
		*e = Everybody
	default:
		return botflow.Invalid("eligible", "is not one of online, all")
	}
	return nil
}
