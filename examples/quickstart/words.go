package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/repartogo/reparto/botflow"
)

// words says in a few words why an event happened; "" if its place says it all.
func (t *timeline) words(e *botflow.Event) string {
	switch e.Type {
	case botflow.HandedOff:
		return handOffWords(e)
	case botflow.OutOfHours:
		return "closed: notice sent, opens " + e.Until.Time().In(t.zone).Format("Mon 15:04")
	case botflow.NobodyEligible:
		return waitWords(e.Decision)
	case botflow.Assigned:
		return assignedWords(e)
	case botflow.Rotated:
		return fmt.Sprintf("%s didn't answer in time; %s", e.Other, chosenWords(e.Decision))
	case botflow.RotationSkipped:
		return string(e.Agent) + " didn't answer in time, nobody else to turn to: " + othersWords(e.Decision)
	case botflow.Queued:
		return "" // what follows says it
	case botflow.Reopened:
		return reopenedWords(e)
	case botflow.Taken:
		return "takes it"
	case botflow.Returned:
		return strings.TrimSpace("returned by " + string(e.Other) + quote(e.Text))
	case botflow.Transferred:
		return strings.TrimSpace("passed on by " + string(e.Other) + quote(e.Text))
	case botflow.Expired:
		return expiredWords(e)
	default:
		return labelWords(e)
	}
}

// labelWords is for events that don't move a chat between people.
func labelWords(e *botflow.Event) string {
	switch e.Type {
	case botflow.Restored:
		return string(e.Agent) + " writes by template" + quote(e.Text)
	case botflow.TemplateSent:
		if e.Agent == "" {
			return "campaign" + quote(e.Text)
		}
		return string(e.Agent) + " writes by template" + quote(e.Text)
	case botflow.SendFailed:
		return "not delivered:" + quote(e.Text)
	case botflow.Noted:
		return "note by " + e.By.ID + quote(e.Text)
	case botflow.AffinityChanged:
		if e.Agent == "" {
			return "affinity with " + string(e.Other) + " ends"
		}
		return "affinity with " + string(e.Agent)
	case botflow.ClosedEvent:
		return "closed: " + string(e.Reason)
	case botflow.PriorityChanged:
		return fmt.Sprintf("priority %d", e.Priority)
	case botflow.Moved:
		return "moved by " + e.By.ID
	default:
		return string(e.Type)
	}
}

func handOffWords(e *botflow.Event) string {
	words := ""
	switch {
	case e.Responder != nil && e.Responder.Kind == botflow.Assistant:
		words = string(e.Responder.Why) + ": the assistant answers"
	case e.From.Assistant:
		words = "the assistant hands over"
	}
	if e.Priority != 0 {
		words = strings.TrimPrefix(fmt.Sprintf("%s, priority %d", words, e.Priority), ", ")
	}
	return words
}

func assignedWords(e *botflow.Event) string {
	if e.Decision == nil {
		return "assigned by " + e.By.ID
	}
	return chosenWords(e.Decision)
}

func reopenedWords(e *botflow.Event) string {
	if e.Rule == "L27" {
		return "back soon after closing"
	}
	return "reopened"
}

func expiredWords(e *botflow.Event) string {
	if e.Rule == "L32" {
		return "the template found nobody"
	}
	return "its 24-hour window has ended"
}

// lateness says of a message that it was long on its way.
func (t *timeline) lateness(e *botflow.Event) string {
	if e.Type != botflow.Received || e.At.Sub(e.SentAt) < time.Minute {
		return ""
	}
	return "sent at " + e.SentAt.Time().In(t.zone).Format("15:04:05")
}

// refusedWords says why an act wasn't possible. What may not be seen is "not found", whether or not it exists.
func refusedWords(why error) string {
	words := strings.TrimPrefix(why.Error(), "reparto: ")
	if botflow.CodeOf(why) == botflow.CodeNotFound {
		words += ": it isn't theirs to see any more"
	}
	return words
}

// chosenWords says why the chosen agent, and what kept the others out.
func chosenWords(d *botflow.Decision) string {
	words := "by turn"
	if d.Why == botflow.ReasonAffinity {
		words = "by affinity"
	}
	if others := othersWords(d); others != "" {
		words += " (" + others + ")"
	}
	return words
}

// waitWords says why nobody could be given the chat.
func waitWords(d *botflow.Decision) string {
	switch d.Why {
	case botflow.ReasonClosedHours:
		return "waits for the opening"
	case botflow.ReasonOff:
		return "waits to be taken by hand"
	default:
		return "waits: " + othersWords(d)
	}
}

// othersWords groups the agents who couldn't be given the chat by reason. Whose turn it merely wasn't isn't named.
func othersWords(d *botflow.Decision) string {
	var order []botflow.Reason
	by := map[botflow.Reason][]string{}
	for _, c := range d.Candidates {
		switch c.Reason {
		case botflow.ReasonNotTurn, botflow.ReasonTurn, botflow.ReasonAffinity, botflow.ReasonOwner, botflow.ReasonRole:
		default:
			if by[c.Reason] == nil {
				order = append(order, c.Reason)
			}
			by[c.Reason] = append(by[c.Reason], string(c.Agent))
		}
	}
	parts := make([]string, len(order))
	for i, reason := range order {
		parts[i] = fmt.Sprintf("%s %s", strings.Join(by[reason], ", "), reason)
	}
	return strings.Join(parts, "; ")
}

func presenceWords(e *botflow.Event) string {
	switch e.Cause {
	case botflow.CauseInactivity:
		return "did nothing for too long"
	case botflow.CauseActivity:
		return "is back"
	default:
		return ""
	}
}

// quote adds a text in quotation marks, cut to fit a line.
func quote(text string) string {
	const most = 48
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most-1]) + "…"
	}
	if text == "" {
		return ""
	}
	return " «" + text + "»"
}
