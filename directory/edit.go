package directory

import (
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/schedule"
)

// Edit is one change of a directory, as data. [Directory.With] carries edits out. What they name and isn't there is refused with
// code "no such agent", "no such inbox" or "invalid".
type Edit interface {
	// SupervisorMay tells whether supervisors may do this; admins and the system may do all (V8).
	SupervisorMay() bool
	edit(d *Directory) error
}

// PutAgent adds an agent, or replaces the one of that id.
type PutAgent struct{ Agent Agent }

// RemoveAgent removes an agent: their chats go back to where they were taken from (S8).
type RemoveAgent struct{ ID botflow.AgentID }

// PutInbox adds an inbox with its name and members, or changes those of the one that is there. Policy, hours and priority have edits of
// their own. General's members can't be set: everybody is one.
type PutInbox struct {
	ID      botflow.InboxID
	Name    string
	Members []botflow.AgentID
}

// DeleteInbox deletes an inbox. Its chats go into another; with no destination named it must be empty (S8).
type DeleteInbox struct {
	ID   botflow.InboxID
	Into botflow.InboxID
}

// Join gives an agent access to an inbox, after its other members. Who is a member already stays where they are.
type Join struct {
	Inbox botflow.InboxID
	Agent botflow.AgentID
}

// Part takes an agent's access to an inbox away. Who is no member is no error.
type Part struct {
	Inbox botflow.InboxID
	Agent botflow.AgentID
}

// SetPolicy sets how an inbox assigns.
type SetPolicy struct {
	Inbox  botflow.InboxID
	Policy routing.Policy
}

// SetHours sets the hours of an inbox; nil: General's.
type SetHours struct {
	Inbox botflow.InboxID
	Hours *schedule.Hours
}

// SetPriority sets who answers first in an inbox.
type SetPriority struct {
	Inbox    botflow.InboxID
	Priority routing.Priority
}

// PutChannel adds a channel, or replaces the one of that id.
type PutChannel struct{ Channel Channel }

// PutAssistant adds an assistant, or replaces the one of that id.
type PutAssistant struct{ Assistant Assistant }

// RemoveChannel removes a channel. Its chats stay where they are, under the defaults of a channel.
type RemoveChannel struct{ ID botflow.ChannelID }

// RemoveAssistant removes an assistant. A chat that it holds goes to people at the contact's next message (L8).
type RemoveAssistant struct{ ID botflow.BotID }

// SetTags sets the catalogue of tags.
type SetTags struct{ Tags []botflow.Tag }

// SetOptions sets the account's options.
type SetOptions struct{ Options Options }

// SupervisorMay implements [Edit].
func (PutAgent) SupervisorMay() bool { return false }

// SupervisorMay implements [Edit].
func (RemoveAgent) SupervisorMay() bool { return false }

// SupervisorMay implements [Edit].
func (PutInbox) SupervisorMay() bool { return true }

// SupervisorMay implements [Edit].
func (DeleteInbox) SupervisorMay() bool { return true }

// SupervisorMay implements [Edit].
func (Join) SupervisorMay() bool { return true }

// SupervisorMay implements [Edit].
func (Part) SupervisorMay() bool { return true }

// SupervisorMay implements [Edit].
func (SetPolicy) SupervisorMay() bool { return false }

// SupervisorMay implements [Edit].
func (SetHours) SupervisorMay() bool { return false }

// SupervisorMay implements [Edit].
func (SetPriority) SupervisorMay() bool { return false }

// SupervisorMay implements [Edit].
func (PutChannel) SupervisorMay() bool { return false }

// SupervisorMay implements [Edit].
func (PutAssistant) SupervisorMay() bool { return false }

// SupervisorMay implements [Edit].
func (RemoveChannel) SupervisorMay() bool { return false }

// SupervisorMay implements [Edit].
func (RemoveAssistant) SupervisorMay() bool { return false }

// SupervisorMay implements [Edit].
func (SetTags) SupervisorMay() bool { return false }

// SupervisorMay implements [Edit].
func (SetOptions) SupervisorMay() bool { return false }

// With gives the directory with the edits carried out in order. It shares no memory with d. The result isn't validated.
func (d Directory) With(edits ...Edit) (Directory, error) {
	next := d.Clone()
	for _, e := range edits {
		if e == nil {
			return d, botflow.Invalid("edit", "is nil")
		}
		if err := e.edit(&next); err != nil {
			return d, err
		}
	}
	return next, nil
}

// put replaces the first element that is it, or appends.
func put[T any](all []T, x T, is func(T) bool) []T {
	if at := slices.IndexFunc(all, is); at >= 0 {
		all[at] = x
		return all
	}
	return append(all, x)
}

func (e PutAgent) edit(d *Directory) error {
	d.Agents = put(d.Agents, e.Agent, func(a Agent) bool { return a.ID == e.Agent.ID })
	return nil
}

func (e RemoveAgent) edit(d *Directory) error {
	at := slices.IndexFunc(d.Agents, func(a Agent) bool { return a.ID == e.ID && !a.Disabled })
	if at < 0 {
		return &botflow.Error{Code: botflow.CodeNoAgent, Field: string(e.ID)}
	}
	d.Agents[at].Disabled = true
	return nil
}

// inbox finds an inbox to change. General needs no entry of its own until something of it is set.
func (d *Directory) inbox(id botflow.InboxID) (*Inbox, error) {
	at := slices.IndexFunc(d.Inboxes, func(in Inbox) bool { return in.ID == id })
	if at < 0 && id == botflow.General {
		d.Inboxes = append(d.Inboxes, Inbox{ID: botflow.General})
		at = len(d.Inboxes) - 1
	}
	if at < 0 {
		return nil, &botflow.Error{Code: botflow.CodeNoInbox, Field: string(id)}
	}
	return &d.Inboxes[at], nil
}

func (e PutInbox) edit(d *Directory) error {
	in, err := d.inbox(e.ID)
	if err != nil {
		d.Deleted = slices.DeleteFunc(d.Deleted, func(g Deleted) bool { return g.Inbox == e.ID })
		d.Inboxes = append(d.Inboxes, Inbox{ID: e.ID})
		in = &d.Inboxes[len(d.Inboxes)-1]
	}
	in.Name, in.Members = e.Name, slices.Clone(e.Members)
	return nil
}

func (e DeleteInbox) edit(d *Directory) error {
	if e.ID == botflow.General || !e.ID.Shared() {
		return botflow.Invalid("inbox", "is a system inbox and can't be deleted: "+string(e.ID))
	}
	if _, err := d.inbox(e.ID); err != nil {
		return err
	}
	d.Inboxes = slices.DeleteFunc(d.Inboxes, func(in Inbox) bool { return in.ID == e.ID })
	if e.Into != "" {
		d.Deleted = append(d.Deleted, Deleted{Inbox: e.ID, Into: e.Into})
	}
	return nil
}

func (e Join) edit(d *Directory) error {
	in, err := d.inbox(e.Inbox)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(d.Agents, func(a Agent) bool { return a.ID == e.Agent && !a.Disabled }) {
		return &botflow.Error{Code: botflow.CodeNoAgent, Field: string(e.Agent)}
	}
	if e.Inbox != botflow.General && !slices.Contains(in.Members, e.Agent) {
		in.Members = append(in.Members, e.Agent)
	}
	return nil
}

func (e Part) edit(d *Directory) error {
	in, err := d.inbox(e.Inbox)
	if err != nil {
		return err
	}
	if e.Inbox == botflow.General {
		return botflow.Invalid("inbox", "is General, which everybody is a member of")
	}
	in.Members = slices.DeleteFunc(in.Members, func(a botflow.AgentID) bool { return a == e.Agent })
	return nil
}

func (e SetPolicy) edit(d *Directory) error {
	in, err := d.inbox(e.Inbox)
	if err == nil {
		in.Policy = e.Policy
	}
	return err
}

func (e SetHours) edit(d *Directory) error {
	in, err := d.inbox(e.Inbox)
	if err == nil {
		in.Hours = e.Hours
	}
	return err
}

func (e SetPriority) edit(d *Directory) error {
	in, err := d.inbox(e.Inbox)
	if err == nil {
		in.Priority = e.Priority
	}
	return err
}

func (e PutChannel) edit(d *Directory) error {
	d.Channels = put(d.Channels, e.Channel, func(c Channel) bool { return c.ID == e.Channel.ID })
	return nil
}

func (e PutAssistant) edit(d *Directory) error {
	d.Assistants = put(d.Assistants, e.Assistant, func(a Assistant) bool { return a.ID == e.Assistant.ID })
	return nil
}

func (e RemoveChannel) edit(d *Directory) error {
	before := len(d.Channels)
	d.Channels = slices.DeleteFunc(d.Channels, func(c Channel) bool { return c.ID == e.ID })
	if len(d.Channels) == before {
		return botflow.Invalid("channel", "is not in the directory: "+string(e.ID))
	}
	return nil
}

func (e RemoveAssistant) edit(d *Directory) error {
	before := len(d.Assistants)
	d.Assistants = slices.DeleteFunc(d.Assistants, func(a Assistant) bool { return a.ID == e.ID })
	if len(d.Assistants) == before {
		return botflow.Invalid("assistant", "is not in the directory: "+string(e.ID))
	}
	return nil
}

func (e SetTags) edit(d *Directory) error {
	d.Tags = slices.Clone(e.Tags)
	return nil
}

func (e SetOptions) edit(d *Directory) error {
	d.Options = e.Options
	return nil
}
