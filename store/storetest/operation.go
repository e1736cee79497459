package storetest

import (
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

func operationChecks() []Check {
	return []Check{
		{
			Duty: 3, Name: "a result is kept",
			Explain: "An operation id that was applied is new again, or its result changed: a message delivered twice is handled twice (E3, I9).",
			Run:     probing(resultIsKept),
		},
		{
			Duty: 3, Name: "one effect under a race",
			Explain: "Two deliveries of one message at the same time both took effect (E3, I9).",
			Run:     probing(oneEffectUnderARace),
		},
	}
}

func resultIsKept(p *probe) {
	for _, id := range []botflow.OpID{"none", "empty", "some"} {
		c := store.Changeset{Op: id, At: 1}
		switch id {
		case "empty":
			c.Result = []byte{}
		case "some":
			c.Result = []byte{0, 255, 1}
		}
		p.want(!p.get(store.Key{Op: id}).Seen, "operation %q is seen before it was applied", id)
		p.write(c)
		l := p.get(store.Key{Op: id})
		p.want(l.Seen && string(l.Result) == string(c.Result), "operation %q: seen %t, result %q instead of %q", id, l.Seen, l.Result, c.Result)
		p.refused("its operation has a result already", store.Changeset{Op: id, Result: []byte("another")})
		l = p.get(store.Key{Op: id})
		p.want(l.Seen && string(l.Result) == string(c.Result), "operation %q has another result: %q", id, l.Result)
	}
	p.want(!p.get(store.Key{Op: "SOME"}).Seen, "an operation id in capitals is another one")
	p.want(!p.get(store.Key{}).Seen, "no operation can't have been seen")
}

func oneEffectUnderARace(p *probe) {
	const callers = 32
	p.write(store.Changeset{Directory: staff("Ana")})
	p.together(callers, func(int) error {
		key := store.Key{Op: "message 1", Agents: []botflow.AgentID{"Ana"}}
		return p.Apply(p.ctx, key, func(l store.Loaded) (store.Changeset, error) {
			if l.Seen {
				return store.Changeset{}, nil
			}
			l.Agents[0].Load++
			return store.Changeset{Op: "message 1", Result: []byte("x"), Agents: l.Agents}, nil
		})
	})
	load := p.presence("Ana").Load
	p.want(load == 1, "one operation by %d callers had %d effects", callers, load)
}
