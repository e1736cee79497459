package inbox

import (
	"slices"
	"strings"

	"github.com/repartogo/reparto/botflow"
)

// Row is a row of the matrix: the kind of place that a conversation is in, or one that only takes away. The zero value
// is a conversation that has not begun.
type Row uint8

// The rows. The last two only take away: what stands there is what remains.
const (
	RowNew      Row = iota // not begun: nobody sees it, but it may be opened by template (L33)
	RowBot                 // BOT
	RowGeneral             // BANDEJA, General
	RowInbox               // BANDEJA, an inbox that a supervisor made
	RowPersonal            // BANDEJA, a Personal inbox
	RowOwned               // AGENTE
	RowExpired             // EXPIRADO
	RowClosed              // BANDEJA, Closed
	RowPrivate             // private, in AGENTE, Closed or EXPIRADO (V4)
	RowGroup               // with a group: anywhere but in BOT and General (option RestrictByGroup)
	rowCount
)

func rowNames() []string {
	return []string{"New", "Bot", "General", "Inbox", "Personal", "Owned", "Expired", "Closed", "Private", "Group"}
}

// Rows lists the rows in order.
func Rows() []Row {
	all := make([]Row, rowCount)
	for i := range all {
		all[i] = Row(i)
	}
	return all
}

// String prints the row's name.
func (r Row) String() string { return nameAt(rowNames(), int(r), "row?") }

// MarshalText implements encoding.TextMarshaler.
func (r Row) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (r *Row) UnmarshalText(b []byte) error {
	i := indexOf(rowNames(), string(b))
	if i < 0 {
		return botflow.Invalid("row", "is none of "+strings.Join(rowNames(), ", "))
	}
	*r = Row(i)
	return nil
}

// rowOf gives the row of a place: that of its area, with General apart.
func rowOf(area Area, general bool) Row {
	switch area {
	case AreaNone:
		return RowNew
	case AreaBot:
		return RowBot
	case AreaShared:
		if general {
			return RowGeneral
		}
		return RowInbox
	case AreaPersonal:
		return RowPersonal
	case AreaOwned:
		return RowOwned
	case AreaExpired:
		return RowExpired
	case AreaClosed:
		return RowClosed
	}
	return RowNew
}

func nameAt(names []string, i int, unknown string) string {
	if i < len(names) {
		return names[i]
	}
	return unknown
}

func indexOf(names []string, name string) int { return slices.Index(names, name) }
