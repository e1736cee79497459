package storetest

import (
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

func linearChecks() []Check {
	return []Check{
		{
			Duty: 1, Name: "steps and readings have one order",
			Explain: "What callers were shown fits no order in which their steps could have come one after the other: two owners of one chat, or a place given twice (F9, I1, I2).",
			Run:     probing(stepsHaveOneOrder),
		},
	}
}

// seenRow is what a caller was shown of one row, and what they made of it; the same if they only looked.
type seenRow struct {
	row           string // the chat or the agent
	before, after rowState
}

// rowState is a chat as a register (who owns it, and its epoch) or an agent as a counter (the load).
type rowState struct {
	owner botflow.AgentID
	epoch uint64
	load  int
}

// register is the model of one row: who steps is shown what the step before left.
func register() porcupine.Model {
	return porcupine.Model{
		Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
			var rows []string
			byRow := map[string][]porcupine.Operation{}
			for _, op := range history {
				row := op.Output.(seenRow).row
				if byRow[row] == nil {
					rows = append(rows, row)
				}
				byRow[row] = append(byRow[row], op)
			}
			var parts [][]porcupine.Operation
			for _, row := range rows {
				parts = append(parts, byRow[row])
			}
			return parts
		},
		Init: func() any { return rowState{} },
		Step: func(state, _, output any) (bool, any) {
			seen := output.(seenRow)
			return state == any(seen.before), seen.after
		},
	}
}

// The crowd of the check. In a store that can be opened twice every second caller has the second handle.
const (
	linearCallers = 8
	linearSteps   = 24
	linearChats   = 4
	linearAgents  = 3
	linearLimit   = 2
)

// linear lets callers take and give back a few chats and look at them.
type linear struct {
	handles []*probe
	clock   atomic.Int64
}

func stepsHaveOneOrder(p *probe) {
	l := &linear{handles: []*probe{p}}
	if p.h.Second != nil {
		l.handles = append(l.handles, p.beside())
	}
	var c store.Changeset
	for i := range linearAgents {
		c.Agents = append(c.Agents, botflow.Presence{Agent: linearAgent(i)})
	}
	for i := range linearChats {
		c.Conversations = append(c.Conversations, chat(linearChat(i)))
	}
	p.write(c)
	histories := make([][]porcupine.Operation, linearCallers)
	p.together(linearCallers, func(caller int) (err error) {
		histories[caller], err = l.caller(caller)
		return err
	})
	var all []porcupine.Operation
	for _, h := range histories {
		all = append(all, h...)
	}
	for _, op := range all {
		seen := op.Output.(seenRow)
		p.want(seen.after.load <= linearLimit, "agent %q was given %d chats of at most %d", seen.row, seen.after.load, linearLimit)
	}
	result := porcupine.CheckOperationsTimeout(register(), all, 30*time.Second)
	p.want(result != porcupine.Illegal, "what %d callers were shown in %d steps fits no order", linearCallers, len(all))
	p.want(result == porcupine.Ok, "no order was found in time: %s", result)
	p.verified()
}

func linearAgent(i int) botflow.AgentID       { return botflow.AgentID(fmt.Sprint("agent ", i)) }
func linearChat(i int) botflow.ConversationID { return botflow.ConversationID(fmt.Sprint("chat ", i)) }

// caller makes random steps and says what it was shown, and when: the clock only has to tell what came before what.
func (l *linear) caller(caller int) (history []porcupine.Operation, err error) {
	p, r := l.handles[caller%len(l.handles)], rand.New(rand.NewPCG(uint64(caller), 5))
	for range linearSteps {
		id, agent := linearChat(r.IntN(linearChats)), linearAgent(r.IntN(linearAgents))
		key := store.Key{Conversations: []botflow.ConversationID{id}, Agents: []botflow.AgentID{agent}}
		var seen []seenRow
		called := l.clock.Add(1)
		if r.IntN(4) == 0 {
			var loaded store.Loaded
			loaded, err = p.Get(p.ctx, key)
			seen = rowsOf(loaded, store.Changeset{})
		} else {
			err = p.Apply(p.ctx, key, func(loaded store.Loaded) (store.Changeset, error) {
				c := takeOrGiveBack(loaded, agent)
				seen = rowsOf(loaded, c)
				return c, nil
			})
		}
		if err != nil {
			return nil, err
		}
		returned := l.clock.Add(1)
		for _, row := range seen {
			history = append(history, porcupine.Operation{ClientId: caller, Call: called, Return: returned, Output: row})
		}
	}
	return history, nil
}

// takeOrGiveBack gives a chat back that somebody owns, or gives it to the agent if they are below their limit.
func takeOrGiveBack(l store.Loaded, agent botflow.AgentID) store.Changeset {
	c := takeOrReturn(l, agent)
	for _, a := range c.Agents {
		if a.Load > linearLimit {
			return store.Changeset{}
		}
	}
	return c
}

// rowsOf lists what was shown and what became of it.
func rowsOf(l store.Loaded, c store.Changeset) (rows []seenRow) {
	for _, x := range l.Conversations {
		row := seenRow{row: "chat " + string(x.ID), before: rowState{owner: x.Place.Owner, epoch: x.Epoch}}
		row.after = row.before
		for _, y := range c.Conversations {
			row.after = rowState{owner: y.Place.Owner, epoch: y.Epoch}
		}
		rows = append(rows, row)
	}
	for _, x := range l.Agents {
		row := seenRow{row: "agent " + string(x.Agent), before: rowState{load: x.Load}}
		row.after = row.before
		for _, y := range c.Agents {
			if y.Agent == x.Agent {
				row.after = rowState{load: y.Load}
			}
		}
		rows = append(rows, row)
	}
	return rows
}
