package botflow

// Receive is a message of the contact. Its id makes it an operation of its own: the same id again has no second effect
// (E3). Text and media stay with the host; routing needs only that it came.
type Receive struct {
	Message MessageID `json:"message"`
	SentAt  Instant   `json:"sentAt"` // the channel's own timestamp, for display; 0: unknown. State goes by arrival
}

// Name implements [Command].
func (Receive) Name() CommandName { return "Receive" }

// Check implements [Command].
func (c Receive) Check() error { return CheckID("message", c.Message) }

// Leave says that the contact is gone: the web chat was closed, the caller hung up (L58).
type Leave struct{}

// Name implements [Command].
func (Leave) Name() CommandName { return "Leave" }

// Check implements [Command].
func (Leave) Check() error { return nil }

// ReportFailure says that the channel could not deliver what was sent (L32).
type ReportFailure struct {
	Message MessageID `json:"message,omitempty"` // the host's id of the message, if it wants it in the event
	Detail  string    `json:"detail,omitempty"`
}

// Name implements [Command].
func (ReportFailure) Name() CommandName { return "ReportFailure" }

// Check implements [Command].
func (c ReportFailure) Check() error {
	if c.Message != "" {
		if err := CheckID("message", c.Message); err != nil {
			return err
		}
	}
	return CheckText("detail", c.Detail)
}

// Forget erases the contact's chat, notes, tags, attributes and affinity; its events keep an anonymous skeleton (E4).
type Forget struct{}

// Name implements [Command].
func (Forget) Name() CommandName { return "Forget" }

// Check implements [Command].
func (Forget) Check() error { return nil }
