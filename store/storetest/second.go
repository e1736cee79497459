package storetest

import (
	"fmt"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/store"
)

func secondChecks() []Check {
	return []Check{
		{
			Duty: 12, Name: "two processes see each other's writes", Needs: NeedSecond,
			Explain: "A process looked after another had written and saw what was before: a chat waits beside a free agent, or a message is decided on an old row (I3, F9).",
			Run:     probing(processesSeeEachOther),
		},
		{
			Duty: 1, Name: "two processes lose no update", Needs: NeedSecond,
			Explain: "Two processes changed one row at the same time and one undid the other: a lock of one process isn't a lock of both (I8, F9).",
			Run:     probing(processesLoseNoUpdate),
		},
	}
}

func processesSeeEachOther(p *probe) {
	both := []*probe{p, p.beside()}
	d := staff("Ana")
	for round := range 12 {
		writer, reader := both[round%2], both[1-round%2]
		d.Inboxes = append(d.Inboxes, directory.Inbox{ID: botflow.InboxID(fmt.Sprint("inbox ", round))})
		c := full()
		c.Op, c.Directory = botflow.OpID(fmt.Sprint("op ", round)), d
		c.Agents[0].Seq, c.Agents[0].Ramped = uint64(round+1), round
		c.Conversations[0].Seq, c.Conversations[0].Rotations = uint64(2*round+2), uint32(round)
		c.Notes[0].Seq, c.Inboxes[0].Turn = uint64(2*round+2), uint64(round+1)
		for i := range c.Events {
			c.Events[i].Seq += uint64(round)
			if c.Events[i].Subject == botflow.OfConversation("1") {
				c.Events[i].Seq += uint64(round)
			}
		}
		writer.write(c)
		mine, theirs := writer.look(), reader.look()
		reader.same("what the second process reads", theirs, mine)
		reader.same("what the second process reads", reader.record(), writer.record())
		l := reader.get(store.Key{Op: c.Op, Conversations: []botflow.ConversationID{"1"}})
		reader.want(l.Seen && l.Revision == uint64(round+1) && l.Conversations[0].Rotations == uint32(round),
			"after write %d by one process, another loads revision %d, the chat's write %d, seen: %t", round, l.Revision, l.Conversations[0].Rotations, l.Seen)
		reader.same("what the second process matches from", reader.view(), writer.view())
	}
	p.verified()
}

func processesLoseNoUpdate(p *probe) {
	const callers, each, slow = 8, 12, 3
	both := []*probe{p, p.beside()}
	p.write(store.Changeset{Directory: staff("Ana")})
	for range slow {
		p.overtaken(both[0].raise, both[1].raise)
	}
	p.together(callers, func(caller int) error {
		for range each {
			if err := both[caller%2].raise(func() {}); err != nil {
				return err
			}
		}
		return nil
	})
	n := both[1].presence("Ana").Ramped
	p.want(n == 2*slow+callers*each, "%d increments by two processes ended at %d", 2*slow+callers*each, n)
}

// raise counts one more on Ana's row. It says when she was loaded.
func (p *probe) raise(loaded func()) error {
	return p.Apply(p.ctx, store.Key{Agents: []botflow.AgentID{"Ana"}}, func(l store.Loaded) (store.Changeset, error) {
		if len(l.Agents) != 1 {
			return store.Changeset{}, fmt.Errorf("an agent whom the directory knows was not loaded")
		}
		loaded()
		l.Agents[0].Ramped++
		return store.Changeset{Agents: l.Agents}, nil
	})
}
