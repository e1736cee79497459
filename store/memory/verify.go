package memory

import (
	"context"
	"fmt"
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// Verify implements [store.Store]. It builds all indexes anew from the rows and compares them with those that were kept.
func (a *account) Verify(ctx context.Context) ([]string, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	b := &books{}
	fresh := a.rebuilt()
	a.verifyLoads(b)
	a.verifyEvents(b)
	a.verifySeats(b)
	compareSets(b, "list", a.shelvesByName(), fresh.shelvesByName())
	compareSets(b, "owner", a.owned, fresh.owned)
	compareSets(b, "inbox", a.inside, fresh.inside)
	compareSets(b, "queue", a.queues, fresh.queues)
	compareSets(b, "affinity", a.leads, fresh.leads)
	compareSet(b, "inboxes with a queue", a.waiting, fresh.waiting)
	compareSet(b, "wakes", a.wakes, fresh.wakes)
	compareSet(b, "operations", a.aging, fresh.aging)
	compareSet(b, "jobs", a.agenda, fresh.agenda)
	slices.Sort(b.wrong)
	return b.wrong, nil
}

// books collects violations.
type books struct{ wrong []string }

func (b *books) add(format string, args ...any) {
	b.wrong = append(b.wrong, fmt.Sprintf(format, args...))
}

// rebuilt files the same rows into empty indexes.
func (a *account) rebuilt() *account {
	fresh := newAccount()
	for _, row := range a.chats {
		fresh.file(row, filing{}, filingOf(&row.Conversation))
	}
	for _, k := range a.contacts {
		fresh.lead(k)
	}
	for _, g := range a.agents {
		fresh.rearm(botflow.Wake{}, presenceAt(g.Wake), store.WakeAgent, string(g.Agent))
	}
	for id, r := range a.rooms {
		fresh.rearm(botflow.Wake{}, assignmentAt(r.wake), store.WakeInbox, string(id))
	}
	for _, r := range a.results {
		fresh.aging.add(r)
	}
	for _, j := range a.jobs {
		fresh.agenda.add(j)
	}
	return fresh
}

func (a *account) shelvesByName() map[string]*ordered[entry] {
	all := make(map[string]*ordered[entry], 2*len(a.shelves))
	for s, l := range a.shelves {
		for i, set := range l {
			all[fmt.Sprintf("%s/%d %q in order %d", s.Area, s.By, s.ID, i)] = set
		}
	}
	return all
}

// compareSets compares each set of an index with the one it should be.
func compareSets[K ~string, T comparable](b *books, what string, kept, fresh map[K]*ordered[T]) {
	for k, set := range kept {
		compareSet(b, fmt.Sprintf("%s %q", what, k), set, fresh[k])
	}
	for k, set := range fresh {
		if kept[k] == nil {
			b.add("index of %s %q: it is missing; %d rows belong there", what, k, set.size())
		}
	}
}

func compareSet[T comparable](b *books, what string, kept, fresh *ordered[T]) {
	at, walked := fresh.start(), 0
	for x := range kept.all() {
		if y, ok := at.item(); !ok || x != y {
			b.add("index of %s: row %d of it isn't the one that belongs there", what, walked)
			return
		}
		at, walked = at.next(), walked+1
	}
	if walked != fresh.size() || walked != kept.size() {
		b.add("index of %s: it has %d rows and counts %d instead of %d", what, walked, kept.size(), fresh.size())
	}
}

// verifyLoads counts what every agent owns (I8).
func (a *account) verifyLoads(b *books) {
	owned := make(map[botflow.AgentID]int)
	for _, row := range a.chats {
		if row.Place.State == botflow.StateAgent {
			owned[row.Place.Owner]++
		}
		if k := a.contacts[row.Contact]; k != row.contact || !slices.Contains(k.chats, row) {
			b.add("conversation %q: contact %q doesn't know it", row.ID, row.Contact)
		}
	}
	for id, g := range a.agents {
		if g.Load != owned[id] {
			b.add("agent %q: the load is %d but they own %d conversations", id, g.Load, owned[id])
		}
		delete(owned, id)
	}
	for id, n := range owned {
		b.add("agent %q: there is no row but they own %d conversations", id, n)
	}
}

// verifyEvents wants each subject's events without a gap up to the number that its row knows (E1).
func (a *account) verifyEvents(b *books) {
	for of, h := range a.logs {
		for i, r := range h.records {
			if r.Event.Seq+uint64(len(h.records)-1-i) != h.last {
				b.add("%s: event %d has a gap behind it; the last is %d", of, r.Event.Seq, h.last)
			}
		}
	}
	for id, row := range a.chats {
		if last := a.lastSeq(botflow.OfConversation(id)); row.Seq != last {
			b.add("conversation %q: it counts %d events but has %d", id, row.Seq, last)
		}
	}
	for id, g := range a.agents {
		if last := a.lastSeq(botflow.OfAgent(id)); g.Seq != last {
			b.add("agent %q: they count %d events but have %d", id, g.Seq, last)
		}
	}
	for i, r := range a.feed[min(1, len(a.feed)):] {
		if r.Position <= a.feed[i].Position {
			b.add("feed: position %d comes after %d", r.Position, a.feed[i].Position)
		}
	}
}

// verifySeats compares every seat with the directory and the agent's row.
func (a *account) verifySeats(b *books) {
	expected := 0
	if a.snapshot != nil {
		expected = len(a.snapshot.Seats())
		for _, rules := range a.snapshot.Seats() {
			g, r := a.agents[rules.Agent], a.rooms[rules.Inbox]
			if g == nil || r == nil || g.seats[rules.Inbox] == nil {
				b.add("inbox %q: agent %q has no seat", rules.Inbox, rules.Agent)
				continue
			}
			s := g.seats[rules.Inbox]
			if s.Seat != seated(rules, r.turns[rules.Agent], &g.Presence) {
				b.add("inbox %q: the seat of agent %q is stale", rules.Inbox, rules.Agent)
			}
			if !r.members.has(s) || r.ready.has(s) != s.Ready() {
				b.add("inbox %q: agent %q isn't where their seat belongs", rules.Inbox, rules.Agent)
			}
		}
	}
	for id, r := range a.rooms {
		ready, humans := 0, 0
		for s := range r.members.all() {
			expected--
			if s.Ready() {
				ready++
			}
			if available(&s.Seat) {
				humans++
			}
		}
		if ready != r.ready.size() || humans != r.humans {
			b.add("inbox %q: %d ready seats and %d humans are kept, %d and %d there", id, r.ready.size(), r.humans, ready, humans)
		}
	}
	if expected != 0 {
		b.add("seats: %d are missing", expected)
	}
}
