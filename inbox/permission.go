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
	ClosedVisibleToInboxMembers   Option = "ClosedVisibleTo=InboxMembers"  // only members of TakenFrom see closed chats
	RestrictByGroup               Option = "RestrictByGroup"               // agents see only chats of their own groups
)

// Permissions is what an account keeps of its matrix: options and free edits on top of the default. The zero value is
// the default matrix.
type Permissions struct {
	Options []Option `json:"options,omitempty"`
	Edits   []Edit   `json:"edits,omitempty"`
}

// Edit grants and revokes rights in one cell of the matrix.
type Edit struct {
	Spot   Spot     `json:"spot"`
	As     Relation `json:"as"`
	Grant  Rights   `json:"grant,omitempty"`
	Revoke Rights   `json:"revoke,omitempty"`
}

// Rights is a set of acts.
type Rights uint16

// Spot is a row of the matrix: the kind of place a conversation is in, or a row that only takes away.
type Spot uint8

// Relation is a column of the matrix: what the asker is to the conversation.
type Relation uint8
