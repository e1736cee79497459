package storetest

import (
	"fmt"
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

func eventChecks() []Check {
	return []Check{
		{
			Duty: 10, Name: "events have no gap",
			Explain: "A subject's events were written with a number missing or twice: consumers can't tell whether they have seen everything (E1).",
			Run:     probing(eventsHaveNoGap),
		},
		{
			Duty: 10, Name: "a history is in order",
			Explain: "The events of one subject came in another order, from another subject, or more than were asked for (E1).",
			Run:     probing(historyIsInOrder),
		},
		{
			Duty: 10, Name: "notes are in order",
			Explain: "The notes of one chat came in another order, from another chat, or more than were asked for (V1).",
			Run:     probing(notesAreInOrder),
		},
	}
}

// show prints an event with what its pointers lead to.
func show(e botflow.Event) string { return store.Changeset{Events: []botflow.Event{e}}.String() }

// events makes events of one subject with these numbers.
func events(of botflow.Subject, seqs ...uint64) []botflow.Event {
	var all []botflow.Event
	for _, seq := range seqs {
		all = append(all, botflow.Event{Subject: of, Seq: seq, Type: botflow.Received, At: 5, Recorded: 5, Text: fmt.Sprint(of, seq)})
	}
	return all
}

// told is a changeset with events, and with the rows of the conversations and agents that they are about: a row's Seq is the number
// of its last event.
func told(all ...[]botflow.Event) store.Changeset {
	c := store.Changeset{Events: slices.Concat(all...)}
	for _, list := range all {
		of, seq := list[0].Subject, list[len(list)-1].Seq
		switch of.Kind {
		case botflow.SubjectConversation:
			row := chat(botflow.ConversationID(of.ID))
			row.Seq = seq
			c.Conversations = append(c.Conversations, row)
		case botflow.SubjectAgent:
			c.Agents = append(c.Agents, botflow.Presence{Agent: botflow.AgentID(of.ID), Seq: seq})
		case botflow.SubjectAccount:
		}
	}
	return c
}

func eventsHaveNoGap(p *probe) {
	for _, of := range []botflow.Subject{botflow.OfConversation("1"), botflow.OfAgent("1"), botflow.OfAccount()} {
		p.refused("the first event must be number 1", told(events(of, 2)))
		p.write(told(events(of, 1, 2)))
		p.refused("event 2 exists", told(events(of, 2)))
		p.refused("event 1 exists", told(events(of, 1, 2, 3)))
		p.refused("event 3 is missing", told(events(of, 4)))
		p.refused("event 4 is missing", told(events(of, 3, 5)))
		p.write(told(events(of, 3)))
		records, err := p.History(p.ctx, of, 0, 9)
		p.no(err, "history")
		p.want(len(records) == 3, "%s has %d events instead of 3", of, len(records))
	}
}

func historyIsInOrder(p *probe) {
	one, two := botflow.OfConversation("1"), botflow.OfAgent("1")
	for i := range uint64(10) {
		p.write(told(events(one, 3*i+1, 3*i+2, 3*i+3), events(two, i+1)))
	}
	for after := range uint64(33) {
		for _, limit := range []int{0, 1, 7, 99} {
			records, err := p.History(p.ctx, one, after, limit)
			p.no(err, "history")
			p.want(len(records) == min(limit, max(0, 30-int(after))), "after event %d of 30, at most %d: %d events", after, limit, len(records))
			for i, r := range records {
				seq := after + 1 + uint64(i)
				p.same("an event", show(r.Event), show(events(one, seq)[0]))
				p.want(i == 0 || r.Position == 0 || r.Position > records[i-1].Position, "positions don't grow along a history")
			}
		}
	}
}

func notesAreInOrder(p *probe) {
	note := func(of botflow.ConversationID, seq uint64) botflow.Note {
		return botflow.Note{Conversation: of, Seq: seq, At: 1, Text: fmt.Sprint(of, seq)}
	}
	p.write(store.Changeset{
		Conversations: []botflow.Conversation{chat("1"), chat("2")},
		Notes:         []botflow.Note{note("1", 2), note("2", 3), note("1", 5)},
	})
	p.write(store.Changeset{Notes: []botflow.Note{note("1", 9)}})
	p.refused("the note's conversation doesn't exist", store.Changeset{Notes: []botflow.Note{note("unheard of", 1)}})
	p.refused("note 9 exists", store.Changeset{Notes: []botflow.Note{note("1", 9)}})
	for after, want := range map[uint64][]botflow.Note{
		0: {note("1", 2), note("1", 5), note("1", 9)}, 2: {note("1", 5), note("1", 9)}, 4: {note("1", 5), note("1", 9)}, 9: nil,
	} {
		for _, limit := range []int{0, 1, 9} {
			got, err := p.Notes(p.ctx, "1", after, limit)
			p.no(err, "notes")
			p.same(fmt.Sprintf("the notes after %d, at most %d,", after, limit), got, want[:min(limit, len(want))])
		}
	}
}
