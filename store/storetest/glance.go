package storetest

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
)

// glances are ways to read something at random. What is read is compared by the twin.
func (h *history) glances() []func() {
	return []func(){
		h.glanceRows, h.glanceView, h.glanceView, h.glanceDue, h.glanceWaiting, h.glanceList, h.glanceList, h.glanceDirectory, h.glanceHistory,
		h.glanceNotes, h.glanceConsumers, h.glanceJobs, h.glanceMembers, h.accounts,
	}
}

func (h *history) glance() {
	all := h.glances()
	all[h.r.IntN(len(all))]()
}

// all reads everything there is.
func (h *history) all() {
	for _, look := range h.glances() {
		look()
	}
	h.get(h.everything())
	for _, of := range h.subjects() {
		_, err := h.History(h.ctx, of, 0, math.MaxInt32)
		h.no(err, "history")
	}
	for _, order := range []inbox.Order{inbox.ByWaiting, inbox.ByRecency} {
		q := all()
		q.Order = order
		h.pages(q)
	}
	for _, consumer := range []string{"a", "late"} {
		_, err := h.Feed(h.ctx, consumer, 0, math.MaxInt32)
		h.no(err, "feed")
	}
	h.due(botflow.Forever, math.MaxInt32)
	h.verified()
}

// everything names all that was ever written.
func (h *history) everything() store.Key {
	k := store.Key{Conversations: slices.Sorted(maps.Keys(h.chats)), Agents: h.agents, Inboxes: h.shared, Scopes: h.shared, Account: true}
	for _, a := range h.agents {
		k.Inboxes, k.Scopes = append(k.Inboxes, botflow.Personal(a)), append(k.Scopes, botflow.Personal(a), botflow.Closed)
		for _, in := range h.shared {
			k.Seats = append(k.Seats, store.SeatKey{Inbox: in, Agent: a})
		}
	}
	for n := range 40 {
		k.Contacts = append(k.Contacts, botflow.ContactID(fmt.Sprintf("k%d", n)))
	}
	return k
}

func (h *history) subjects() []botflow.Subject {
	all := []botflow.Subject{botflow.OfAccount()}
	for _, a := range h.agents {
		all = append(all, botflow.OfAgent(a))
	}
	for _, id := range slices.Sorted(maps.Keys(h.chats)) {
		all = append(all, botflow.OfConversation(id))
	}
	for _, id := range h.lost {
		all = append(all, botflow.OfConversation(id))
	}
	return append(all, botflow.OfConversation("unheard of"))
}

func (h *history) limit() int { return []int{-1, 0, 1, 2, 3, 7, 50, math.MaxInt32}[h.r.IntN(8)] }

func (h *history) glanceRows() {
	k := store.Key{Op: h.op(h.r.IntN(h.ops + 2)), Account: h.r.IntN(2) == 0, Conversations: h.some(), Agents: []botflow.AgentID{h.agent(), "nobody"}}
	if h.r.IntN(2) == 0 {
		c := h.chat()
		k.Chat, k.Contacts = store.Chat{Channel: c.Channel, Contact: c.Contact}, []botflow.ContactID{c.Contact, "nobody"}
	}
	k.Inboxes, k.Scopes = []botflow.InboxID{h.inbox(), "nowhere"}, []botflow.InboxID{h.inbox(), botflow.Closed, "nowhere"}
	k.Seats = []store.SeatKey{{Inbox: h.inbox(), Agent: h.agent()}, {Inbox: h.inbox(), Agent: h.agent()}}
	h.get(k)
}

func (h *history) glanceView() {
	req := store.ViewRequest{Inboxes: append(slices.Clone(h.shared), "nowhere"), Queue: h.limit(), Seats: h.limit(), Members: h.limit(), Start: h.r.Uint64()}
	if few := h.some(); len(few) > 0 && h.r.IntN(3) == 0 {
		req.Chat, req.Inboxes = few[0], []botflow.InboxID{h.inbox()}
	}
	v, err := h.View(h.ctx, req)
	h.no(err, "view")
	for _, in := range v.Inboxes {
		if len(in.Seats) > 0 && in.Seats[0].Order == routing.ByHash { // begin exactly at one of them
			req.Start = uint64(in.Seats[h.r.IntN(len(in.Seats))].Rank())<<1 | uint64(h.r.IntN(2))
			_, err = h.View(h.ctx, req)
			h.no(err, "view")
		}
	}
}

func (h *history) glanceDue() { h.due(h.instant()-1, h.limit()) }

func (h *history) glanceWaiting() {
	_, err := h.Waiting(h.ctx, []botflow.InboxID{"", h.inbox(), "zzz"}[h.r.IntN(3)], h.limit())
	h.no(err, "waiting")
}

// glanceList reads a list page by page: raw branches, or those of an asker under random permissions.
func (h *history) glanceList() {
	q := h.query()
	if h.r.IntN(2) == 0 {
		q.Branches = h.askers()
	}
	q.Limit = []int{1, 2, 5, 0}[h.r.IntN(4)]
	h.pages(q)
	_, err := h.Count(h.ctx, q, h.limit())
	h.no(err, "count")
}

// askers gives the branches of somebody whom the directory knows, or of the host.
func (h *history) askers() []inbox.Branch {
	d, revision, err := h.Directory(h.ctx, 0)
	h.no(err, "directory")
	snapshot, err := directory.Compile(d, revision)
	h.no(err, "compile the directory")
	var p inbox.Permissions
	for _, o := range inbox.Options() {
		if h.r.IntN(4) == 0 {
			p.Options = append(p.Options, o)
		}
	}
	matrix := p.Matrix()
	asker, _ := snapshot.Asker([]botflow.Actor{botflow.ByAgent(h.agent()), botflow.ByAgent(h.agent()), {}}[h.r.IntN(3)])
	return inbox.Branches(&matrix, &asker)
}

func (h *history) glanceDirectory() {
	_, _, err := h.Directory(h.ctx, uint64(h.r.IntN(4)))
	h.no(err, "directory")
}

func (h *history) glanceHistory() {
	all := h.subjects()
	_, err := h.History(h.ctx, all[h.r.IntN(len(all))], uint64(h.r.IntN(4)), h.limit())
	h.no(err, "history")
}

func (h *history) glanceNotes() {
	for _, id := range append(h.some(), h.lost...) {
		_, err := h.Notes(h.ctx, id, uint64(h.r.IntN(3)), h.limit())
		h.no(err, "notes")
	}
}

func (h *history) glanceConsumers() {
	_, err := h.Consumers(h.ctx, []string{"", "a", "b"}[h.r.IntN(3)], h.limit())
	h.no(err, "consumers")
	for _, name := range []string{"a", "b", "unheard of"} {
		_, err = h.Consumer(h.ctx, name)
		h.no(err, "consumer")
	}
}

func (h *history) glanceJobs() {
	_, err := h.Jobs(h.ctx, h.limit())
	h.no(err, "jobs")
}

func (h *history) glanceMembers() {
	j := store.Job{Kind: store.JobRemoveAgent, Agent: h.agent()}
	if h.r.IntN(2) == 0 {
		j = store.Job{Kind: store.JobDeleteInbox, Inbox: h.inbox()}
	}
	_, err := h.Members(h.ctx, j, h.limit())
	h.no(err, "members")
}
