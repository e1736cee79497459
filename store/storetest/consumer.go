package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

func consumerChecks() []Check {
	return []Check{
		{
			Duty: 19, Name: "a consumer is kept whole",
			Explain: "What a consumer's handler failed with was forgotten or mixed up: an event is lost, or tried for ever (E1).",
			Run:     probing(consumerIsKeptWhole),
		},
		{
			Duty: 19, Name: "a consumer moves on from where it was seen",
			Explain: "A process that had fallen asleep wrote an old position or old holds over newer ones: events are lost (E1).",
			Run:     probing(consumerMovesOn),
		},
		{
			Duty: 19, Name: "one of those who move a consumer wins",
			Explain: "Two processes read one consumer and both wrote it: what the first wrote down is lost (E1).",
			Run:     probing(oneMoverWins),
		},
		{
			Duty: 19, Name: "consumers are listed and dropped",
			Explain: "A consumer that nobody runs any more can't be found or ended, and everything is kept for it for ever (E4).",
			Run:     probing(consumersAreListedAndDropped),
		},
		{
			Duty: 14, Name: "what is held stays",
			Explain: "An event was removed while a consumer held it: once the handler is mended it is never handed out (E4).",
			Run:     probing(heldStays),
		},
	}
}

// consumer reads one.
func (p *probe) consumer(name string) store.Consumer {
	c, err := p.Consumer(p.ctx, name)
	p.no(err, "consumer %q", name)
	return c
}

// advance writes a consumer, which must not have moved.
func (p *probe) advance(c store.Consumer) store.Consumer {
	revision, err := p.Advance(p.ctx, c)
	p.no(err, "advance %q", c.Name)
	p.want(revision != c.Revision, "an advance left the revision of %q at %d", c.Name, revision)
	c.Revision = revision
	return c
}

// moved wants a consumer to be refused as one that has moved.
func (p *probe) moved(when string, c store.Consumer) {
	before := p.consumer(c.Name)
	_, err := p.Advance(p.ctx, c)
	p.want(errors.Is(err, store.ErrMoved), "%s an advance from revision %d to position %d answers %v", when, c.Revision, c.Position, err)
	p.same("a consumer whose advance was refused", p.consumer(c.Name), before)
}

// held makes a hold of an agent's event.
func held(of botflow.AgentID, seq uint64) store.Hold {
	return store.Hold{Subject: botflow.OfAgent(of), Seq: seq, Tries: 1, At: 1, Reason: "no"}
}

func consumerIsKeptWhole(p *probe) {
	p.write(told(events(botflow.OfAccount(), 1, 2, 3)))
	p.same("an unknown consumer", p.consumer("c"), store.Consumer{Name: "c"})
	records := p.unread("c", 9)
	c := p.consumer("c")
	p.want(c.Revision != 0, "a consumer that has read has revision 0")
	c.Busy = botflow.Forever
	c.Position = records[1].Position
	for i := range store.MaxHeld - 5 {
		c.Held = append(c.Held, held(botflow.AgentID(fmt.Sprint(i)), uint64(i+1)))
	}
	c.Held = append(
		c.Held,
		store.Hold{Subject: botflow.OfAccount(), Seq: 1<<63 - 1, Tries: 1 << 30, At: botflow.Forever, Parked: true, Reason: strings.Repeat("ñ", store.MaxReason/2)},
		held("B", 1), held("a\u0301", 1), held("\u00e1", 1), store.Hold{Subject: botflow.OfConversation("B"), Seq: 1},
	)
	slices.SortFunc(c.Held, func(a, b store.Hold) int {
		if a.Before(b) {
			return -1
		}
		return 1
	})
	c = p.advance(c)
	p.same("what was written of a consumer", p.consumer("c"), c)
	p.want(len(p.unread("c", 9)) == 1, "the feed of a consumer that advanced begins elsewhere")
	c.Position, c.Busy, c.Held = 0, 0, []store.Hold{held("1", 7)}
	c = p.advance(c)
	c.Position = records[1].Position // as it was: positions don't go back
	p.same("a consumer written with an older position and fewer holds", p.consumer("c"), c)
	c.Position = 1 << 62
	c = p.advance(c)
	p.write(told(events(botflow.OfAccount(), 4)))
	p.want(len(p.unread("c", 9)) == 1, "an advance ahead of the feed swallowed an event")
	for why, wrong := range map[string][]store.Hold{
		"a subject is held twice": {held("1", 1), held("1", 2)}, "holds are out of order": {held("2", 1), held("1", 1)},
		"nothing is held": {{Subject: botflow.OfAccount()}},
	} {
		c.Held = wrong
		_, err := p.Advance(p.ctx, c)
		p.want(errors.Is(err, store.ErrChangeset), "%s, and Advance answers %v", why, err)
	}
}

func consumerMovesOn(p *probe) {
	p.write(told(events(botflow.OfAgent("Ana"), 1, 2, 3)))
	p.moved("before the consumer has read,", store.Consumer{Name: "c", Position: 1})
	p.want(p.consumer("c").Revision == 0, "asking for a consumer, or an advance that was refused, made it known")
	records := p.unread("c", 9)
	seen := p.consumer("c")
	all := []uint64{seen.Revision}
	c := seen
	for i, seq := range []uint64{1, 2} {
		c.Position, c.Held = records[i].Position, []store.Hold{held("Ana", seq)}
		c = p.advance(c)
		p.moved("after another advance,", seen)
		all = append(all, c.Revision)
	}
	p.ack("c", records[2].Position)
	p.moved("after an acknowledgement,", c)
	p.same("what is held after an acknowledgement", p.consumer("c").Held, c.Held)
	all = append(all, p.consumer("c").Revision)
	for range 5 { // a name that was dropped comes back, and an old process with it
		p.no(p.DropConsumer(p.ctx, "c"), "drop")
		for _, revision := range all {
			p.moved("after it was dropped,", store.Consumer{Name: "c", Revision: revision, Position: records[2].Position})
		}
		p.want(len(p.unread("c", 9)) == 3, "a consumer that was dropped doesn't begin anew")
		c = p.consumer("c")
		p.want(len(c.Held) == 0, "a consumer that was dropped still holds %d subjects", len(c.Held))
		for _, revision := range all {
			p.moved("after it was dropped and came back,", store.Consumer{Name: "c", Revision: revision, Position: records[2].Position})
		}
		all = append(all, c.Revision)
	}
}

// oneMoverWins lets several read a consumer, and then all write it at the same time.
func oneMoverWins(p *probe) {
	const movers = 6
	p.unread("c", 1)
	for round := range 12 {
		seen := p.consumer("c")
		var won atomic.Int32
		p.together(movers, func(mover int) error {
			c := seen
			c.Held = []store.Hold{held(botflow.AgentID(fmt.Sprint(mover)), uint64(round+1))}
			revision, err := p.Advance(p.ctx, c)
			if errors.Is(err, store.ErrMoved) {
				return nil
			}
			if err != nil {
				return err
			}
			won.Add(1)
			c.Revision = revision
			if kept, err := p.Consumer(p.ctx, "c"); err != nil || fmt.Sprint(kept) != fmt.Sprint(c) {
				return errors.Join(fmt.Errorf("whoever won finds %+v instead of %+v", kept, c), err)
			}
			return nil
		})
		p.want(won.Load() == 1, "of %d who moved a consumer from one revision %d won", movers, won.Load())
	}
}

func consumersAreListedAndDropped(p *probe) {
	other := p.in("Acme")
	list := func(p *probe, after string, limit int) []string {
		names, err := p.Consumers(p.ctx, after, limit)
		p.no(err, "consumers")
		return names
	}
	p.want(len(list(p, "", 9)) == 0, "a new account has consumers")
	for _, name := range []string{"b", "a\u0301", "a", "\u00e1", "B"} {
		p.unread(name, 1)
	}
	p.ack("c", 0)
	p.same("the consumers", list(p, "", 9), []string{"B", "a", "a\u0301", "b", "c", "\u00e1"})
	p.same("two consumers after a", list(p, "a", 2), []string{"a\u0301", "b"})
	p.want(len(list(p, "", 0)) == 0, "a limit of 0 gives consumers")
	p.want(len(list(other, "", 9)) == 0, "another account has its consumers")
	other.unread("b", 1)
	p.no(p.DropConsumer(p.ctx, "b"), "drop")
	p.no(p.DropConsumer(p.ctx, "b"), "drop again")
	p.no(p.DropConsumer(p.ctx, "unheard of"), "drop an unknown consumer")
	p.same("the consumers without b", list(p, "", 9), []string{"B", "a", "a\u0301", "c", "\u00e1"})
	p.same("another account's consumers", list(other, "", 9), []string{"b"})
	p.want(p.consumer("b").Revision == 0, "a dropped consumer is known")
}

func heldStays(p *probe) {
	ana, one := botflow.OfAgent("Ana"), botflow.OfConversation("1")
	c := closed("1")
	c.Seq = 2
	p.write(store.Changeset{
		Conversations: []botflow.Conversation{c}, Agents: []botflow.Presence{{Agent: "Ana", Seq: 3}, {Agent: "Beto", Seq: 1}},
		Events: slices.Concat(events(ana, 1, 2, 3), events(one, 1, 2), events(botflow.OfAgent("Beto"), 1)),
	})
	records := p.unread("broken", 9)
	broken := p.consumer("broken")
	broken.Position = records[len(records)-1].Position
	broken.Held = []store.Hold{{Subject: one, Seq: 2, Parked: true}, held("Ana", 2)}
	broken = p.advance(broken)
	p.unread("sound", 1)
	sound := p.consumer("sound")
	sound.Position, sound.Held = broken.Position, []store.Hold{held("Ana", 3)}
	p.advance(sound)
	kept := func(when string, of botflow.Subject, want int) {
		history, err := p.History(p.ctx, of, 0, 9)
		p.no(err, "history")
		p.want(len(history) == want, "%s, of %s %d events are kept instead of %d", when, of, len(history), want)
	}
	p.prune()
	kept("held from the second on", ana, 2)
	kept("held by nobody", botflow.OfAgent("Beto"), 0)
	kept("held, of a chat", one, 2)
	p.want(len(p.get(store.Key{Conversations: []botflow.ConversationID{"1"}}).Conversations) == 1, "a chat went while an event of it was held")
	broken.Held = []store.Hold{{Subject: one, Seq: 3}, held("Ana", 3)}
	broken = p.advance(broken)
	p.prune()
	p.prune()
	kept("skipped but for the last", ana, 1)
	kept("skipped, of a chat", one, 0)
	broken.Held = nil
	p.advance(broken)
	p.prune()
	kept("held by one of two", ana, 1)
	p.no(p.DropConsumer(p.ctx, "sound"), "drop")
	p.prune()
	kept("held by a consumer that was dropped", ana, 0)
	p.verified()
}
