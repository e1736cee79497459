package botflow

import "time"

// None means "never" or "no such thing" for a duration in a configuration whose zero value means the default.
const None time.Duration = -1

// WindowEnd says what becomes of a conversation whose session window ends (L42). The zero value expires it.
type WindowEnd uint8

// What a window's end does.
const (
	WindowExpires WindowEnd = iota // to EXPIRADO
	WindowCloses                   // to Closed, reason automatic
	WindowNothing                  // nothing moves; free text is still refused
)

// CountFrom says from which message AutoClose counts (L42). The zero value is the contact's last message.
type CountFrom uint8

// From what AutoClose counts.
const (
	FromLastInbound     CountFrom = iota // the contact's last message
	FromLastInteraction                  // the last message in either direction
)

// IdleAction says what becomes of a bot's chat whose contact went silent (L37). The zero value hands it to people.
type IdleAction uint8

// What a bot's idle time does.
const (
	IdleHandsOff IdleAction = iota // as a hand-off (L5)
	IdleCloses                     // as the bot's closing (L9)
)

// ChannelRules is what a step needs to know of the conversation's channel and of the account's options. The durations
// are resolved: 0 means "none", whatever the configuration's default.
type ChannelRules struct {
	Bot           BotID         // the flow bot that answers first; "" : none (F7)
	Inbox         InboxID       // where its chats enter; "" : General
	Window        time.Duration // 0: no window
	OnWindowEnd   WindowEnd
	AutoClose     time.Duration // 0: never
	AutoCloseFrom CountFrom
	TemplateWait  time.Duration // how long an opening template waits for the contact (L32)
	BotIdleAfter  time.Duration // 0: never
	BotIdleAction IdleAction
	Tolerance     time.Duration // a contact who writes within it of closing finds their agent again (L27); 0: off
}

// InboxRules is what a step needs to know of one inbox at one instant.
type InboxRules struct {
	ID           InboxID
	Exists       bool          // it can be entered: known and not deleted
	Open         bool          // by its schedule
	NextOpening  Instant       // when closed: the next opening; Forever: never
	AnswerBy     Instant       // where the answer clock would end if it started now, business time counted; 0: the policy has no clock
	EveryTurn    bool          // the clock starts again at each message of the contact (A9)
	MaxRotations int           // 0: no end (A10)
	Fallback     InboxID       // where an exhausted rotation goes; "" : nowhere (L57)
	ReturnMemory time.Duration // A11
}

// Env is what a step is told of the world: plain data, so that any step can be repeated. [Need] says which parts the
// step will read; the others may stay zero.
type Env struct {
	Now       Instant // when it takes effect
	Recorded  Instant // the wall clock
	By        Actor
	Channel   ChannelRules
	Home      InboxRules // the inbox of Facts.Home
	Target    InboxRules // the inbox of Facts.Target
	Entry     InboxRules // the inbox that Enter resolved, when Facts.Enter is set
	Unknown   bool       // a named inbox could not be entered (L49)
	First     Responder  // the answer of section 2 for the entry, when Facts.First is set
	BotUsable bool       // the assistant in charge is active and within its own hours, when Facts.Bot is set (F5)
	Enabled   bool       // the agent of Facts.Agent is known and enabled
	Full      bool       // that agent is at their limit and the governing policy says LimitManual (A4)
	ClockBy   Instant    // where the running answer clock ends by the hours and the policy in force, when Facts.Pick is set; 0: as armed (A9)
	Next      AgentID    // whom a rotation goes to, when Facts.Pick is set; "" : nobody else
	Decision  *Decision  // how Next was chosen
	Contact   Contact    // the contact's shared data
}

// Facts is what a step needs to know before it can be taken.
type Facts struct {
	Home   InboxID // the inbox that will govern (Env.Home); "" : not needed
	Target InboxID // the inbox named as destination (Env.Target); "" : none
	Enter  bool    // the chat may enter an inbox from outside: resolve the entry from Named (Env.Entry, Env.Unknown)
	Named  InboxID // the inbox that a bot named; "" : none
	First  bool    // ask who answers first, for the entry (Env.First)
	Bot    bool    // ask whether the assistant in charge is usable (Env.BotUsable)
	Agent  AgentID // who would own it, or whose existence matters (Env.Enabled, Env.Full)
	Pick   bool    // a rotation: somebody else must be picked from Home (Env.Next)
}

// Outcome is what a step has made: the conversation after it and the events that tell of it, in order. It prints in a
// stable form.
type Outcome struct {
	Next    Conversation
	Contact *Contact // the contact after it; nil: unchanged
	Notes   []Note
	Events  []Event
	Forget  bool // erase the contact's data (E4)
}
