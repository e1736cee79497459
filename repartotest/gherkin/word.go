package gherkin

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/routing"
)

// lookUp finds a word's meaning, whatever the case, or lists the words there are.
func lookUp[V any](what, word string, words map[string]V) (V, error) {
	for _, known := range slices.Sorted(maps.Keys(words)) {
		if strings.EqualFold(known, strings.TrimSpace(word)) {
			return words[known], nil
		}
	}
	var none V
	return none, fmt.Errorf("%q is no %s: write one of %s", word, what, strings.Join(slices.Sorted(maps.Keys(words)), ", "))
}

func status(word string) (botflow.Status, error) {
	return lookUp("presence", word, map[string]botflow.Status{
		"Online": botflow.Online, "Away": botflow.Away, "Offline": botflow.Offline,
		"en línea": botflow.Online, "ausente": botflow.Away, "desconectado": botflow.Offline,
	})
}

func assistantState(word string) (directory.AssistantState, error) {
	return lookUp("state of an assistant", word, map[string]directory.AssistantState{
		"Draft": directory.Draft, "Active": directory.Active, "Inactive": directory.Inactive,
		"Borrador": directory.Draft, "Activo": directory.Active, "Inactivo": directory.Inactive,
	})
}

func priority(word string) (routing.Priority, error) {
	return lookUp("priority", word, map[string]routing.Priority{
		"Humans": routing.HumansFirst, "Assistant": routing.AssistantFirst,
		"Asesores Humanos": routing.HumansFirst, "Asistente Inteligente": routing.AssistantFirst,
	})
}

func preset(word string) (routing.Policy, error) {
	return lookUp("preset", word, map[string]routing.Policy{
		"sales": routing.Sales(), "support": routing.Support(), "ventas": routing.Sales(), "soporte": routing.Support(),
	})
}

func onOff(word string) (bool, error) {
	return lookUp("switch", word, map[string]bool{"on": true, "off": false})
}

// nothing tells words that mean none.
func nothing(word string) bool {
	return slices.Contains([]string{"", "0", "none", "never", "off", "nobody"}, strings.ToLower(strings.TrimSpace(word)))
}

func view(word string) (inbox.View, error) {
	words := map[string]inbox.View{}
	for _, v := range inbox.Views() {
		words[v.String()] = v
	}
	return lookUp("view", word, words)
}

// event reads the name of an event of a conversation.
func event(word string) (botflow.EventType, error) {
	for _, known := range botflow.EventTypes() {
		if known == botflow.AgentChanged {
			break // from here on they are the account's
		}
		if string(known) == word {
			return known, nil
		}
	}
	return "", fmt.Errorf("%q is no event of a conversation: docs/scenarios.md lists them", word)
}

func reasons() []botflow.Reason {
	return []botflow.Reason{
		botflow.ReasonNotMember, botflow.ReasonExcluded, botflow.ReasonRole, botflow.ReasonAway, botflow.ReasonOffline, botflow.ReasonFull,
		botflow.ReasonReturned, botflow.ReasonRampIn, botflow.ReasonClosedHours, botflow.ReasonDisabled, botflow.ReasonOwner,
		botflow.ReasonNotTurn, botflow.ReasonOff, botflow.ReasonAffinity, botflow.ReasonNoAgents,
	}
}

func reason(word string) (botflow.Reason, error) {
	if r := botflow.Reason(word); slices.Contains(reasons(), r) {
		return r, nil
	}
	return "", fmt.Errorf("%q is no reason of a decision: write one of %q", word, reasons())
}

func codes() []botflow.Code {
	return []botflow.Code{
		botflow.CodeNotFound, botflow.CodeNotAllowed, botflow.CodeNotOwner, botflow.CodeTaken, botflow.CodeSessionExpired, botflow.CodeIllegal,
		botflow.CodeNotInCharge, botflow.CodeNoInbox, botflow.CodeNoAgent, botflow.CodeNoTag, botflow.CodeInboxNotEmpty, botflow.CodeLimit,
		botflow.CodeSamePlace, botflow.CodeMismatch, botflow.CodeInvalid, botflow.CodeConflict,
	}
}
