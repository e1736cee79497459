package botflow

// Reply is a message to the contact: by the owning agent (L16) or by the bot in charge (L55).
type Reply struct {
	Automatic bool   `json:"automatic,omitempty"` // a greeting or farewell of the host's: never an answer (L43)
	Epoch     uint64 `json:"epoch,omitempty"`     // the ownership epoch it was written under; 0: not compared (L47)
}

// Name implements [Command].
func (Reply) Name() CommandName { return "Reply" }

// Check implements [Command].
func (Reply) Check() error { return nil }

// HandOff gives a bot's chat to people: a flow bot's may still go to an assistant (L5, L6), an assistant's never (L7).
type HandOff struct {
	Inbox    InboxID `json:"inbox,omitempty"`    // where to; "" or one that can't be entered: the remembered scope, the channel's, General
	Priority *int32  `json:"priority,omitempty"` // nil: unchanged (A5)
	Epoch    uint64  `json:"epoch,omitempty"`    // 0: not compared (L47)
}

// Name implements [Command].
func (HandOff) Name() CommandName { return "HandOff" }

// Check implements [Command]. An unknown inbox is no error (L49), a malformed id is.
func (c HandOff) Check() error {
	if c.Inbox == "" {
		return nil
	}
	return CheckID("inbox", c.Inbox)
}

// Close ends the episode: by the owner (L23), the bot (L9), a supervisor or an admin (L51, L52).
type Close struct {
	Epoch uint64 `json:"epoch,omitempty"` // 0: not compared (L47)
}

// Name implements [Command].
func (Close) Name() CommandName { return "Close" }

// Check implements [Command].
func (Close) Check() error { return nil }

// Return gives an owned chat back to the inbox that it was taken from (L18).
type Return struct {
	Epoch uint64 `json:"epoch,omitempty"` // 0: not compared (L47)
}

// Name implements [Command].
func (Return) Name() CommandName { return "Return" }

// Check implements [Command].
func (Return) Check() error { return nil }

// Transfer gives an owned chat to an inbox (L19) or to an agent (L20): exactly one of the two.
type Transfer struct {
	Inbox   InboxID `json:"inbox,omitempty"`
	Agent   AgentID `json:"agent,omitempty"`
	Comment string  `json:"comment,omitempty"` // kept as an internal note; the contact never sees it (L46)
	Epoch   uint64  `json:"epoch,omitempty"`   // 0: not compared (L47)
}

// Name implements [Command].
func (Transfer) Name() CommandName { return "Transfer" }

// Check implements [Command].
func (c Transfer) Check() error {
	if (c.Inbox == "") == (c.Agent == "") {
		return Invalid("transfer", "needs an inbox or an agent, and not both")
	}
	if c.Inbox != "" {
		if err := CheckID("inbox", c.Inbox); err != nil {
			return err
		}
	} else if err := CheckID("agent", c.Agent); err != nil {
		return err
	}
	return CheckText("comment", c.Comment)
}

// SendTemplate is a pre-approved message by an agent: it opens a chat (L33), restores an expired one (L31), or is an
// answer in an owned one (L56).
type SendTemplate struct {
	Template string `json:"template,omitempty"` // its name, for the event
	Epoch    uint64 `json:"epoch,omitempty"`    // 0: not compared (L47)
}

// Name implements [Command].
func (SendTemplate) Name() CommandName { return "SendTemplate" }

// Check implements [Command].
func (c SendTemplate) Check() error { return CheckText("template", c.Template) }

// SendCampaign is a template sent by a campaign: no agent takes part (L34).
type SendCampaign struct {
	Template string `json:"template,omitempty"` // its name, for the event
}

// Name implements [Command].
func (SendCampaign) Name() CommandName { return "SendCampaign" }

// Check implements [Command].
func (c SendCampaign) Check() error { return CheckText("template", c.Template) }
