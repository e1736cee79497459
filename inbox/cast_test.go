package inbox_test

import (
	"slices"
	"strings"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
)

const (
	ventas  botflow.InboxID = "Ventas"
	soporte botflow.InboxID = "Soporte"

	now    botflow.Instant = 1_000_000
	past                   = now - 1
	future                 = now + 1
)

func person(id botflow.AgentID, role botflow.Role, inboxes ...botflow.InboxID) *inbox.Asker {
	inboxes = append(inboxes, botflow.General)
	slices.Sort(inboxes)
	return &inbox.Asker{Kind: botflow.ActorAgent, Agent: id, Role: role, Inboxes: inboxes, MayRestore: true}
}

func bot(id botflow.BotID) *inbox.Asker { return &inbox.Asker{Kind: botflow.ActorBot, Bot: id} }

// cast gives everybody that the tables speak of. Ana owns, Berta works beside her in Ventas, Carlos elsewhere; Sara and Abel
// manage and are members of Ventas, Samuel and Alba aren't.
func cast() map[string]*inbox.Asker {
	return map[string]*inbox.Asker{
		"ana":    person("ana", botflow.RoleAgent, ventas),
		"berta":  person("berta", botflow.RoleAgent, ventas),
		"carlos": person("carlos", botflow.RoleAgent, soporte),
		"sara":   person("sara", botflow.RoleSupervisor, ventas),
		"samuel": person("samuel", botflow.RoleSupervisor),
		"abel":   person("abel", botflow.RoleAdmin, ventas),
		"alba":   person("alba", botflow.RoleAdmin),
		"flow":   bot("flow"),
		"other":  bot("other"),
		"system": {},
	}
}

// chat is a conversation whose window is open.
func chat(place botflow.Place) *botflow.Conversation {
	return &botflow.Conversation{ID: "c1", Channel: "web", Contact: "customer", Place: place, WindowEnds: future}
}

func inBot() botflow.Place { return botflow.Place{State: botflow.StateBot, Bot: "flow"} }

func waiting(in botflow.InboxID) botflow.Place {
	return botflow.Place{State: botflow.StateInbox, Inbox: in}
}

func ownedBy(a botflow.AgentID) botflow.Place {
	return botflow.Place{State: botflow.StateAgent, Owner: a}
}

func expired() botflow.Place { return botflow.Place{State: botflow.StateExpired} }

// scenes gives one conversation for each place of the table, all of them Ventas' but the first two.
func scenes() map[string]*botflow.Conversation {
	all := map[string]*botflow.Conversation{
		"BOT":      chat(inBot()),
		"General":  chat(waiting(botflow.General)),
		"Ventas":   chat(waiting(ventas)),
		"Personal": chat(waiting(botflow.Personal("ana"))),
		"AGENTE":   chat(ownedBy("ana")),
		"EXPIRADO": chat(expired()),
		"Closed":   chat(waiting(botflow.Closed)),
	}
	for _, name := range []string{"Ventas", "Personal", "AGENTE", "EXPIRADO", "Closed"} {
		all[name].TakenFrom = ventas
	}
	for _, name := range []string{"AGENTE", "EXPIRADO", "Closed"} {
		all[name].LastOwner = "ana"
	}
	return all
}

// verdict gives an error's code in the short form that the tables use.
func verdict(err error) string {
	if err == nil {
		return "yes"
	}
	return string(botflow.CodeOf(err))
}

// contains tells whether a name is one of the words.
func contains(words, name string) bool { return slices.Contains(strings.Fields(words), name) }
