package inbox

import (
	"strings"

	"github.com/repartogo/reparto/botflow"
)

// View is one of the trays that agents look at: a way to cut lists, never a state (S7). The zero value shows all.
type View uint8

// The views.
const (
	ViewAll        View = iota // everything that the asker may see
	ViewUnassigned             // BANDEJA in any inbox but Closed
	ViewMine                   // AGENTE, owned by the asker
	ViewAgents                 // AGENTE, owned by anyone
	ViewBot                    // BOT
	ViewClosed                 // BANDEJA, Closed
	ViewExpired                // EXPIRADO
	viewCount
)

func viewNames() []string {
	return []string{"All", "Unassigned", "Mine", "Agents", "Bot", "Closed", "Expired"}
}

// Views lists the views in order.
func Views() []View {
	all := make([]View, viewCount)
	for i := range all {
		all[i] = View(i)
	}
	return all
}

// String prints the view's name.
func (v View) String() string { return nameAt(viewNames(), int(v), "view?") }

// MarshalText implements encoding.TextMarshaler.
func (v View) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (v *View) UnmarshalText(b []byte) error {
	i := indexOf(viewNames(), string(b))
	if i < 0 {
		return botflow.Invalid("view", "is none of "+strings.Join(viewNames(), ", "))
	}
	*v = View(i)
	return nil
}

// shows tells whether the view shows anything of an area.
func (v View) shows(area Area) bool {
	switch v {
	case ViewAll:
		return true
	case ViewUnassigned:
		return area == AreaShared || area == AreaPersonal
	case ViewMine, ViewAgents:
		return area == AreaOwned
	case ViewBot:
		return area == AreaBot
	case ViewClosed:
		return area == AreaClosed
	case ViewExpired:
		return area == AreaExpired
	}
	return false
}

// Visible gives the list of a view: exactly the conversations in it that the asker may see and that pass the filter (I5).
// Counters ask for the same.
func Visible(m *Matrix, a *Asker, v View, f Filter, o Order) Query {
	q := Query{Filter: f, Order: o}
	for _, b := range Branches(m, a) {
		if !v.shows(b.Area) {
			continue
		}
		if v == ViewMine && !b.narrow(a) {
			continue
		}
		q.Branches = append(q.Branches, b)
	}
	return q
}

// narrow keeps of a branch what the asker holds; false if nothing is left.
func (b *Branch) narrow(a *Asker) bool {
	if a.Agent == "" || b.NotOwner {
		return false
	}
	b.Owner = a.Agent
	return true
}

// UnreadMine gives the unread chats that the asker owns (Q4).
func UnreadMine(m *Matrix, a *Asker) Query {
	return Visible(m, a, ViewMine, Filter{Unread: Yes}, ByWaiting)
}
