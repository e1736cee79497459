package directory

import (
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
)

// Asker gives an actor as the directory knows them, role and memberships included: never as they say (V5). False for an
// unknown or disabled agent, a bot that is neither a channel's nor an assistant, and a contact, who only appears in events:
// they may do nothing. An assistant that is a draft or inactive is still known: it may be in charge of a chat (F9).
func (s *Snapshot) Asker(actor botflow.Actor) (inbox.Asker, bool) {
	switch actor.Kind {
	case botflow.ActorSystem:
		return inbox.Asker{Kind: botflow.ActorSystem}, true
	case botflow.ActorAgent:
		a, ok := s.agents[actor.Agent()]
		if !ok || a.Disabled {
			return inbox.Asker{}, false
		}
		return inbox.Asker{
			Kind: botflow.ActorAgent, Agent: a.ID, Role: a.Role, Inboxes: s.reach[a.ID],
			MayRestore: !a.CannotRestore, Attends: a.attends(),
		}, true
	case botflow.ActorBot:
		bot := actor.Bot()
		if s.bots[bot] {
			return inbox.Asker{Kind: botflow.ActorBot, Bot: bot}, true
		}
	case botflow.ActorContact:
	}
	return inbox.Asker{}, false
}

// Matrix gives the account's permission matrix: the default with the account's options and edits (RULES 7). It is shared:
// read it, don't change it.
func (s *Snapshot) Matrix() *inbox.Matrix { return &s.matrix }
