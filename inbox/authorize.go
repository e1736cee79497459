package inbox

import "github.com/repartogo/reparto/botflow"

// Authorize tells whether the asker may give the command to the conversation at this moment; nil permits it. It checks in the
// fixed order of refusals (V7), so that nothing is told of a chat that may not be seen:
//
//   - may not see it: [botflow.ErrNotFound]; a bot that isn't in charge: [botflow.ErrNotInCharge] (L49)
//   - a take, assignment or restore of an owned chat: *[botflow.TakenError] or [botflow.ErrSamePlace], also for one who could
//     have seen it a state before and lost the race, unless it is private (L44)
//   - free text while the window is closed: [botflow.ErrSessionExpired] (L35)
//   - free text or a template by who doesn't own it: [botflow.ErrNotOwner] (L45, L56)
//   - in AGENTE, another agent's act that is the owner's: [botflow.ErrNotOwner]
//   - every other refusal by permission: [botflow.ErrNotAllowed]
//
// Whether the conversation's state knows the command, and its further checks, are left to [botflow.Step]. The contact is
// only read by a change of affinity (N2). A conversation that has not begun is found by nobody but who may open it by template
// (L33) and the host's own code.
func Authorize(m *Matrix, a *Asker, c *botflow.Conversation, contact botflow.Contact, cmd botflow.Command, now botflow.Instant) error {
	foot := a.footing(a.spot(c))
	rights := m.at(foot)
	if foot.row == RowNew {
		return a.open(rights, cmd)
	}
	if a.Kind == botflow.ActorBot && foot.as != BotInCharge {
		return botflow.ErrNotInCharge
	}
	if c.Place.State == botflow.StateAgent && a.claims(cmd, rights, c) {
		return m.taken(a, c, rights)
	}
	if !rights.Has(See) {
		return botflow.ErrNotFound
	}
	holds := a.owns(c) || foot.as == BotInCharge
	switch cmd.(type) {
	case botflow.Reply:
		if !c.WindowOpen(now) {
			return botflow.ErrSessionExpired
		}
		if !rights.Has(Send) && !holds {
			return botflow.ErrNotOwner
		}
	case botflow.SendTemplate:
		if !rights.Has(Template) && !holds && foot.row != RowExpired {
			return botflow.ErrNotOwner
		}
	}
	need := a.needs(cmd)
	if need != 0 && rights.Has(need) && a.meets(cmd, rights, foot.row, contact) {
		return nil
	}
	if foot.row == RowOwned && (foot.as == AgentOutside || foot.as == AgentMember) && m[RowOwned][AgentOwner]&need != 0 {
		return botflow.ErrNotOwner
	}
	return botflow.ErrNotAllowed
}

// open judges a command to a conversation that has not begun.
func (a *Asker) open(rights Rights, cmd botflow.Command) error {
	if need := a.needs(cmd); a.Kind == botflow.ActorSystem {
		if need == 0 {
			return botflow.ErrNotAllowed
		}
		return nil
	}
	if _, ok := cmd.(botflow.SendTemplate); !ok || a.as(outside) == Nobody {
		return botflow.ErrNotFound
	}
	if rights.Has(Template) && a.MayRestore {
		return nil
	}
	return botflow.ErrNotAllowed
}

// claims tells whether the command asks for an owned chat that isn't the asker's to take: to be refused by L44.
func (a *Asker) claims(cmd botflow.Command, rights Rights, c *botflow.Conversation) bool {
	switch cmd.(type) {
	case botflow.Take, botflow.Assign:
		return a.owns(c) || a.needs(cmd) != Take || !rights.Has(Take)
	case botflow.SendTemplate:
		return !a.owns(c) && !rights.Has(Template) && c.Previous.State == botflow.StateExpired // else it restores nothing (L56)
	}
	return false
}

// owns tells whether the asker is the owner.
func (a *Asker) owns(c *botflow.Conversation) bool {
	return a.Kind == botflow.ActorAgent && a.Agent != "" && c.Place.Owner == a.Agent
}

// taken is the refusal of a claim (L44). Who lost a race learns that somebody was faster, and by name only if they see the chat
// now; who never saw it learns nothing, nor does anybody who doesn't see a private one.
func (m *Matrix) taken(a *Asker, c *botflow.Conversation, rights Rights) error {
	switch {
	case rights.Has(See) && a.owns(c):
		return botflow.ErrSamePlace
	case rights.Has(See):
		return &botflow.TakenError{Owner: c.Place.Owner}
	case c.Private:
		return botflow.ErrNotFound
	}
	before := *c
	before.Place = c.Previous
	if Can(m, a, &before, See) {
		return &botflow.TakenError{}
	}
	return botflow.ErrNotFound
}

// needs gives the right that a command takes; 0 for those that nobody but the engine gives. Assigning to oneself is a
// take (L46).
func (a *Asker) needs(cmd botflow.Command) Rights {
	switch cmd := cmd.(type) {
	case botflow.Take:
		return Take
	case botflow.Assign:
		if a.Agent != "" && cmd.Agent == a.Agent {
			return Take
		}
		return Move
	case botflow.Move, botflow.Return, botflow.Transfer:
		return Move
	case botflow.Reply:
		return Send
	case botflow.SendTemplate:
		return Template
	case botflow.Close:
		return Close
	case botflow.HandOff:
		return HandOff
	case botflow.AddNote:
		return Note
	case botflow.AddTag, botflow.RemoveTag:
		return Tag
	case botflow.SetAttributes:
		return Attributes
	case botflow.SetPrivate:
		return Private
	case botflow.MarkRead, botflow.MarkUnread:
		return Mark
	case botflow.SetPriority:
		return Priority
	case botflow.SetAffinity:
		return Affinity
	case botflow.Forget:
		return Erase
	case botflow.Receive, botflow.Leave, botflow.ReportFailure, botflow.SendCampaign:
		return Relay
	}
	return 0
}

// meets checks what a cell can't know: that the agent may restore (L31), and whose affinity is at stake (N2).
func (a *Asker) meets(cmd botflow.Command, rights Rights, row Row, contact botflow.Contact) bool {
	switch cmd := cmd.(type) {
	case botflow.SendTemplate:
		return row != RowExpired || a.Kind == botflow.ActorSystem || a.MayRestore
	case botflow.SetAffinity:
		if rights.Has(AnyAffinity) {
			return true
		}
		if a.Role != botflow.RoleAgent && !a.Attends {
			return false
		}
		return (cmd.Agent == "" || cmd.Agent == a.Agent) && (contact.Affinity == "" || contact.Affinity == a.Agent)
	}
	return true
}
