package reparto

import (
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
)

// world is what a step is decided in: the configuration, the rows that were loaded, and the time.
type world struct {
	snap     *directory.Snapshot
	loaded   *store.Loaded
	ledger   *ledger
	now      botflow.Instant // when the step takes effect
	recorded botflow.Instant
	by       botflow.Actor
}

// channel gives the channel's rules. A conversation outlives its channel: then the defaults hold.
func (w *world) channel(c *botflow.Conversation) (botflow.ChannelRules, error) {
	ch, ok := w.snap.ChannelRules(c.Channel)
	if !ok && c.Place.State == botflow.StateNone {
		return ch, botflow.Invalid("channel", "is not in the directory: "+string(c.Channel))
	}
	if !ok {
		ch = botflow.ChannelRules{Window: directory.DefaultWindow, TemplateWait: directory.TemplateWait, Tolerance: w.snap.Tolerance()}
	}
	return ch, nil
}

// contact gives the conversation's contact; one that was never written is new.
func (w *world) contact(id botflow.ContactID) botflow.Contact {
	for _, c := range w.loaded.Contacts {
		if c.ID == id {
			return c
		}
	}
	return botflow.Contact{ID: id}
}

// learn lets further steps of the same changeset see a contact as it has become: their chats share them.
func (w *world) learn(next botflow.Contact) {
	for i := range w.loaded.Contacts {
		if w.loaded.Contacts[i].ID == next.ID {
			w.loaded.Contacts[i] = next
			return
		}
	}
	w.loaded.Contacts = append(w.loaded.Contacts, next)
}

// inbox gives the hot row of an inbox, or asks for it.
func (w *world) inbox(id botflow.InboxID) (store.InboxState, error) {
	for _, s := range w.loaded.Inboxes {
		if s.ID == id {
			return s, nil
		}
	}
	return store.InboxState{}, &store.More{Key: store.Key{Inboxes: []botflow.InboxID{id}}}
}

// env gathers what the step needs to know, or asks for the rows that it lacks.
func (w *world) env(c *botflow.Conversation, cmd botflow.Command) (botflow.Env, error) {
	env := botflow.Env{Now: w.now, Recorded: w.recorded, By: w.by, Contact: w.contact(c.Contact)}
	ch, err := w.channel(c)
	if err != nil {
		return env, err
	}
	env.Channel = ch
	facts := botflow.Need(c, cmd, ch)
	env.Home = w.snap.InboxRules(facts.Home, w.now)
	if facts.Target != "" {
		env.Target = w.snap.InboxRules(facts.Target, w.now)
		if !env.Target.Exists {
			env.Target.ID = facts.Target
		}
	}
	if facts.Agent != "" {
		env.Enabled = w.snap.Enabled(facts.Agent)
	}
	if facts.Pick {
		env.ClockBy = w.snap.AnswerBy(env.Home.ID, c.ClockFrom)
	}
	if facts.Bot {
		env.BotUsable = w.snap.AssistantUsable(c.Place.Bot, c.Channel, w.now)
	}
	if taker := w.byHand(cmd); w.snap.Enabled(taker) {
		if env.Full, err = w.ledger.full(w.snap, facts.Home, taker); err != nil {
			return env, err
		}
	}
	if facts.Enter {
		entry, unknown := w.entry(c, facts.Named, ch)
		env.Entry, env.Unknown = w.snap.InboxRules(entry, w.now), unknown
		if facts.First {
			env.First, err = w.first(entry, c.Channel)
		}
	}
	return env, err
}

// entry gives the inbox that a chat enters from outside (L5). A scope whose inbox was deleted is its destination now (S8).
func (w *world) entry(c *botflow.Conversation, named botflow.InboxID, ch botflow.ChannelRules) (botflow.InboxID, bool) {
	now := *c
	if now.Scope != "" {
		now.Scope = w.snap.Resolve(now.Scope)
	}
	return botflow.Entry(&now, named, ch, w.snap.Exists)
}

// byHand gives whom a person's command would make the owner.
func (w *world) byHand(cmd botflow.Command) botflow.AgentID {
	switch cmd := cmd.(type) {
	case botflow.Take:
		return w.by.Agent()
	case botflow.Assign:
		return cmd.Agent
	case botflow.Transfer:
		return cmd.Agent
	}
	return ""
}

// scope gives what is so in an inbox now, or asks for it.
func (w *world) scope(id botflow.InboxID) (store.Scope, error) {
	for _, s := range w.loaded.Scopes {
		if s.ID == id {
			return s, nil
		}
	}
	return store.Scope{}, &store.More{Key: store.Key{Scopes: []botflow.InboxID{id}}}
}

// first asks who answers first in a scope (RULES section 2).
func (w *world) first(scope botflow.InboxID, ch botflow.ChannelID) (botflow.Responder, error) {
	row, err := w.scope(scope)
	if err != nil {
		return botflow.Responder{}, err
	}
	return routing.First(w.snap.FirstInput(scope, ch, w.now, row.Humans)), nil
}
