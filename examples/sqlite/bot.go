package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
)

// bot is the shop's flow bot and its assistant, reacting to one message. It remembers nothing between two messages that isn't in
// the conversation's events, and each of its commands has an id made of the message's: reacting again, after a crash, changes nothing.
type bot struct {
	shop    *reparto.Account
	message botflow.MessageID
	said    int
}

// react lets the bot in charge react, if a bot is in charge.
func (b *bot) react(ctx context.Context, chat botflow.Conversation, text string) error {
	text = strings.ToLower(text)
	switch {
	case chat.Place.State != botflow.StateBot:
		return nil
	case chat.Place.Assistant:
		return b.assist(ctx, chat, text)
	case strings.HasPrefix(text, "1"), strings.Contains(text, "ventas"):
		return b.handOff(ctx, chat, "Ventas", 0)
	case strings.HasPrefix(text, "2"), strings.Contains(text, "soporte"):
		urgent := int32(strings.Count(text, "urgente"))
		return b.handOff(ctx, chat, "Soporte", min(urgent, 1))
	}
	asked, err := b.asked(ctx, chat)
	if err != nil {
		return err
	}
	if chat.LastInbound == chat.EpisodeAt || asked < 2 {
		return b.reply(ctx, chat) // the menu, and once more
	}
	return b.handOff(ctx, chat, botflow.General, 0)
}

// asked counts the bot's answers in this episode.
func (b *bot) asked(ctx context.Context, chat botflow.Conversation) (n int, err error) {
	const page = 100
	for after := uint64(0); ; {
		events, err := b.shop.System().History(ctx, reparto.Conversation(chat.ID), after, page)
		if err != nil {
			return 0, err
		}
		for i := range events {
			if e := &events[i]; e.Type == botflow.BotReplied && e.Episode == chat.Episode {
				n++
			}
			after = events[i].Seq
		}
		if len(events) < page {
			return n, nil
		}
	}
}

// assist keeps company until the contact asks for a person or says thank you.
func (b *bot) assist(ctx context.Context, chat botflow.Conversation, text string) error {
	if err := b.reply(ctx, chat); err != nil {
		return err
	}
	switch {
	case strings.Contains(text, "persona"):
		_, err := b.do(ctx, chat, botflow.HandOff{Epoch: chat.Epoch})
		return err
	case strings.Contains(text, "gracias"):
		_, err := b.do(ctx, chat, botflow.Close{Epoch: chat.Epoch})
		return err
	}
	return nil
}

// handOff passes the chat on. If Reparto says that the assistant answers there, it begins at once.
func (b *bot) handOff(ctx context.Context, chat botflow.Conversation, to botflow.InboxID, priority int32) error {
	if err := b.reply(ctx, chat); err != nil {
		return err
	}
	r, err := b.do(ctx, chat, botflow.HandOff{Inbox: to, Priority: &priority, Epoch: chat.Epoch})
	if err != nil || r.Conversation.Place.State != botflow.StateBot {
		return err
	}
	return b.reply(ctx, r.Conversation)
}

func (b *bot) reply(ctx context.Context, chat botflow.Conversation) error {
	_, err := b.do(ctx, chat, botflow.Reply{Epoch: chat.Epoch})
	return err
}

// do gives a command as the bot in charge.
func (b *bot) do(ctx context.Context, chat botflow.Conversation, cmd botflow.Command) (reparto.Result, error) {
	b.said++
	op := botflow.OpID(fmt.Sprintf("bot:%s:%d", b.message, b.said))
	return b.shop.As(botflow.ByBot(chat.Place.Bot)).Do(ctx, reparto.Conversation(chat.ID), cmd, op)
}
