package storetest

import (
	"fmt"
	"maps"
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// history is a random account that does everything a store can be asked for. Its store is a twin, so whatever it writes and
// reads is compared.
type history struct {
	*world
	log      func(format string, args ...any) // says what it does
	restart  func()                           // opens the checked store again; nil: it can't
	accounts func()                           // compares what the account has to do
	last     uint64                           // number of the account's last event
	ops      int                              // operations so far
	clock    int                              // when events are recorded, which never goes back
	jobs     []string                         // that were opened
	lost     []botflow.ConversationID         // chats that went lately
	read     map[string]uint64                // how far each consumer has read, acknowledged or not
	seen     map[string]store.Consumer        // what was read of each consumer some time ago
}

// act does one random thing.
func (h *history) act() {
	acts := []func(){
		h.step, h.step, h.step, h.tell, h.tell, h.tell, h.tell, h.reconfigure, h.forget, h.prune, h.consume, h.consume, h.hold, h.work, h.work, h.ask, h.repeat, h.reopen,
	}
	acts[h.r.IntN(len(acts))]()
}

// put says what it writes, and sometimes tries something like it first that must be refused.
func (h *history) put(c store.Changeset) {
	if h.r.IntN(4) == 3 { // a choice of 0 is the plainest, which a failure shrinks to
		key, wrong, how := h.spoilt(c)
		h.log("refused, as %s:\n%s", how, wrong)
		h.refusedUnder(key, how, wrong)
	}
	h.log("write:\n%s", c)
	h.write(c)
}

// spoilt gives the changeset with a mistake in it, and the key that it is tried under.
func (h *history) spoilt(c store.Changeset) (store.Key, store.Changeset, string) {
	c.Conversations, c.Events, c.Agents = slices.Clone(c.Conversations), slices.Clone(c.Events), slices.Clone(c.Agents)
	key := Naming(c)
	switch n := h.r.IntN(5); {
	case n == 0 && len(c.Events) > 0:
		c.Events[0].Seq += 7
		return key, c, "an event's number is wrong"
	case n == 1 && len(c.Agents) > 0:
		c.Agents[0].Load = -1
		return key, c, "a load is negative"
	case n == 2 && len(c.Conversations) > 0:
		c.Conversations = append(c.Conversations, c.Conversations[0])
		return key, c, "a row is written twice"
	case n == 3 && len(c.Conversations) > 0:
		c.Conversations[0].Channel += "'"
		key.Chat = store.Chat{Channel: c.Conversations[0].Channel, Contact: c.Conversations[0].Contact}
		if _, known := h.before(c.Conversations[0].ID); known {
			return key, c, "a conversation's channel changes"
		}
	}
	c.Contacts = append(slices.Clone(c.Contacts), botflow.Contact{ID: "nobody named"})
	return key, c, "a contact isn't named"
}

// before reads a conversation as it is stored.
func (h *history) before(id botflow.ConversationID) (botflow.Conversation, bool) {
	l := h.get(store.Key{Conversations: []botflow.ConversationID{id}})
	if len(l.Conversations) == 0 {
		return botflow.Conversation{}, false
	}
	return l.Conversations[0], true
}

// tell moves one chat with events of it, an agent and the account, notes, a contact and an operation.
func (h *history) tell() {
	var c store.Changeset
	touched := map[botflow.AgentID]bool{}
	next := h.chat()
	for range h.r.IntN(4) {
		next.Seq++
		e := h.event(botflow.OfConversation(next.ID), next.Seq)
		e.Contact, e.To = next.Contact, next.Place
		if c.Events = append(c.Events, e); h.r.IntN(4) == 0 {
			c.Notes = append(c.Notes, botflow.Note{Conversation: next.ID, Seq: next.Seq, By: botflow.ByAgent(h.agent()), At: h.instant(), Text: h.text()})
		}
	}
	h.move(&c, next, touched)
	if h.r.IntN(2) == 0 {
		touched[h.agent()] = true
	}
	h.count(&c, touched)
	for i := range c.Agents {
		if a := &c.Agents[i]; h.r.IntN(3) == 0 {
			a.Seq++
			c.Events = append(c.Events, h.event(botflow.OfAgent(a.Agent), a.Seq))
			h.presences[a.Agent] = *a
		}
	}
	if h.r.IntN(5) == 0 {
		h.last++
		c.Events = append(c.Events, h.event(botflow.OfAccount(), h.last))
	}
	if h.r.IntN(3) == 0 {
		k := botflow.Contact{ID: next.Contact, Attributes: map[string]string{"city": h.text(), h.text(): "x"}}
		h.contacts[k.ID], c.Contacts = k, []botflow.Contact{k}
	}
	if h.r.IntN(2) == 0 {
		h.ops++
		c.Op, c.At, c.Result = h.op(h.ops), h.instant(), []byte(h.text())
	}
	h.put(c)
}

func (h *history) op(n int) botflow.OpID { return botflow.OpID(fmt.Sprintf("op %d", n)) }

func (h *history) event(of botflow.Subject, seq uint64) botflow.Event {
	h.clock += h.r.IntN(2)
	e := botflow.Event{
		Subject: of, Seq: seq, Type: botflow.Received, At: h.instant(), Recorded: botflow.Instant(h.clock), Episode: uint32(h.r.IntN(3)), Text: h.text(),
		Message: botflow.MessageID(h.text()), By: botflow.ByAgent(h.agent()), Inbox: h.inbox(), Agent: h.agent(),
	}
	if h.r.IntN(3) == 0 {
		e.Tags, e.Changed = []botflow.Tag{"vip"}, map[string]string{"city": h.text()}
		e.Decision = &botflow.Decision{Chosen: h.agent(), Candidates: []botflow.Candidate{{Agent: h.agent()}}}
		e.Responder = &botflow.Responder{Kind: botflow.Assistant, Bot: "bot", Until: h.instant()}
	}
	return e
}

func (h *history) text() string {
	return []string{"", "x", "'; --", "\u00e1\u202e", "\"\\\n", "\U0001f600"}[h.r.IntN(6)]
}

// some picks a few chats, by id.
func (h *history) some() []botflow.ConversationID {
	all := slices.Sorted(maps.Keys(h.chats))
	var few []botflow.ConversationID
	for range min(len(all), h.r.IntN(4)) {
		few = append(few, all[h.r.IntN(len(all))])
	}
	slices.Sort(few)
	return slices.Compact(few)
}

// forget erases some chats, and one that isn't there.
func (h *history) forget() {
	c := store.Changeset{Forget: h.some()}
	touched := map[botflow.AgentID]bool{}
	for _, id := range c.Forget {
		if owner := h.chats[id].Place.Owner; owner != "" {
			touched[owner] = true
		}
		h.lose(id)
	}
	h.count(&c, touched)
	c.Forget = append(c.Forget, "unheard of")
	h.put(c)
}

// lose takes a chat out of the model, and its contact if it was their last.
func (h *history) lose(id botflow.ConversationID) {
	gone, n := h.chats[id], 0
	delete(h.chats, id)
	h.lost = append(h.lost, id)
	h.lost = h.lost[max(0, len(h.lost)-3):]
	if !slices.ContainsFunc(slices.Collect(maps.Values(h.chats)), func(c botflow.Conversation) bool { return c.Contact == gone.Contact }) {
		delete(h.contacts, gone.Contact)
	}
	if _, err := fmt.Sscanf(string(id), "c%d", &n); err == nil {
		h.gone[n]++
	}
}

// prune removes by age, and takes what went out of the model.
func (h *history) prune() {
	keep := store.Retention{Events: botflow.Instant(h.r.IntN(h.clock + 2)), Operations: h.instant() - 1, Conversations: h.instant() - 1}
	h.log("prune: %+v", keep)
	_, err := h.Prune(h.ctx, keep)
	h.no(err, "prune")
	all := slices.Sorted(maps.Keys(h.chats))
	left := ids(h.get(store.Key{Conversations: all}).Conversations)
	for _, id := range all {
		if !slices.Contains(left, id) {
			h.lose(id)
		}
	}
}

// consume reads the feed for one of two consumers, from where they are or behind what they have read, and sometimes acknowledges.
func (h *history) consume() {
	consumer := []string{"a", "b"}[h.r.IntN(2)]
	after := h.read[consumer] * uint64(h.r.IntN(2))
	h.log("feed of %q behind %d", consumer, after)
	records, err := h.Feed(h.ctx, consumer, after, h.r.IntN(6))
	h.no(err, "feed")
	if len(records) > 0 {
		h.read[consumer] = records[len(records)-1].Position
	}
	switch h.r.IntN(6) {
	case 0, 1:
		h.log("acknowledge %d", h.read[consumer])
		h.no(h.Ack(h.ctx, consumer, h.read[consumer]), "ack")
	case 2:
		h.log("acknowledge ahead of the feed")
		h.no(h.Ack(h.ctx, consumer, 1<<62), "ack")
	case 3:
		if len(records) > 0 {
			h.log("acknowledge %d", records[0].Position)
			h.no(h.Ack(h.ctx, consumer, records[0].Position), "ack")
		}
	}
}

// hold advances a consumer with what it holds, from where it is or from where it was, or drops it.
func (h *history) hold() {
	name := []string{"a", "b"}[h.r.IntN(2)]
	c, err := h.Consumer(h.ctx, name)
	h.no(err, "consumer")
	switch h.r.IntN(6) {
	case 4:
		c = h.seen[name]
	case 5:
		h.log("drop %q", name)
		h.no(h.DropConsumer(h.ctx, name), "drop")
	}
	h.seen[name] = c
	c.Name, c.Held, c.Busy = name, nil, h.instant()
	for _, of := range h.subjects() {
		if h.r.IntN(4) == 3 && !slices.ContainsFunc(c.Held, func(x store.Hold) bool { return x.Subject == of }) {
			c.Held = append(c.Held, store.Hold{Subject: of, Seq: uint64(1 + h.r.IntN(4)), Tries: h.r.IntN(3), At: h.instant(), Parked: h.r.IntN(2) == 0, Reason: h.text()})
		}
	}
	slices.SortFunc(c.Held, by(func(x, y *store.Hold) bool { return x.Before(*y) }))
	if h.r.IntN(2) == 0 {
		c.Position = h.read[name]
	}
	h.log("advance %+v", c)
	if _, err = h.Advance(h.ctx, c); err != nil {
		h.log("refused: %v", err)
	}
}

// work opens, moves on and finishes jobs.
func (h *history) work() {
	j := store.Job{ID: fmt.Sprint("job ", h.r.IntN(4)), Kind: store.JobKind(h.r.IntN(2)), At: h.instant()}
	if j.Kind == store.JobRemoveAgent {
		j.Agent = h.agent()
	} else {
		j.Inbox, j.Into = h.inbox(), botflow.General
	}
	if len(h.jobs) > 0 && h.r.IntN(2) == 0 {
		h.put(store.Changeset{Done: []string{h.jobs[h.r.IntN(len(h.jobs))]}})
		return
	}
	h.jobs = append(h.jobs, j.ID)
	h.put(store.Changeset{Jobs: []store.Job{j}})
}

// ask lets decide ask for further rows and writes one that it asked for.
func (h *history) ask() {
	id := h.agent()
	h.log("ask for agent %q", id)
	h.no(h.Apply(h.ctx, store.Key{Conversations: h.some()}, func(l store.Loaded) (store.Changeset, error) {
		if len(l.Scopes) == 0 {
			return store.Changeset{}, &store.More{Key: store.Key{Agents: []botflow.AgentID{id}, Scopes: []botflow.InboxID{botflow.General}}}
		}
		i := slices.IndexFunc(l.Agents, func(p botflow.Presence) bool { return p.Agent == id })
		if i < 0 {
			return store.Changeset{}, nil
		}
		l.Agents[i].Activity++
		return store.Changeset{Agents: l.Agents[i : i+1]}, nil
	}), "ask")
	for _, p := range h.get(store.Key{Agents: []botflow.AgentID{id}}).Agents {
		h.presences[id] = p
	}
}

// repeat delivers an operation again.
func (h *history) repeat() {
	n := 1 + h.r.IntN(h.ops+1)
	h.ops = max(h.ops, n)
	op := h.op(n)
	h.log("repeat %q", op)
	h.no(h.Apply(h.ctx, store.Key{Op: op}, func(l store.Loaded) (store.Changeset, error) {
		if l.Seen {
			return store.Changeset{}, nil
		}
		return store.Changeset{Op: op, At: 3}, nil
	}), "repeat")
	h.refused("its operation has a result already", store.Changeset{Op: op})
}

// reopen lets the checked store go on as a new process.
func (h *history) reopen() {
	if h.restart != nil {
		h.log("reopen")
		h.restart()
	}
}
