package inbox

// Option names one edit of the default matrix (RULES 7). An option is nothing but a list of [Edit]: no other code reads it.
type Option string

// The options that the rules name.
const (
	Intervene                     Option = "Intervene"                     // supervisors and admins take, move and close in BOT (L52)
	TakeOver                      Option = "TakeOver"                      // supervisors and admins take a chat that somebody owns (L53)
	SupervisorsSeeMembersOnly     Option = "SupervisorsSeeMembersOnly"     // a supervisor or admin sees only the shared inboxes they are members of
	SupervisorsTakeAny            Option = "SupervisorsTakeAny"            // supervisors and admins take from inboxes they aren't members of
	PersonalHiddenFromSupervisors Option = "PersonalHiddenFromSupervisors" // a Personal inbox is its agent's alone
	TakenHiddenFromSupervisors    Option = "TakenHiddenFromSupervisors"    // an owned chat is its owner's alone
	TakenVisibleToInboxMembers    Option = "TakenVisibleTo=InboxMembers"   // members of TakenFrom see owned chats
	ClosedVisibleToInboxMembers   Option = "ClosedVisibleTo=InboxMembers"  // of agents, only members of TakenFrom see closed chats
	RestrictByGroup               Option = "RestrictByGroup"               // agents see only chats of their own groups
)

// Options lists every option.
func Options() []Option {
	return []Option{
		Intervene, TakeOver, SupervisorsSeeMembersOnly, SupervisorsTakeAny, PersonalHiddenFromSupervisors,
		TakenHiddenFromSupervisors, TakenVisibleToInboxMembers, ClosedVisibleToInboxMembers, RestrictByGroup,
	}
}

// Edits gives what the option changes; nil for an unknown one. They apply in order, and options do in the order in which
// an account names them.
func (o Option) Edits() []Edit {
	outsiders := []Relation{SupervisorOutside, AdminOutside}
	managers := []Relation{SupervisorOutside, SupervisorMember, AdminOutside, AdminMember}
	switch o {
	case Intervene:
		return edits(RowBot, managers, Take|Move|Close, 0)
	case TakeOver:
		return edits(RowOwned, managers, Take, 0)
	case SupervisorsSeeMembersOnly:
		return edits(RowInbox, outsiders, 0, See)
	case SupervisorsTakeAny:
		return edits(RowInbox, outsiders, Take|Mark, 0)
	case PersonalHiddenFromSupervisors:
		return edits(RowPersonal, managers, 0, See)
	case TakenHiddenFromSupervisors:
		return edits(RowOwned, managers, 0, See)
	case TakenVisibleToInboxMembers:
		return edits(RowOwned, []Relation{AgentMember}, agentReads, 0)
	case ClosedVisibleToInboxMembers:
		return edits(RowClosed, []Relation{AgentOutside}, 0, See)
	case RestrictByGroup:
		return edits(RowGroup, []Relation{AgentOutside}, 0, See)
	}
	return nil
}

// edits makes the same edit in several columns of a row.
func edits(row Row, columns []Relation, grant, revoke Rights) []Edit {
	list := make([]Edit, 0, len(columns))
	for _, as := range columns {
		list = append(list, Edit{Row: row, As: as, Grant: grant, Revoke: revoke})
	}
	return list
}
