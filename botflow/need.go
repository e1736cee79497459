package botflow

// Need says what [Step] must know of the world to take cmd on c. The channel's rules must be known before.
// A command that the conversation's place doesn't know needs nothing; Step refuses it.
func Need(c *Conversation, cmd Command, ch ChannelRules) Facts {
	f := Facts{Home: c.Home()}
	switch cmd := cmd.(type) {
	case Receive:
		needReceive(c, ch, &f)
	case HandOff:
		f.Enter, f.Named, f.First = true, cmd.Inbox, c.Place.Spot() == SpotFlow
	case Elapse:
		switch cmd.Deadline {
		case DeadlineAnswer:
			f.Pick = true
		case DeadlineBotIdle:
			f.Enter = true
		default:
		}
	case Assign:
		f.Agent = cmd.Agent
	case Transfer:
		f.Agent, f.Target = cmd.Agent, cmd.Inbox
	case Move:
		f.Target = cmd.Inbox
	case Drain:
		f.Target = cmd.Into
	case SetAffinity:
		f.Agent = cmd.Agent
	case AutoAssign:
		f.Agent = cmd.Decision.Chosen
	}
	return f
}

// needReceive: a message outside an open episode begins one, unless tolerance gives it back to its agent; in an
// assistant's chat it asks whether that assistant still works (L8).
func needReceive(c *Conversation, ch ChannelRules, f *Facts) {
	switch c.Place.Spot() {
	case SpotNone, SpotExpired:
		f.Enter, f.First = true, ch.Bot == ""
	case SpotClosed:
		f.Enter, f.First, f.Agent = true, ch.Bot == "", c.LastOwner
	case SpotAssistant:
		f.Enter, f.Bot = true, true
	default:
	}
}

// Entry gives the inbox that a chat enters from outside: the first that can be entered of the named inbox, the
// remembered scope, the channel's inbox, General (L5). A scope is remembered only while a bot has the chat: a new
// episode doesn't know that of the one before (L3). unknown tells that an inbox was named, or remembered, and can't
// be entered (L49). enterable must be true of shared inboxes that exist only.
func Entry(c *Conversation, named InboxID, ch ChannelRules, enterable func(InboxID) bool) (id InboxID, unknown bool) {
	scope := c.Scope
	if c.Place.State != StateBot {
		scope = ""
	}
	for _, id := range [...]InboxID{named, scope, ch.Inbox} {
		if id == "" {
			continue
		}
		if id.Shared() && enterable(id) {
			return id, unknown
		}
		unknown = true
	}
	return General, unknown
}
