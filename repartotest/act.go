package repartotest

import (
	"context"
	"fmt"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
)

// Chat gives a contact's chat: on the channel last named for them, else on whatsapp.
func (c *Center) Chat(contact botflow.ContactID) reparto.Target {
	ch, ok := c.named[contact]
	if !ok {
		ch = WhatsApp
	}
	return reparto.Chat(ch, contact)
}

// On says that a contact's chat is the one on this channel from now on.
func (c *Center) On(contact botflow.ContactID, ch botflow.ChannelID) { c.named[contact] = ch }

// Try gives a command, checks the invariants, and answers the refusal.
func (c *Center) Try(by botflow.Actor, on reparto.Target, cmd botflow.Command) error {
	c.t.Helper()
	_, err := c.account.As(by).Do(context.Background(), on, cmd, "")
	if err != nil && botflow.CodeOf(err) == "" {
		c.must(err)
	}
	c.check()
	return err
}

// Do gives a command that must succeed.
func (c *Center) Do(by botflow.Actor, on reparto.Target, cmd botflow.Command) {
	c.t.Helper()
	if err := c.Try(by, on, cmd); err != nil {
		c.fail(on.Chat.Contact, "%s: %s: %v", by, cmd.Name(), err)
	}
}

// Refused gives a command that must be refused with a code.
func (c *Center) Refused(code botflow.Code, by botflow.Actor, on reparto.Target, cmd botflow.Command) {
	c.t.Helper()
	switch err := c.Try(by, on, cmd); {
	case err == nil:
		c.fail(on.Chat.Contact, "%s: %s: wanted the refusal %q, and it was done", by, cmd.Name(), code)
	case botflow.CodeOf(err) != code:
		c.fail(on.Chat.Contact, "%s: %s: wanted the refusal %q, got: %v", by, cmd.Name(), code, err)
	}
}

func (c *Center) agent(id botflow.AgentID, contact botflow.ContactID, cmd botflow.Command) {
	c.t.Helper()
	c.Do(botflow.ByAgent(id), c.Chat(contact), cmd)
}

// NextMessage gives the next message of a contact: each has an id of its own.
func (c *Center) NextMessage() botflow.Receive {
	c.serial++
	return botflow.Receive{Message: botflow.MessageID(fmt.Sprintf("message-%d", c.serial))}
}

// Writes lets a contact write.
func (c *Center) Writes(contact botflow.ContactID) {
	c.t.Helper()
	c.Do(botflow.System(), c.Chat(contact), c.NextMessage())
}

// WritesOn lets a contact write on a channel, which is theirs from now on.
func (c *Center) WritesOn(ch botflow.ChannelID, contact botflow.ContactID) {
	c.t.Helper()
	c.On(contact, ch)
	c.Writes(contact)
}

// Leaves says that the contact is gone (L58).
func (c *Center) Leaves(contact botflow.ContactID) {
	c.t.Helper()
	c.Do(botflow.System(), c.Chat(contact), botflow.Leave{})
}

// SendFails reports that sending to the contact failed (L32).
func (c *Center) SendFails(contact botflow.ContactID) {
	c.t.Helper()
	c.Do(botflow.System(), c.Chat(contact), botflow.ReportFailure{})
}

// Campaign sends the contact a campaign's template (L34).
func (c *Center) Campaign(contact botflow.ContactID) {
	c.t.Helper()
	c.Do(botflow.System(), c.Chat(contact), botflow.SendCampaign{})
}

// BotHandsOver lets the flow bot hand the contact over; an empty inbox names none.
func (c *Center) BotHandsOver(contact botflow.ContactID, to botflow.InboxID) {
	c.t.Helper()
	c.Do(botflow.ByBot(FlowBot), c.Chat(contact), botflow.HandOff{Inbox: to})
}

// AssistantHandsOver lets the assistant in charge hand the contact over; an empty inbox names none.
func (c *Center) AssistantHandsOver(contact botflow.ContactID, to botflow.InboxID) {
	c.t.Helper()
	c.Do(botflow.ByBot(c.AssistantFor(contact)), c.Chat(contact), botflow.HandOff{Inbox: to})
}

// AssistantFor gives the assistant in charge of a contact's chat; while there is none, the first that is configured.
func (c *Center) AssistantFor(contact botflow.ContactID) botflow.BotID {
	c.t.Helper()
	if chat, err := c.account.System().Get(context.Background(), c.Chat(contact)); err == nil && chat.Place.Assistant {
		return chat.Place.Bot
	}
	if d, _ := c.directory(); len(d.Assistants) > 0 {
		return d.Assistants[0].ID
	}
	return AssistantOf(botflow.General)
}

// BotCloses lets the bot in charge close the chat.
func (c *Center) BotCloses(contact botflow.ContactID) {
	c.t.Helper()
	c.Do(botflow.ByBot(c.BotFor(contact)), c.Chat(contact), botflow.Close{})
}

// BotFor gives the bot in charge of a contact's chat; the flow bot while there is none.
func (c *Center) BotFor(contact botflow.ContactID) botflow.BotID {
	if chat, err := c.account.System().Get(context.Background(), c.Chat(contact)); err == nil && chat.Place.Bot != "" {
		return chat.Place.Bot
	}
	return FlowBot
}

// Takes lets an agent take a chat.
func (c *Center) Takes(id botflow.AgentID, contact botflow.ContactID) {
	c.t.Helper()
	c.agent(id, contact, botflow.Take{})
}

// Answers lets an agent answer.
func (c *Center) Answers(id botflow.AgentID, contact botflow.ContactID) {
	c.t.Helper()
	c.agent(id, contact, botflow.Reply{})
}

// Greets sends an automatic greeting in an agent's name, which is no answer (L43) and no sign of life of theirs.
func (c *Center) Greets(id botflow.AgentID, contact botflow.ContactID) {
	c.t.Helper()
	c.Do(c.Greeter(id, contact), c.Chat(contact), botflow.Reply{Automatic: true})
}

// Greeter gives who sends an automatic greeting in an agent's name: the host's own code for the owner; anybody else sends it
// themselves, and is refused.
func (c *Center) Greeter(id botflow.AgentID, contact botflow.ContactID) botflow.Actor {
	chat, err := c.account.System().Get(context.Background(), c.Chat(contact))
	if err == nil && chat.Place.Owner == id {
		return botflow.System()
	}
	return botflow.ByAgent(id)
}

// Returns lets an agent give a chat back.
func (c *Center) Returns(id botflow.AgentID, contact botflow.ContactID) {
	c.t.Helper()
	c.agent(id, contact, botflow.Return{})
}

// TransfersTo lets an agent transfer a chat to another.
func (c *Center) TransfersTo(id botflow.AgentID, contact botflow.ContactID, to botflow.AgentID) {
	c.t.Helper()
	c.agent(id, contact, botflow.Transfer{Agent: to})
}

// TransfersInto lets an agent transfer a chat to an inbox.
func (c *Center) TransfersInto(id botflow.AgentID, contact botflow.ContactID, to botflow.InboxID) {
	c.t.Helper()
	c.agent(id, contact, botflow.Transfer{Inbox: to})
}

// Assigns lets a supervisor or admin assign a chat.
func (c *Center) Assigns(by botflow.AgentID, contact botflow.ContactID, to botflow.AgentID) {
	c.t.Helper()
	c.agent(by, contact, botflow.Assign{Agent: to})
}

// Moves lets somebody move a chat to an inbox.
func (c *Center) Moves(by botflow.AgentID, contact botflow.ContactID, to botflow.InboxID) {
	c.t.Helper()
	c.agent(by, contact, botflow.Move{Inbox: to})
}

// Closes lets somebody close a chat.
func (c *Center) Closes(by botflow.AgentID, contact botflow.ContactID) {
	c.t.Helper()
	c.agent(by, contact, botflow.Close{})
}

// Template lets an agent send a template.
func (c *Center) Template(by botflow.AgentID, contact botflow.ContactID) {
	c.t.Helper()
	c.agent(by, contact, botflow.SendTemplate{})
}

// Goes lets an agent change their own presence; Offline is signing out.
func (c *Center) Goes(id botflow.AgentID, status botflow.Status) {
	c.t.Helper()
	c.Do(botflow.ByAgent(id), reparto.Agent(id), presence(status))
}

// DoesAnything is a sign of life of an agent.
func (c *Center) DoesAnything(id botflow.AgentID) {
	c.t.Helper()
	c.Do(botflow.ByAgent(id), reparto.Agent(id), botflow.Touch{})
}

// Removes removes an agent.
func (c *Center) Removes(id botflow.AgentID) {
	c.t.Helper()
	c.Change(directory.RemoveAgent{ID: id})
}
