package storetest

import (
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

func loadChecks() []Check {
	return []Check{
		{
			Duty: 8, Name: "a load is the number written",
			Explain: "The store counted chats in place of reading the agent's number: limits are decided on something that no step wrote (I8).",
			Run:     probing(loadIsTheNumberWritten),
		},
		{
			Duty: 8, Name: "the books are checked",
			Explain: "A load that isn't the number of owned chats, or a row whose events don't add up, went unnoticed by Verify.",
			Run:     probing(booksAreChecked),
		},
	}
}

func loadIsTheNumberWritten(p *probe) {
	owned := chat("1")
	owned.Place = botflow.Place{State: botflow.StateAgent, Owner: "Ana", Since: 1}
	d := staff("Ana")
	d.Inboxes[0].Policy.Limit = 5
	for load, ready := range map[int]int{0: 1, 4: 1, 5: 0, 9: 0} {
		p.write(store.Changeset{
			Directory: d, Conversations: []botflow.Conversation{owned}, Agents: []botflow.Presence{{Agent: "Ana", Load: load, Status: botflow.Online}},
		})
		got := p.presence("Ana").Load
		p.want(got == load, "a load of %d reads as %d", load, got)
		v, err := p.View(p.ctx, store.ViewRequest{Inboxes: []botflow.InboxID{botflow.General}, Chat: "1", Seats: 9, Members: 9})
		p.no(err, "view")
		p.want(len(v.Inboxes) == 1 && len(v.Inboxes[0].Members) == 1, "the view shows %d inboxes", len(v.Inboxes))
		p.want(v.Inboxes[0].Members[0].Load == load, "a seat of load %d shows %d", load, v.Inboxes[0].Members[0].Load)
		p.want(len(v.Inboxes[0].Seats) == ready, "with a load of %d of 5, %d seats are ready instead of %d", load, len(v.Inboxes[0].Seats), ready)
	}
}

func booksAreChecked(p *probe) {
	owned := chat("1")
	owned.Place = botflow.Place{State: botflow.StateAgent, Owner: "Ana", Since: 1}
	for _, wrong := range []store.Changeset{
		{Conversations: []botflow.Conversation{owned}},
		{Agents: []botflow.Presence{{Agent: "Ana", Load: 2}}},
		{Agents: []botflow.Presence{{Agent: "Ana", Load: 1}}, Conversations: []botflow.Conversation{{
			ID: "1", Channel: owned.Channel, Contact: owned.Contact, Place: owned.Place, Seq: 3,
		}}},
	} {
		p.write(wrong)
		found, err := p.Verify(p.ctx)
		p.no(err, "verify")
		p.want(len(found) > 0, "Verify finds nothing wrong after\n%s", wrong)
	}
	p.write(store.Changeset{Conversations: []botflow.Conversation{owned}})
	p.verified()
}
