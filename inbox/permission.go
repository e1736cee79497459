package inbox

import (
	"fmt"
	"slices"

	"github.com/repartogo/reparto/botflow"
)

// Permissions is what an account keeps of its matrix: options and free edits on top of the default. The zero value is
// the default matrix.
type Permissions struct {
	Options []Option `json:"options,omitempty"` // applied in this order
	Edits   []Edit   `json:"edits,omitempty"`   // applied after them, in this order
}

// Matrix builds the account's matrix. Unknown options change nothing; [Permissions.Validate] refuses them.
func (p *Permissions) Matrix() Matrix {
	m := Default()
	for _, o := range p.Options {
		m.Apply(o.Edits()...)
	}
	m.Apply(p.Edits...)
	return m
}

// Validate refuses unknown and repeated options, and edits that [Edit.Validate] refuses, with code "invalid".
func (p *Permissions) Validate() error {
	for i, o := range p.Options {
		if !slices.Contains(Options(), o) {
			return botflow.Invalid(fmt.Sprintf("permissions.options[%d]", i), "is no option that is known")
		}
		if slices.Contains(p.Options[:i], o) {
			return botflow.Invalid(fmt.Sprintf("permissions.options[%d]", i), "names an option for the second time")
		}
	}
	for i, e := range p.Edits {
		if problem := e.problem(); problem != "" {
			return botflow.Invalid(fmt.Sprintf("permissions.edits[%d]", i), problem)
		}
	}
	return nil
}

// Edit grants and revokes rights in one cell of the matrix.
type Edit struct {
	Row    Row      `json:"row"`
	As     Relation `json:"as"`
	Grant  Rights   `json:"grant,omitempty"`
	Revoke Rights   `json:"revoke,omitempty"`
}

// Apply makes edits in order. Edits of cells that don't exist change nothing.
func (m *Matrix) Apply(list ...Edit) {
	for _, e := range list {
		if e.Row < rowCount && e.As < relationCount {
			m[e.Row][e.As] = (m[e.Row][e.As] | e.Grant) &^ e.Revoke
		}
	}
}

// Validate refuses, with code "invalid", an edit that changes nothing, one of a cell that nobody is ever in, and one that grants
// what the domain forbids whatever the matrix: sending by who doesn't own (L45), or rights that only a bot or the host's
// own code has a use for.
func (e Edit) Validate() error {
	if problem := e.problem(); problem != "" {
		return botflow.Invalid("edit", problem)
	}
	return nil
}

func (e Edit) problem() string {
	switch {
	case e.Row >= rowCount:
		return "has an unknown row"
	case e.As == Nobody || e.As >= relationCount:
		return "has an unknown column: name in \"as\" what the asker is to the chat"
	case e.As == System:
		return "changes what the host's own code may do, which is everything"
	case (e.Grant|e.Revoke)&^allRights != 0:
		return "has an unknown right"
	case e.Grant|e.Revoke == 0:
		return "neither grants nor revokes anything"
	case e.Grant&e.Revoke != 0:
		return "grants and revokes the same right: " + (e.Grant & e.Revoke).String()
	case !e.inhabited():
		return fmt.Sprintf("changes a cell that nobody is ever in: row %s, column %s", e.Row, e.As)
	}
	if excess := e.Grant &^ grantable(e.Row, e.As); excess != 0 {
		return fmt.Sprintf("grants what can't be granted in row %s, column %s: %s", e.Row, e.As, excess)
	}
	return ""
}

// inhabited tells whether anybody can be in the cell.
func (e Edit) inhabited() bool {
	switch {
	case e.As == BotInCharge:
		return e.Row == RowBot
	case e.As.owns():
		return e.Row == RowPersonal || e.Row == RowOwned || e.Row == RowPrivate || e.Row == RowGroup
	}
	return true
}

// grantable gives the rights that make sense in a cell.
func grantable(row Row, as Relation) Rights {
	const people = allRights &^ (Send | Template | HandOff | Relay)
	switch {
	case row == RowPrivate || row == RowGroup:
		return allRights &^ Relay // it gives back what the rows above give
	case row == RowNew:
		return Template
	case as == BotInCharge:
		return See | Send | HandOff | Close | Note | Tag | Attributes
	case row == RowOwned && as.owns():
		return people | Send | Template
	case row == RowExpired:
		return people | Template
	}
	return people
}
