package storetest

import (
	"fmt"
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/store"
)

func listChecks() []Check {
	return []Check{
		{
			Duty: 13, Name: "a list is what matches",
			Explain: "A list or a counter left out a chat that the asker may see, or showed one that they may not, or in another order (I5, Q2, Q4).",
			Run:     probing(listIsWhatMatches),
		},
		{
			Duty: 13, Name: "pages repeat and skip nothing",
			Explain: "While others moved, a chat that did not move came on two pages or on none (Q3).",
			Run:     probing(pagesRepeatAndSkipNothing),
		},
	}
}

// pages reads a list to its end.
func (p *probe) pages(q inbox.Query) []botflow.Conversation {
	var all []botflow.Conversation
	for range 10_000 {
		page, err := p.List(p.ctx, q)
		p.no(err, "list")
		p.want(len(page.Conversations) <= q.PageSize(), "a page has %d conversations instead of at most %d", len(page.Conversations), q.PageSize())
		all = append(all, page.Conversations...)
		if !page.More {
			return all
		}
		p.want(page.Next != q.After, "a page leads on to itself: %+v", q.After)
		q.After = page.Next
	}
	p.want(false, "a list has no end")
	return nil
}

func ids(all []botflow.Conversation) []botflow.ConversationID {
	var out []botflow.ConversationID
	for _, c := range all {
		out = append(out, c.ID)
	}
	return out
}

func listIsWhatMatches(p *probe) {
	for seed := range uint64(4) {
		w := newWorld(p.in(botflow.AccountID(fmt.Sprint("lists ", seed))), 200+seed, 120)
		for i := range 60 {
			q := w.query()
			if i == 0 {
				q = all()
			}
			q.Limit = []int{1, 3, 50, 0}[w.r.IntN(4)]
			want := w.sorted(q.Match, q.Order.Key)
			got := w.pages(q)
			w.same(fmt.Sprintf("the list of %+v", q), ids(got), ids(want))
			w.same("the conversations of a list", got, want)
			for _, upTo := range []int{0, 1, 10, 1000} {
				n, err := w.Count(w.ctx, q, upTo)
				w.no(err, "count")
				w.want(n == min(upTo, len(want)), "the count up to %d of %d is %d for %+v", upTo, len(want), n, q)
			}
		}
		w.verified()
	}
}

// query makes a random one. Each area has one branch at most, so that branches don't overlap.
func (w *world) query() inbox.Query {
	q := inbox.Query{Order: inbox.Order(w.r.IntN(2))}
	for area := inbox.AreaNone; area <= inbox.AreaClosed; area++ {
		if w.r.IntN(2) == 0 {
			continue
		}
		b := inbox.Branch{Area: area, Private: inbox.Tristate(max(0, w.r.IntN(6)-3))}
		if w.r.IntN(2) == 0 {
			b.Inboxes = []botflow.InboxID{w.inbox(), w.inbox()}[:w.r.IntN(3)]
			slices.Sort(b.Inboxes)
			b.Inboxes, b.NotIn = slices.Compact(b.Inboxes), w.r.IntN(2) == 0
		}
		if w.r.IntN(3) == 0 {
			b.Owner, b.NotOwner = w.agent(), w.r.IntN(2) == 0
		}
		if w.r.IntN(4) == 0 {
			b.Bot = "bot"
		}
		q.Branches = append(q.Branches, b)
	}
	for range w.r.IntN(3) {
		w.narrow(&q.Filter)
	}
	return q
}

// narrow sets one random field of a filter.
func (w *world) narrow(f *inbox.Filter) {
	switch w.r.IntN(15) {
	case 0:
		f.Inbox = w.inbox()
	case 1:
		f.Inbox, f.Aliases = "empty", []botflow.InboxID{w.inbox()}
	case 2:
		f.Inbox = []botflow.InboxID{botflow.Closed, botflow.Personal(w.agent()), "unheard of"}[w.r.IntN(3)]
	case 3:
		f.Owner = w.agent()
	case 4:
		f.Tag = "vip"
	case 5:
		f.States = []botflow.State{botflow.State(1 + w.r.IntN(4)), botflow.State(1 + w.r.IntN(4))}
	case 6:
		f.Channel = "ch1"
	case 7:
		f.Contact = botflow.ContactID(fmt.Sprintf("k%d", w.r.IntN(40)))
	case 8:
		f.Outgoing = inbox.Yes
	case 9:
		f.Private = inbox.No
	case 10:
		f.Unread = inbox.Yes
	case 11:
		f.Awaiting = inbox.No
	case 12:
		f.AwaitingSince = w.instant()
	case 13:
		f.WindowAfter = w.instant()
		f.WindowEndsBy = max(f.WindowAfter, w.instant()+2)
	case 14:
		f.CreatedFrom, f.CreatedTo = 2, max(2, w.instant())
	}
}

func pagesRepeatAndSkipNothing(p *probe) {
	w := newWorld(p, 300, 120)
	for _, order := range []inbox.Order{inbox.ByWaiting, inbox.ByRecency} {
		q := all()
		q.Order, q.Limit = order, 4
		seen, moved := map[botflow.ConversationID]int{}, map[botflow.ConversationID]bool{}
		for more := true; more; {
			page, err := w.List(w.ctx, q)
			w.no(err, "list")
			w.want(page.Next != q.After || !page.More, "a page leads on to itself: %+v", q.After)
			for _, id := range ids(page.Conversations) {
				seen[id]++
			}
			q.After, more = page.Next, page.More
			next := w.chat() // somebody works meanwhile
			if old, ok := w.chats[next.ID]; ok {
				old.LastActivity, old.Unread = next.LastActivity, next.Unread
				w.chats[old.ID], moved[old.ID] = old, true
				w.write(store.Changeset{Conversations: []botflow.Conversation{old}})
			}
		}
		w.want(len(moved) < len(w.chats)/2, "everything moved")
		for id := range w.chats {
			w.want(moved[id] || seen[id] == 1, "%s did not move and came %d times", id, seen[id])
		}
	}
}
