package directory

import (
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/schedule"
)

// Directory is the cold configuration of one account: plain data, the whole desired state in one value. The zero value is a
// valid account with nothing but the General and Closed inboxes. In durations 0 is the documented default and
// [botflow.None] means "never"; order of agents and members matters (it breaks ties).
type Directory struct {
	Agents     []Agent       `json:"agents,omitempty"`
	Inboxes    []Inbox       `json:"inboxes,omitempty"` // those that supervisors made, and General where it has settings
	Channels   []Channel     `json:"channels,omitempty"`
	Assistants []Assistant   `json:"assistants,omitempty"`
	Tags       []botflow.Tag `json:"tags,omitempty"`
	Options    Options       `json:"options"`
	Deleted    []Deleted     `json:"deleted,omitempty"` // inboxes that are gone, and where what names them points (S8)
}

// Agent is an agent, supervisor or admin.
type Agent struct {
	ID            botflow.AgentID `json:"id"`
	Role          botflow.Role    `json:"role,omitempty"`
	Attends       bool            `json:"attends,omitempty"`       // a supervisor or admin who is given chats too (A8)
	Limit         int             `json:"limit,omitempty"`         // own limit; 0: the inbox's (A4)
	CannotRestore bool            `json:"cannotRestore,omitempty"` // may not open or restore chats by template (L31, L33)
	Disabled      bool            `json:"disabled,omitempty"`      // the same as removed; the id stays in history (S8)
}

// Inbox is a shared inbox: its members, policy, hours and first responder.
type Inbox struct {
	ID       botflow.InboxID   `json:"id"`
	Name     string            `json:"name,omitempty"`    // for people; the id where empty
	Members  []botflow.AgentID `json:"members,omitempty"` // in member order; must be empty for General: everybody is a member
	Policy   routing.Policy    `json:"policy"`
	Hours    *schedule.Hours   `json:"hours,omitempty"`    // nil: General's; both nil: always open (F12)
	Priority routing.Priority  `json:"priority,omitempty"` // who answers first; zero: General's, else Assistant (F1)
}

// Channel is one way that contacts write.
type Channel struct {
	ID            botflow.ChannelID  `json:"id"`
	Bot           botflow.BotID      `json:"bot,omitempty"`    // the flow bot that answers first; "" : none (F7)
	Inbox         botflow.InboxID    `json:"inbox,omitempty"`  // where its chats enter; "" : General
	Window        time.Duration      `json:"window,omitempty"` // 0: 24 hours; None: no window (L42)
	OnWindowEnd   botflow.WindowEnd  `json:"onWindowEnd,omitempty"`
	AutoClose     time.Duration      `json:"autoClose,omitempty"` // 0: 24 hours without a window, else never; None: never (L42)
	AutoCloseFrom botflow.CountFrom  `json:"autoCloseFrom,omitempty"`
	BotIdleAfter  time.Duration      `json:"botIdleAfter,omitempty"` // 0: never (L37)
	BotIdleAction botflow.IdleAction `json:"botIdleAction,omitempty"`
}

// AssistantState says whether an assistant works. The zero value is a draft, which doesn't.
type AssistantState uint8

// The states of an assistant.
const (
	Draft AssistantState = iota
	Active
	Inactive
)

// Assistant is an AI assistant of one scope.
type Assistant struct {
	ID       botflow.BotID       `json:"id"`
	Scope    botflow.InboxID     `json:"scope,omitempty"` // "" : General
	State    AssistantState      `json:"state"`
	Channels []botflow.ChannelID `json:"channels,omitempty"` // that it serves; empty: all
	Hours    *schedule.Hours     `json:"hours,omitempty"`    // its own; nil: around the clock
}

// Options are the settings of the whole account.
type Options struct {
	Tolerance     time.Duration     `json:"tolerance,omitempty"`     // closing tolerance; 0: off (L27)
	InactiveAfter time.Duration     `json:"inactiveAfter,omitempty"` // 0: 10 minutes; None: never (P2)
	RampIn        routing.RampIn    `json:"rampIn"`                  // P5
	Permissions   inbox.Permissions `json:"permissions"`             // RULES 7
}

// Deleted remembers an inbox that is gone and where references to it point now (S8).
type Deleted struct {
	Inbox botflow.InboxID `json:"inbox"`
	Into  botflow.InboxID `json:"into"`
}
