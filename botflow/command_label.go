package botflow

// AddNote writes an internal note (V1).
type AddNote struct {
	Text string `json:"text"`
}

// Name implements [Command].
func (AddNote) Name() CommandName { return "AddNote" }

// Check implements [Command].
func (c AddNote) Check() error {
	if c.Text == "" {
		return Invalid("text", "is empty")
	}
	return CheckText("text", c.Text)
}

// AddTag puts a tag of the account's catalogue on the conversation (V2).
type AddTag struct {
	Tag Tag `json:"tag"`
}

// Name implements [Command].
func (AddTag) Name() CommandName { return "AddTag" }

// Check implements [Command].
func (c AddTag) Check() error { return CheckID("tag", c.Tag) }

// RemoveTag takes a tag off the conversation (V2).
type RemoveTag struct {
	Tag Tag `json:"tag"`
}

// Name implements [Command].
func (RemoveTag) Name() CommandName { return "RemoveTag" }

// Check implements [Command].
func (c RemoveTag) Check() error { return CheckID("tag", c.Tag) }

// MarkRead clears unread (Q5).
type MarkRead struct{}

// Name implements [Command].
func (MarkRead) Name() CommandName { return "MarkRead" }

// Check implements [Command].
func (MarkRead) Check() error { return nil }

// MarkUnread sets unread by hand (Q5).
type MarkUnread struct{}

// Name implements [Command].
func (MarkUnread) Name() CommandName { return "MarkUnread" }

// Check implements [Command].
func (MarkUnread) Check() error { return nil }

// SetPrivate makes the chat private or public (V4).
type SetPrivate struct {
	Private bool `json:"private"`
}

// Name implements [Command].
func (SetPrivate) Name() CommandName { return "SetPrivate" }

// Check implements [Command].
func (SetPrivate) Check() error { return nil }

// SetPriority sets the place in queues: higher first, 0 by default (A5).
type SetPriority struct {
	Priority int32 `json:"priority"`
}

// Name implements [Command].
func (SetPriority) Name() CommandName { return "SetPriority" }

// Check implements [Command].
func (SetPriority) Check() error { return nil }

// SetAttributes edits what all chats of the contact share (V3): each name gets its value; an empty value removes it.
type SetAttributes struct {
	Attributes map[string]string `json:"attributes"`
}

// Name implements [Command].
func (SetAttributes) Name() CommandName { return "SetAttributes" }

// Check implements [Command].
func (c SetAttributes) Check() error {
	if len(c.Attributes) == 0 {
		return Invalid("attributes", "is empty")
	}
	return checkAttributes(c.Attributes)
}

// SetAffinity sets the contact's affinity agent, or clears it when Agent is empty (N1, N2).
type SetAffinity struct {
	Agent AgentID `json:"agent,omitempty"`
}

// Name implements [Command].
func (SetAffinity) Name() CommandName { return "SetAffinity" }

// Check implements [Command].
func (c SetAffinity) Check() error {
	if c.Agent == "" {
		return nil
	}
	return CheckID("agent", c.Agent)
}
