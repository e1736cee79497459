package inbox

import (
	"strings"

	"github.com/repartogo/reparto/botflow"
)

// Relation is a column of the matrix: what the asker is to the conversation. An owner is the owner in AGENTE and the agent of
// the Personal inbox that it is in; in the row Private the last owner in Closed and EXPIRADO too. Else a member is one
// of the inbox where it waits, elsewhere of the one that it was taken from, General if none (S9). Everybody else is outside.
type Relation uint8

// The relations. The zero value is somebody who is nothing to it, such as another bot, and has no rights.
const (
	Nobody       Relation = iota
	AgentOutside          // role agent
	AgentMember
	AgentOwner
	SupervisorOutside // role supervisor
	SupervisorMember
	SupervisorOwner
	AdminOutside // role admin
	AdminMember
	AdminOwner
	BotInCharge // the bot that is talking to the contact
	System      // the host's own code; its column can't be edited
	relationCount
)

func relationNames() []string {
	return []string{
		"Nobody", "AgentOutside", "AgentMember", "AgentOwner", "SupervisorOutside", "SupervisorMember", "SupervisorOwner",
		"AdminOutside", "AdminMember", "AdminOwner", "BotInCharge", "System",
	}
}

// Relations lists the relations in order.
func Relations() []Relation {
	all := make([]Relation, relationCount)
	for i := range all {
		all[i] = Relation(i)
	}
	return all
}

// String prints the relation's name.
func (r Relation) String() string { return nameAt(relationNames(), int(r), "relation?") }

// MarshalText implements encoding.TextMarshaler.
func (r Relation) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (r *Relation) UnmarshalText(b []byte) error {
	i := indexOf(relationNames(), string(b))
	if i < 0 {
		return botflow.Invalid("as", "is none of "+strings.Join(relationNames(), ", "))
	}
	*r = Relation(i)
	return nil
}

// owns tells whether the column is that of an owner.
func (r Relation) owns() bool { return r == AgentOwner || r == SupervisorOwner || r == AdminOwner }
