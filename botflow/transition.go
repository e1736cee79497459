package botflow

import "slices"

// Transition is one row of the table of legal changes. [Step] walks the same rows.
type Transition struct {
	Rule    string      // "L10"
	From    []Spot      // the places it starts from
	Command CommandName // what is asked
	When    string      // the guard, in words; "" : always
	To      string      // the place after, in words; "" : unchanged
	Events  []EventType // what it may emit, in order
}

// row is a Transition that can be taken.
type row struct {
	Transition
	when func(*step) bool // nil: always
	do   func(*step) error
}

// Transitions lists every legal change, in the order in which Step tries them.
func Transitions() []Transition {
	all := make([]Transition, len(rows))
	for i, r := range rows {
		r.From, r.Events = slices.Clone(r.From), slices.Clone(r.Events)
		all[i] = r.Transition
	}
	return all
}

// Permitted lists the commands that the conversation's place knows, in the order of [Commands]: what a host may offer
// before it asks who the asker is. Guards aren't looked at.
func Permitted(c *Conversation) []CommandName {
	var names []CommandName
	spot := c.Place.Spot()
	for i, cmd := range Commands() {
		if !Internal(cmd) && len(table[spot][i]) > 0 {
			names = append(names, cmd.Name())
		}
	}
	return names
}

// table finds the rows of a place and a command without a search.
//
//nolint:gochecknoglobals // read-only, and built once
var table = buildTable()

func buildTable() (t [spots][]([]*row)) {
	commands := Commands()
	for s := range t {
		t[s] = make([][]*row, len(commands))
		for i, c := range commands {
			for r := range rows {
				if rows[r].Command == c.Name() && slices.Contains(rows[r].From, Spot(s)) {
					t[s][i] = append(t[s][i], &rows[r])
				}
			}
		}
	}
	return t
}

// index gives the place in Commands of a command's type; -1 for an agent's.
func index(c Command) int {
	switch c.(type) {
	case Receive:
		return 0
	case HandOff:
		return 1
	case Reply:
		return 2
	case Take:
		return 3
	case Assign:
		return 4
	case Move:
		return 5
	case Return:
		return 6
	case Transfer:
		return 7
	case Close:
		return 8
	case SendTemplate:
		return 9
	case SendCampaign:
		return 10
	case ReportFailure:
		return 11
	case Leave:
		return 12
	case AddNote:
		return 13
	case AddTag:
		return 14
	case RemoveTag:
		return 15
	case MarkRead:
		return 16
	case MarkUnread:
		return 17
	case SetPrivate:
		return 18
	case SetPriority:
		return 19
	case SetAttributes:
		return 20
	case SetAffinity:
		return 21
	case Forget:
		return 22
	}
	return internalIndex(c)
}

// internalIndex is index for the commands that only the engine gives.
func internalIndex(c Command) int {
	switch c.(type) {
	case AutoAssign:
		return 23
	case NoteNobody:
		return 24
	case Elapse:
		return 25
	case Release:
		return 26
	case Drain:
		return 27
	}
	return -1
}
