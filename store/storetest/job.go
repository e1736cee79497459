package storetest

import (
	"fmt"
	"maps"
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

func jobChecks() []Check {
	return []Check{
		{
			Duty: 17, Name: "a job stays until it is done",
			Explain: "Half-done work was forgotten: a removed agent's chats stay with them (S8).",
			Run:     probing(jobStaysUntilDone),
		},
		{
			Duty: 17, Name: "a job's members are what it has to visit",
			Explain: "A job skipped a chat, or never ends: chats stay with an agent who is gone or in an inbox that is gone (S8, L54).",
			Run:     probing(jobsMembers),
		},
	}
}

func jobStaysUntilDone(p *probe) {
	job := func(id string, at botflow.Instant) store.Job {
		return store.Job{ID: id, Kind: store.JobDeleteInbox, Inbox: "Sales", Into: botflow.General, At: at}
	}
	open := func(want ...store.Job) {
		for _, limit := range []int{0, 1, 9} {
			got, err := p.Jobs(p.ctx, limit)
			p.no(err, "jobs")
			p.same(fmt.Sprintf("the open jobs, at most %d,", limit), got, want[:min(limit, len(want))])
		}
	}
	open()
	p.write(store.Changeset{Jobs: []store.Job{job("b", 2), job("c", 1)}})
	p.write(store.Changeset{Jobs: []store.Job{job("a", 2)}})
	open(job("c", 1), job("a", 2), job("b", 2))
	p.write(store.Changeset{Jobs: []store.Job{job("c", 3)}, Done: []string{"a", "unheard of"}})
	open(job("b", 2), job("c", 3))
	p.write(store.Changeset{Done: []string{"b", "c"}})
	open()
}

func jobsMembers(p *probe) {
	w := newWorld(p, 17, 90)
	jobs := []store.Job{{Kind: store.JobRemoveAgent, Agent: "nobody"}, {Kind: store.JobDeleteInbox, Inbox: "nowhere"}}
	for _, a := range w.agents {
		jobs = append(jobs, store.Job{Kind: store.JobRemoveAgent, Agent: a})
	}
	for _, id := range w.shared {
		jobs = append(jobs, store.Job{Kind: store.JobDeleteInbox, Inbox: id})
	}
	for _, job := range jobs {
		want := w.members(job)
		for _, limit := range []int{0, 1, 5, 1000} {
			got, err := w.Members(w.ctx, job, limit)
			w.no(err, "members")
			w.same(fmt.Sprintf("the members of %+v, at most %d,", job, limit), got, want[:min(limit, len(want))])
		}
	}
}

// members makes a job's members from the model.
func (w *world) members(job store.Job) []botflow.ConversationID {
	visits := map[botflow.ConversationID]bool{}
	first := map[botflow.ContactID]botflow.ConversationID{}
	for id, c := range w.chats {
		if lowest, ok := first[c.Contact]; !ok || id < lowest {
			first[c.Contact] = id
		}
		switch job.Kind {
		case store.JobRemoveAgent:
			if c.Place.Owner == job.Agent || c.Place.Inbox == botflow.Personal(job.Agent) {
				visits[id] = true
			}
		case store.JobDeleteInbox:
			if c.Place.Inbox == job.Inbox {
				visits[id] = true
			}
		}
	}
	for contact, id := range first {
		if job.Kind == store.JobRemoveAgent && w.contacts[contact].Affinity == job.Agent {
			visits[id] = true
		}
	}
	return slices.Sorted(maps.Keys(visits))
}
