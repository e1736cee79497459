package main

import (
	"context"
	"strings"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
)

// What the shop's two bots say. The flow bot shows a menu; the assistant keeps company after hours.
const (
	menuText      = "¡Hola! Soy el bot de Casa Lumen. Respondé 1 para ventas o 2 para soporte."
	confusedText  = "Perdón, no te entendí. Respondé 1 para ventas o 2 para soporte."
	passingText   = "¡Listo! Te paso con alguien del equipo."
	assistantText = "Soy Luna, la asistente de la noche. Tomo nota y te cuento lo que sé."
	personText    = "Dejo tu consulta en la bandeja: mañana te escribe una persona."
	goodbyeText   = "¡Gracias a vos! Buenas noches."
)

// bots are the flow bot and the assistant, as simple as they come. Reparto doesn't talk to contacts: it says which bot is in
// charge of a chat (BOT), and the host lets that bot speak, hand over or close.
type bots struct {
	shop     *reparto.Account
	confused map[botflow.ConversationID]bool // the flow bot has already asked a second time
	say      func(chat botflow.Conversation, by botflow.Actor, text string)
}

// answer lets the bot in charge react to a message, if a bot is in charge.
func (b *bots) answer(ctx context.Context, chat botflow.Conversation, text string) error {
	if chat.Place.State != botflow.StateBot {
		return nil
	}
	if chat.Place.Assistant {
		return b.assistant(ctx, chat, strings.ToLower(text))
	}
	return b.flow(ctx, chat, strings.ToLower(text))
}

// flow is the menu: 1 or "ventas", 2 or "soporte"; whoever isn't understood twice goes on to people in General.
func (b *bots) flow(ctx context.Context, chat botflow.Conversation, text string) error {
	begins := chat.LastInbound == chat.EpisodeAt
	if begins {
		delete(b.confused, chat.ID)
	}
	switch {
	case strings.HasPrefix(text, "1") || strings.Contains(text, "ventas"):
		return b.handOff(ctx, chat, "Ventas", 0)
	case strings.HasPrefix(text, "2") || strings.Contains(text, "soporte"):
		return b.handOff(ctx, chat, "Soporte", urgency(text))
	case begins:
		return b.reply(ctx, chat, menuText)
	case !b.confused[chat.ID]:
		b.confused[chat.ID] = true
		return b.reply(ctx, chat, confusedText)
	}
	return b.handOff(ctx, chat, botflow.General, 0)
}

// urgency gives the priority in the queue: danger goes first.
func urgency(text string) int32 {
	if strings.Contains(text, "urgente") {
		return 1
	}
	return 0
}

// assistant chats until the contact asks for a person or says thank you.
func (b *bots) assistant(ctx context.Context, chat botflow.Conversation, text string) error {
	switch {
	case strings.Contains(text, "persona"):
		if err := b.reply(ctx, chat, personText); err != nil {
			return err
		}
		return b.do(ctx, chat, botflow.HandOff{Epoch: chat.Epoch})
	case strings.Contains(text, "gracias"):
		if err := b.reply(ctx, chat, goodbyeText); err != nil {
			return err
		}
		return b.do(ctx, chat, botflow.Close{Epoch: chat.Epoch})
	}
	return b.reply(ctx, chat, assistantText)
}

// handOff passes the chat on. Who answers there, people or the assistant, is for Reparto to say; if it is the assistant, it
// begins at once.
func (b *bots) handOff(ctx context.Context, chat botflow.Conversation, to botflow.InboxID, priority int32) error {
	if err := b.reply(ctx, chat, passingText); err != nil {
		return err
	}
	by := botflow.ByBot(chat.Place.Bot)
	r, err := b.shop.As(by).Do(ctx, reparto.Conversation(chat.ID), botflow.HandOff{Inbox: to, Priority: &priority, Epoch: chat.Epoch}, "")
	if err != nil || r.Conversation.Place.State != botflow.StateBot {
		return err
	}
	return b.reply(ctx, r.Conversation, assistantText)
}

func (b *bots) reply(ctx context.Context, chat botflow.Conversation, text string) error {
	b.say(chat, botflow.ByBot(chat.Place.Bot), text)
	return b.do(ctx, chat, botflow.Reply{Epoch: chat.Epoch})
}

// do gives a command as the bot in charge. Its epoch makes it fail if somebody else has taken the chat meanwhile.
func (b *bots) do(ctx context.Context, chat botflow.Conversation, cmd botflow.Command) error {
	_, err := b.shop.As(botflow.ByBot(chat.Place.Bot)).Do(ctx, reparto.Conversation(chat.ID), cmd, "")
	return err
}
