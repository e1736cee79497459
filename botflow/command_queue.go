package botflow

// Take makes the asking agent the owner of a waiting (L10) or closed (L29) chat, or of one in BOT or owned by another
// where an option permits it (L52, L53).
type Take struct{}

// Name implements [Command].
func (Take) Name() CommandName { return "Take" }

// Check implements [Command].
func (Take) Check() error { return nil }

// Assign gives a waiting or closed chat to an agent by a supervisor's or admin's hand (L14).
type Assign struct {
	Agent AgentID `json:"agent"`
}

// Name implements [Command].
func (Assign) Name() CommandName { return "Assign" }

// Check implements [Command].
func (c Assign) Check() error { return CheckID("agent", c.Agent) }

// Move puts a waiting, closed or bot's chat into another inbox (L13, L52).
type Move struct {
	Inbox InboxID `json:"inbox"`
}

// Name implements [Command].
func (Move) Name() CommandName { return "Move" }

// Check implements [Command].
func (c Move) Check() error { return CheckID("inbox", c.Inbox) }

// AutoAssign gives a waiting chat to the agent that a decision chose (L11). Only the engine gives it.
type AutoAssign struct {
	Decision Decision `json:"decision"`
}

// Name implements [Command].
func (AutoAssign) Name() CommandName { return "AutoAssign" }

// Check implements [Command].
func (c AutoAssign) Check() error { return CheckID("decision.chosen", c.Decision.Chosen) }

// NoteNobody records that a pick found nobody, once per entry into an inbox (A12). Only the engine gives it.
type NoteNobody struct {
	Decision Decision `json:"decision"`
}

// Name implements [Command].
func (NoteNobody) Name() CommandName { return "NoteNobody" }

// Check implements [Command].
func (NoteNobody) Check() error { return nil }

// Elapse applies a deadline that has come. Only the engine gives it.
type Elapse struct {
	Deadline DeadlineKind `json:"deadline"`
}

// Name implements [Command].
func (Elapse) Name() CommandName { return "Elapse" }

// Check implements [Command].
func (c Elapse) Check() error {
	if c.Deadline >= deadlineKinds {
		return Invalid("deadline", "is unknown")
	}
	return nil
}

// Release sends a chat back because its owner, or the owner of the Personal inbox it is in, was removed (L26, S8).
// Only the engine gives it.
type Release struct{}

// Name implements [Command].
func (Release) Name() CommandName { return "Release" }

// Check implements [Command].
func (Release) Check() error { return nil }

// Drain moves a waiting chat because its inbox was deleted (L54). Only the engine gives it.
type Drain struct {
	Into InboxID `json:"into"`
}

// Name implements [Command].
func (Drain) Name() CommandName { return "Drain" }

// Check implements [Command].
func (c Drain) Check() error { return CheckID("into", c.Into) }
