package storetest

import (
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

func identityChecks() []Check {
	return []Check{
		{
			Duty: 5, Name: "one conversation of a channel and contact",
			Explain: "A contact has two conversations on one channel: their messages go to either (S2).",
			Run:     probing(oneConversationOfAChat),
		},
	}
}

func oneConversationOfAChat(p *probe) {
	first := chat("1")
	p.write(store.Changeset{Conversations: []botflow.Conversation{first}})
	second := first
	second.ID = "2"
	p.refused("the channel and contact have a conversation", store.Changeset{Conversations: []botflow.Conversation{second}})
	moved := first
	moved.Channel = "phone"
	p.refused("a conversation's channel can't change", store.Changeset{Conversations: []botflow.Conversation{moved}})
	moved = first
	moved.Contact = "another"
	p.refused("a conversation's contact can't change", store.Changeset{Conversations: []botflow.Conversation{moved}})
	for _, of := range []store.Chat{{Channel: "phone", Contact: first.Contact}, {Channel: first.Channel, Contact: "another"}} {
		taken := first
		taken.Channel, taken.Contact = of.Channel, of.Contact
		p.refusedUnder(store.Key{Chat: of}, "the id is that of a conversation that wasn't loaded", store.Changeset{Conversations: []botflow.Conversation{taken}})
	}
	other := second
	other.Channel = "phone"
	p.write(store.Changeset{Conversations: []botflow.Conversation{other}})
	for want, channel := range map[botflow.ConversationID]botflow.ChannelID{"1": "web", "2": "phone"} {
		l := p.get(store.Key{Chat: store.Chat{Channel: channel, Contact: first.Contact}})
		p.want(len(l.Conversations) == 1 && l.Conversations[0].ID == want, "channel %q leads to %+v", channel, l.Conversations)
	}
}
