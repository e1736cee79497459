package repartotest

import (
	"context"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/schedule"
)

// Change edits the configuration as the host's own code.
func (c *Center) Change(edits ...directory.Edit) {
	c.t.Helper()
	if err := c.TryChange(edits...); err != nil {
		c.fail("", "the configuration is refused: %v", err)
	}
}

// TryChange edits the configuration, or answers why not.
func (c *Center) TryChange(edits ...directory.Edit) error {
	c.t.Helper()
	_, err := c.account.System().Change(context.Background(), edits...)
	c.check()
	return err
}

// Agents adds agents, Online.
func (c *Center) Agents(ids ...botflow.AgentID) {
	c.t.Helper()
	c.People(botflow.RoleAgent, ids...)
}

// Supervisors adds supervisors, Online.
func (c *Center) Supervisors(ids ...botflow.AgentID) {
	c.t.Helper()
	c.People(botflow.RoleSupervisor, ids...)
}

// Admins adds admins, Online.
func (c *Center) Admins(ids ...botflow.AgentID) {
	c.t.Helper()
	c.People(botflow.RoleAdmin, ids...)
}

// People adds people of a role, Online.
func (c *Center) People(role botflow.Role, ids ...botflow.AgentID) {
	c.t.Helper()
	var edits []directory.Edit
	for _, id := range ids {
		edits = append(edits, directory.PutAgent{Agent: directory.Agent{ID: id, Role: role}})
	}
	c.Change(edits...)
	for _, id := range ids {
		c.Is(id, botflow.Online)
	}
}

// Agent changes what is configured of an agent.
func (c *Center) Agent(id botflow.AgentID, change func(*directory.Agent)) {
	c.t.Helper()
	d, _ := c.directory()
	for _, a := range d.Agents {
		if a.ID == id {
			change(&a)
			c.Change(directory.PutAgent{Agent: a})
			return
		}
	}
	c.fail("", "there is no agent %q", id)
}

// Is sets an agent's presence by the host's own hand; Offline is signing out.
func (c *Center) Is(id botflow.AgentID, status botflow.Status) {
	c.t.Helper()
	c.Do(botflow.System(), reparto.Agent(id), presence(status))
}

func presence(status botflow.Status) botflow.Command {
	if status == botflow.Offline {
		return botflow.SignOut{}
	}
	return botflow.SetPresence{Status: status}
}

// InactivityCounts lets agents become inactive after the default time, counted from now (P2).
func (c *Center) InactivityCounts() {
	c.t.Helper()
	d, _ := c.directory()
	for _, a := range d.Agents {
		if !a.Disabled {
			c.Do(botflow.System(), reparto.Agent(a.ID), botflow.Touch{})
		}
	}
	c.Options(func(o *directory.Options) { o.InactiveAfter = 0 })
}

// Inbox makes an inbox with its members.
func (c *Center) Inbox(id botflow.InboxID, members ...botflow.AgentID) {
	c.t.Helper()
	c.Change(directory.PutInbox{ID: id, Members: members})
}

// Policy sets how an inbox assigns.
func (c *Center) Policy(id botflow.InboxID, p routing.Policy) {
	c.t.Helper()
	c.Change(directory.SetPolicy{Inbox: id, Policy: p})
}

// Hours sets the opening hours of an inbox, week as in [schedule.Weekly], in the clock's zone.
func (c *Center) Hours(id botflow.InboxID, week string) {
	c.t.Helper()
	hours, err := schedule.Weekly(c.Now().Location().String(), week)
	c.must(err)
	c.Change(directory.SetHours{Inbox: id, Hours: &hours})
}

// AnswersFirst sets who answers first in an inbox (F1).
func (c *Center) AnswersFirst(id botflow.InboxID, p routing.Priority) {
	c.t.Helper()
	c.Change(directory.SetPriority{Inbox: id, Priority: p})
}

// AssistantOf gives the id of the assistant that [Center.Assistant] makes for a scope.
func AssistantOf(scope botflow.InboxID) botflow.BotID { return botflow.BotID("assistant of " + scope) }

// Assistant makes an assistant of a scope, active around the clock on every channel, or changes it.
func (c *Center) Assistant(scope botflow.InboxID, change func(*directory.Assistant)) {
	c.t.Helper()
	d, _ := c.directory()
	it := directory.Assistant{ID: AssistantOf(scope), Scope: scope, State: directory.Active}
	for _, a := range d.Assistants {
		if a.ID == it.ID {
			it = a
		}
	}
	if change != nil {
		change(&it)
	}
	c.Change(directory.PutAssistant{Assistant: it})
}

// Channel makes a channel, without a bot and with a window of 24 hours, or changes it.
func (c *Center) Channel(id botflow.ChannelID, change func(*directory.Channel)) {
	c.t.Helper()
	d, _ := c.directory()
	it := directory.Channel{ID: id}
	for _, ch := range d.Channels {
		if ch.ID == id {
			it = ch
		}
	}
	if change != nil {
		change(&it)
	}
	c.Change(directory.PutChannel{Channel: it})
}

// Options changes the account's options.
func (c *Center) Options(change func(*directory.Options)) {
	c.t.Helper()
	d, _ := c.directory()
	change(&d.Options)
	c.Change(directory.SetOptions{Options: d.Options})
}

// Tags adds tags to the catalogue.
func (c *Center) Tags(tags ...botflow.Tag) {
	c.t.Helper()
	d, _ := c.directory()
	c.Change(directory.SetTags{Tags: append(d.Tags, tags...)})
}
