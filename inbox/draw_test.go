package inbox_test

import (
	"slices"

	"pgregory.net/rapid"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
)

func drawAgent(t *rapid.T, label string) botflow.AgentID {
	return rapid.SampledFrom([]botflow.AgentID{"ana", "berta", "carlos"}).Draw(t, label)
}

func sharedInboxes() []botflow.InboxID {
	return []botflow.InboxID{botflow.General, "Antigua", soporte, ventas}
}

// drawMatrix draws options in any order and valid edits on top, or anything at all: a matrix is plain data.
func drawMatrix(t *rapid.T) inbox.Matrix {
	if rapid.IntRange(0, 3).Draw(t, "anything") == 0 {
		var m inbox.Matrix
		for row := range m {
			seen := rapid.Uint16().Draw(t, inbox.Row(row).String())
			for as := range m[row] {
				m[row][as] = inbox.Rights(seen>>as&1) * inbox.See
			}
		}
		m[inbox.RowNew] = inbox.Default()[inbox.RowNew]
		return m
	}
	p := inbox.Permissions{Options: rapid.SliceOfNDistinct(rapid.SampledFrom(inbox.Options()), 0, 5, rapid.ID).Draw(t, "options")}
	for range rapid.IntRange(0, 8).Draw(t, "edits") {
		e := inbox.Edit{Row: rapid.SampledFrom(inbox.Rows()).Draw(t, "row"), As: rapid.SampledFrom(inbox.Relations()).Draw(t, "as")}
		e.Grant = rapid.SampledFrom([]inbox.Rights{0, inbox.See, inbox.See | inbox.Take | inbox.Note}).Draw(t, "grant")
		if e.Grant == 0 {
			e.Revoke = rapid.SampledFrom([]inbox.Rights{inbox.See, inbox.Take | inbox.Move}).Draw(t, "revoke")
		}
		if e.Validate() == nil {
			p.Edits = append(p.Edits, e)
		}
	}
	if err := p.Validate(); err != nil {
		t.Fatal(err)
	}
	return p.Matrix()
}

func drawAsker(t *rapid.T) *inbox.Asker {
	switch rapid.IntRange(0, 7).Draw(t, "kind") {
	case 0:
		return &inbox.Asker{}
	case 1:
		return bot(rapid.SampledFrom([]botflow.BotID{"flow", "other"}).Draw(t, "bot"))
	}
	role := rapid.SampledFrom([]botflow.Role{botflow.RoleAgent, botflow.RoleAgent, botflow.RoleSupervisor, botflow.RoleAdmin}).Draw(t, "role")
	var in []botflow.InboxID
	for _, id := range sharedInboxes() {
		if rapid.Bool().Draw(t, string(id)) {
			in = append(in, id)
		}
	}
	slices.Sort(in)
	return &inbox.Asker{
		Kind: botflow.ActorAgent, Agent: drawAgent(t, "asker"), Role: role, Inboxes: in,
		MayRestore: rapid.Bool().Draw(t, "mayRestore"), Attends: rapid.Bool().Draw(t, "attends"),
	}
}

func drawPlace(t *rapid.T, label string) botflow.Place {
	switch rapid.IntRange(0, 6).Draw(t, label) {
	case 0:
		return botflow.Place{State: botflow.StateBot, Bot: rapid.SampledFrom([]botflow.BotID{"flow", "other"}).Draw(t, "bot"), Assistant: rapid.Bool().Draw(t, "assistant")}
	case 1, 2:
		return waiting(rapid.SampledFrom(sharedInboxes()).Draw(t, "inbox"))
	case 3:
		return waiting(botflow.Personal(drawAgent(t, "personal")))
	case 4:
		return ownedBy(drawAgent(t, "owner"))
	case 5:
		return expired()
	}
	return waiting(botflow.Closed)
}

func drawConversation(t *rapid.T) *botflow.Conversation {
	c := chat(drawPlace(t, "place"))
	if rapid.IntRange(0, 19).Draw(t, "begun") == 0 {
		return &botflow.Conversation{ID: "c1"}
	}
	c.Previous = drawPlace(t, "previous")
	c.TakenFrom = rapid.SampledFrom(append(sharedInboxes(), "")).Draw(t, "takenFrom")
	c.Private, c.Unread = rapid.Bool().Draw(t, "private"), rapid.Bool().Draw(t, "unread")
	if c.LastOwner = c.Place.Owner; c.LastOwner == "" && rapid.Bool().Draw(t, "owned before") {
		c.LastOwner = drawAgent(t, "lastOwner")
	}
	if rapid.Bool().Draw(t, "window closed") {
		c.WindowEnds = past
	}
	return c
}
