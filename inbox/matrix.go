package inbox

import "github.com/repartogo/reparto/botflow"

// Matrix says who may do what: the rights by row and by column (RULES 7). It is plain data that can be compared, copied and
// changed: m[RowOwned][AgentMember] |= See. The zero value lets nobody do anything; start from [Default].
type Matrix [rowCount][relationCount]Rights

// Can tells whether the asker has all the rights asked for on the conversation. It allocates nothing. It says what the matrix
// allows, not whether the conversation's state knows the act: for that see [botflow.Permitted].
func Can(m *Matrix, a *Asker, c *botflow.Conversation, right Rights) bool {
	return m.at(a.footing(a.spot(c))).Has(right)
}

// RightsOn gives all that the asker may do to the conversation.
func RightsOn(m *Matrix, a *Asker, c *botflow.Conversation) Rights {
	return m.at(a.footing(a.spot(c)))
}

// at is the one place where the matrix is read: a cell, less what the two last rows take away. What may not be seen may
// not be acted on; a chat that has not begun can't be seen, but opened.
func (m *Matrix) at(f footing) Rights {
	if f.as == Nobody {
		return 0
	}
	rights := m[f.row][f.as]
	if f.guarded {
		rights &= m[RowPrivate][f.last]
	}
	if f.grouped {
		rights &= m[RowGroup][f.as]
	}
	if rights&See == 0 && f.row != RowNew {
		return 0
	}
	return rights
}

// What an agent, a supervisor and an admin may do to whatever they see.
const (
	agentReads      = See | Note | Attributes | Affinity
	supervisorReads = agentReads | Tag | Private | Priority
	adminReads      = supervisorReads | AnyAffinity | Erase
	ownerActs       = Send | Template | Move | Close | Tag | Private | Mark
)

// Default is the matrix of RULES 7 with every option off.
func Default() Matrix {
	var m Matrix
	m.agents()
	m.managers(SupervisorOutside, supervisorReads)
	m.managers(AdminOutside, adminReads)
	m[RowBot][BotInCharge] = See | Send | HandOff | Close | Tag | Attributes
	for row := range m {
		m[row][System] = allRights
	}
	m[RowNew][System] &^= See
	m.remain()
	return m
}

// agents fills the columns of role agent.
func (m *Matrix) agents() {
	for as := AgentOutside; as <= AgentMember; as++ {
		m[RowNew][as] = Template
		m[RowBot][as] = agentReads
		m[RowGeneral][as] = agentReads | Take | Mark
		m[RowExpired][as] = agentReads | Template
		m[RowClosed][as] = agentReads | Take | Mark | Close
	}
	m[RowInbox][AgentMember] = agentReads | Take | Mark
	m[RowPersonal][AgentOwner] = agentReads | Take | Mark | Move
	m[RowOwned][AgentOwner] = agentReads | ownerActs
}

// managers fills the three columns of role supervisor or admin, from the one of somebody outside on. Closing what is closed
// already is no matter of permission: the state refuses it.
func (m *Matrix) managers(first Relation, reads Rights) {
	for as := first; as <= first+Relation(member); as++ {
		m[RowNew][as] = Template
		m[RowBot][as] = reads
		m[RowGeneral][as] = reads | Take | Mark | Move | Close
		m[RowInbox][as] = reads | Move | Close
		m[RowPersonal][as] = reads | Move
		m[RowOwned][as] = reads | Move | Close
		m[RowExpired][as] = reads | Template | Close
		m[RowClosed][as] = reads | Take | Mark | Move | Close
	}
	m[RowInbox][first+Relation(member)] |= Take | Mark
	m[RowPersonal][first+Relation(owner)] = reads | Take | Mark | Move
	m[RowOwned][first+Relation(owner)] = reads | ownerActs
}

// remain fills the rows that only take away: Private leaves agents nothing unless they are the (last) owner; Group takes
// nothing away before option RestrictByGroup.
func (m *Matrix) remain() {
	for as := AgentOutside; as < relationCount; as++ {
		m[RowPrivate][as], m[RowGroup][as] = allRights, allRights
	}
	m[RowPrivate][AgentOutside], m[RowPrivate][AgentMember] = 0, 0
}
