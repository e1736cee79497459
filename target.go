package reparto

import (
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// Target is what a command or a look-up is about: one conversation, by channel and contact or by id, or one agent. Make
// it with [Chat], [Conversation] or [Agent].
type Target struct {
	Chat         store.Chat             `json:"chat,omitzero"`
	Conversation botflow.ConversationID `json:"conversation,omitempty"`
	Agent        botflow.AgentID        `json:"agent,omitempty"`
}

// Chat is the conversation of a contact on a channel, begun or not.
func Chat(channel botflow.ChannelID, contact botflow.ContactID) Target {
	return Target{Chat: store.Chat{Channel: channel, Contact: contact}}
}

// Conversation is the conversation with this id.
func Conversation(id botflow.ConversationID) Target { return Target{Conversation: id} }

// Agent is an agent, for presence.
func Agent(id botflow.AgentID) Target { return Target{Agent: id} }

// check refuses a target that names nothing, too much, or with a malformed id.
func (t Target) check() error {
	switch {
	case t.Agent != "" && t == Agent(t.Agent):
		return botflow.CheckID("target.agent", t.Agent)
	case t.Conversation != "" && t == Conversation(t.Conversation):
		return botflow.CheckID("target.conversation", t.Conversation)
	case t.Agent != "" || t.Conversation != "":
		return botflow.Invalid("target", "names more than one thing")
	}
	if err := botflow.CheckID("target.channel", t.Chat.Channel); err != nil {
		return err
	}
	return botflow.CheckID("target.contact", t.Chat.Contact)
}

// is tells whether a conversation is the target.
func (t Target) is(c botflow.Conversation) bool {
	return t.Conversation == c.ID || t.Chat == store.Chat{Channel: c.Channel, Contact: c.Contact}
}

// key names the target's rows.
func (t Target) key() store.Key {
	k := store.Key{Chat: t.Chat}
	if t.Conversation != "" {
		k.Conversations = []botflow.ConversationID{t.Conversation}
	}
	if t.Agent != "" {
		k.Agents = []botflow.AgentID{t.Agent}
	}
	return k
}
