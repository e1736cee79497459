package storetest

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
)

// world is a random account: what was written to the store under check, kept in plain maps. Instants are few and close, so
// that ties are common.
type world struct {
	*probe
	r         source
	commit    func(store.Changeset) // writes to the store
	agents    []botflow.AgentID
	shared    []botflow.InboxID
	directory directory.Directory
	chats     map[botflow.ConversationID]botflow.Conversation
	contacts  map[botflow.ContactID]botflow.Contact
	presences map[botflow.AgentID]botflow.Presence
	turns     map[store.SeatKey]uint64
	inboxes   map[botflow.InboxID]store.InboxState
	gone      map[int]int // how often the chat of a number was forgotten: its id never comes again
}

// source is where random choices come from: a seeded generator, or one whose choices can be shrunk.
type source interface {
	IntN(n int) int // below n
	Uint64() uint64
}

// newWorld makes an account with agents and inboxes and writes random steps to it.
func newWorld(p *probe, seed uint64, steps int) *world {
	w := emptyWorld(p, rand.New(rand.NewPCG(seed, 7)))
	w.reconfigure()
	for i := range steps {
		if i > 0 && w.r.IntN(25) == 0 {
			w.reconfigure()
		}
		w.step()
	}
	return w
}

// emptyWorld makes an account with agents and inboxes but no chats.
func emptyWorld(p *probe, r source) *world {
	w := &world{
		probe: p, r: r, commit: p.write, gone: map[int]int{},
		chats: map[botflow.ConversationID]botflow.Conversation{}, contacts: map[botflow.ContactID]botflow.Contact{},
		presences: map[botflow.AgentID]botflow.Presence{}, turns: map[store.SeatKey]uint64{}, inboxes: map[botflow.InboxID]store.InboxState{},
	}
	for i := range 2 + w.r.IntN(6) {
		w.agents = append(w.agents, botflow.AgentID(fmt.Sprintf("%c%d", "aBc"[i%3], i)))
	}
	w.shared = []botflow.InboxID{botflow.General, "Sales", "sales", "Support", "empty"}
	return w
}

// reconfigure writes a random directory.
func (w *world) reconfigure() {
	d := directory.Directory{}
	agents := w.agents[:len(w.agents)-w.r.IntN(2)] // one may be unknown
	for _, id := range agents {
		d.Agents = append(d.Agents, directory.Agent{
			ID: id, Limit: max(0, w.r.IntN(12)-6), Disabled: w.r.IntN(6) == 5, Role: botflow.Role(w.r.IntN(3)), Attends: w.r.IntN(2) == 0,
		})
	}
	strategies := []routing.Strategy{routing.RoundRobin, routing.LeastLoaded, routing.FreeShare, routing.LongestIdle, routing.Random, routing.FixedOrder}
	for _, id := range w.shared {
		if id != botflow.General && w.r.IntN(8) == 7 {
			continue // as if it had been deleted
		}
		in := directory.Inbox{ID: id, Policy: routing.Policy{
			Enabled: w.r.IntN(8) < 7, Eligible: routing.Eligible(w.r.IntN(2)), Limit: w.r.IntN(4) * w.r.IntN(4), Strategy: strategies[w.r.IntN(len(strategies))],
		}}
		for _, agent := range agents {
			if id != botflow.General && w.r.IntN(2) == 0 {
				in.Members = append(in.Members, agent)
			}
			if w.r.IntN(12) == 11 {
				in.Policy.Excluded = append(in.Policy.Excluded, agent)
			}
		}
		d.Inboxes = append(d.Inboxes, in)
	}
	w.directory = d
	w.commit(store.Changeset{Directory: &d})
}

// step writes a few random rows in one changeset.
func (w *world) step() {
	var c store.Changeset
	touched := map[botflow.AgentID]bool{w.agent(): true}
	for range 1 + w.r.IntN(3) {
		next := w.chat()
		if !slices.ContainsFunc(c.Conversations, func(x botflow.Conversation) bool { return x.ID == next.ID }) {
			w.move(&c, next, touched)
		}
	}
	w.count(&c, touched)
	if w.r.IntN(2) == 0 {
		k := botflow.Contact{ID: c.Conversations[0].Contact}
		if w.r.IntN(2) == 0 {
			k.Affinity = w.agent()
		}
		w.contacts[k.ID] = k
		c.Contacts = append(c.Contacts, k)
	}
	if w.r.IntN(2) == 0 {
		s := store.InboxState{ID: w.inbox(), Turn: uint64(w.r.IntN(90)), Wake: w.instant()}
		t := store.Turn{Inbox: s.ID, Agent: w.agent(), Ordinal: 1 + uint64(w.r.IntN(5))}
		w.inboxes[s.ID], w.turns[store.SeatKey{Inbox: t.Inbox, Agent: t.Agent}] = s, t.Ordinal
		c.Inboxes, c.Turns = []store.InboxState{s}, []store.Turn{t}
	}
	w.commit(c)
}

// move writes a conversation and touches those who owned it and own it now.
func (w *world) move(c *store.Changeset, next botflow.Conversation, touched map[botflow.AgentID]bool) {
	for _, owner := range []botflow.AgentID{w.chats[next.ID].Place.Owner, next.Place.Owner} {
		if owner != "" {
			touched[owner] = true
		}
	}
	c.Conversations = append(c.Conversations, next)
	w.chats[next.ID] = next
}

// count writes the rows of those who were touched, with their loads as they are now.
func (w *world) count(c *store.Changeset, touched map[botflow.AgentID]bool) {
	statuses := []botflow.Status{botflow.Offline, botflow.Away, botflow.Online, botflow.Online, botflow.Online}
	for _, id := range slices.Sorted(maps.Keys(touched)) {
		p := w.presences[id]
		p.Agent, p.Load = id, w.owned(id)
		if w.r.IntN(2) == 0 {
			p.Status, p.Since, p.IdleFrom, p.Ramped = statuses[w.r.IntN(len(statuses))], w.instant(), w.instant(), w.r.IntN(3)
			p.Wake = w.instant() * botflow.Instant(w.r.IntN(2))
		}
		w.presences[id] = p
		c.Agents = append(c.Agents, p)
	}
}

// chat makes a random conversation: a new one, or another state of an old one.
func (w *world) chat() botflow.Conversation {
	n := w.r.IntN(120)
	c := botflow.Conversation{
		ID: botflow.ConversationID(fmt.Sprintf("c%d%s", n, strings.Repeat("'", w.gone[n]))), Channel: botflow.ChannelID(fmt.Sprintf("ch%d", n%3)),
		Contact:   botflow.ContactID(fmt.Sprintf("k%d", n/3)),
		LastOwner: w.agent(), LastInbound: w.instant(), LastActivity: w.instant(), EpisodeAt: w.instant(), QueuedAt: w.instant(),
		Unread: w.r.IntN(2) == 0, Private: w.r.IntN(3) == 0, Outgoing: w.r.IntN(2) == 0, Priority: int32(w.r.IntN(3) - 1), Epoch: uint64(n),
	}
	c.Seq = w.chats[c.ID].Seq
	if w.r.IntN(2) == 0 {
		c.Unanswered, c.Tags, c.WindowEnds = w.instant(), []botflow.Tag{"vip"}, 4
	}
	if w.r.IntN(3) == 0 {
		c.Returner, c.ReturnUntil, c.NobodyTold = w.agent(), w.instant(), true
	}
	if w.r.IntN(3) > 0 {
		c.TakenFrom = w.inbox()
	}
	c.Place = botflow.Place{State: botflow.State(1 + w.r.IntN(4)), Since: w.instant()}
	switch c.Place.State {
	case botflow.StateBot:
		c.Place.Bot, c.Place.Assistant = "bot", w.r.IntN(2) == 0
	case botflow.StateAgent:
		c.Place.Owner = w.agent()
		if w.r.IntN(4) < 3 {
			c.LastOwner = c.Place.Owner
		}
	case botflow.StateInbox:
		c.Place.Inbox = []botflow.InboxID{w.inbox(), w.inbox(), botflow.Closed, botflow.Personal(w.agent())}[w.r.IntN(4)]
	case botflow.StateNone, botflow.StateExpired:
	}
	if w.r.IntN(2) == 0 {
		c.Wake = botflow.Wake{At: w.instant(), Rank: botflow.RankEnding}
	}
	return c
}

func (w *world) agent() botflow.AgentID   { return w.agents[w.r.IntN(len(w.agents))] }
func (w *world) inbox() botflow.InboxID   { return w.shared[w.r.IntN(len(w.shared)-1)] } // the last stays empty
func (w *world) instant() botflow.Instant { return botflow.Instant(1 + w.r.IntN(5)) }

// owned counts, which only a model may.
func (w *world) owned(id botflow.AgentID) (n int) {
	for _, c := range w.chats {
		if c.Place.Owner == id {
			n++
		}
	}
	return n
}

// sorted gives the conversations that pass, in the order of a key and then of their ids.
func (w *world) sorted(passes func(*botflow.Conversation) bool, key func(*botflow.Conversation) int64) []botflow.Conversation {
	var all []botflow.Conversation
	for _, c := range w.chats {
		if passes(&c) {
			all = append(all, c)
		}
	}
	slices.SortFunc(all, func(a, b botflow.Conversation) int {
		return cmp.Or(cmp.Compare(key(&a), key(&b)), cmp.Compare(a.ID, b.ID))
	})
	return all
}

// all is a query for every conversation.
func all() inbox.Query {
	var q inbox.Query
	for area := inbox.AreaBot; area <= inbox.AreaClosed; area++ {
		q.Branches = append(q.Branches, inbox.Branch{Area: area})
	}
	return q
}
