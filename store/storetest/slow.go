package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

func slowChecks() []Check {
	return []Check{
		{
			Duty: 10, Name: "a slow step is not passed over",
			Explain: "A step was decided slowly while others were written and read; a consumer that had read those never saw its events (E1).",
			Run:     probing(slowStepIsNotPassedOver),
		},
		{
			Duty: 15, Name: "giving up while waiting is whole or nothing",
			Explain: "A caller gave up while its step waited for a slow one, and a part of the step was written, or the error doesn't say that the caller gave up.",
			Run:     probing(givingUpWhileWaiting),
		},
		{
			Duty: 15, Name: "giving up while deciding is whole or nothing",
			Explain: "A caller gave up between the decision and the write, and a part was written, or an error hides that the caller gave up.",
			Run:     probing(givingUpWhileDeciding),
		},
	}
}

// await waits for something, but only for a moment: a store may let the others wait for a slow step.
func await(something <-chan struct{}) {
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	select {
	case <-something:
	case <-ctx.Done():
	}
}

// slowly applies a changeset whose first decision is only made after something else was done, or a moment later. It says when it
// decides.
func (p *probe) slowly(c store.Changeset, deciding chan<- struct{}, until <-chan struct{}) error {
	var begun atomic.Bool
	return p.Apply(p.ctx, Naming(c), func(store.Loaded) (store.Changeset, error) {
		if begun.CompareAndSwap(false, true) {
			close(deciding)
			await(until)
		}
		return c, nil
	})
}

// overtaken runs a step that decides slowly and another that begins meanwhile. Each says when it has loaded what it decides on.
func (p *probe) overtaken(slow, quick func(loaded func()) error) {
	deciding, done := make(chan struct{}), make(chan struct{})
	p.together(2, func(caller int) error {
		if caller == 0 {
			return slow(sync.OnceFunc(func() { close(deciding); await(done) }))
		}
		defer close(done)
		<-deciding
		return quick(func() {})
	})
}

// follower is a consumer that wants each subject's events in order, and acknowledges them or reads on.
type follower struct {
	name         string
	acknowledges bool
	after        uint64
	seen         map[botflow.Subject]uint64
}

// follow reads to the end of the feed.
func (p *probe) follow(f *follower) error {
	for {
		records, err := p.Feed(p.ctx, f.name, f.after, 2)
		if err != nil || len(records) == 0 {
			return err
		}
		for _, r := range records {
			of := r.Event.Subject
			if f.seen[of]++; r.Event.Seq != f.seen[of] {
				return fmt.Errorf("%s is given event %d of %s instead of %d", f.name, r.Event.Seq, of, f.seen[of])
			}
			if !f.acknowledges {
				f.after = r.Position
			} else if err := p.Ack(p.ctx, f.name, r.Position); err != nil {
				return err
			}
		}
	}
}

func slowStepIsNotPassedOver(p *probe) {
	slow, quick := botflow.OfAgent("slow"), botflow.OfAgent("quick")
	consumers := []*follower{
		{name: "who acknowledges", acknowledges: true, seen: map[botflow.Subject]uint64{}}, {name: "who reads on", seen: map[botflow.Subject]uint64{}},
	}
	follow := func() error { return errors.Join(p.follow(consumers[0]), p.follow(consumers[1])) }
	for round := range uint64(3) {
		deciding, done := make(chan struct{}), make(chan struct{})
		p.together(2, func(caller int) error {
			if caller == 0 {
				return p.slowly(told(events(slow, 2*round+1, 2*round+2)), deciding, done)
			}
			defer close(done)
			<-deciding
			return errors.Join(p.try(told(events(quick, 2*round+1, 2*round+2))), follow())
		})
		p.no(follow(), "feed")
		for _, f := range consumers {
			p.want(f.seen[slow] == 2*round+2 && f.seen[quick] == 2*round+2, "%s has seen %d events of the slow steps and %d of the quick ones, instead of %d each",
				f.name, f.seen[slow], f.seen[quick], 2*round+2)
		}
	}
}

// attempt applies a step of several rows under a context that its caller gives up at some point: the chat's next event, its note and a
// load. It tells whether the step was written, and wants the error to say why not.
func (p *probe) attempt(ctx context.Context, n int, decided func()) error {
	op := botflow.OpID(fmt.Sprint("step ", n))
	err := p.Apply(ctx, store.Key{Op: op, Conversations: []botflow.ConversationID{"1"}, Agents: []botflow.AgentID{"Ana"}},
		func(l store.Loaded) (store.Changeset, error) {
			if len(l.Conversations) != 1 || len(l.Agents) != 1 {
				return store.Changeset{}, errors.New("a row wasn't loaded")
			}
			decided()
			l.Conversations[0].Seq++
			l.Agents[0].Ramped++
			seq := l.Conversations[0].Seq
			return store.Changeset{
				Op: op, Conversations: l.Conversations, Agents: l.Agents, Events: events(botflow.OfConversation("1"), seq),
				Notes: []botflow.Note{{Conversation: "1", Seq: seq, Text: string(op)}},
			}, nil
		})
	l, failed := p.Get(p.ctx, store.Key{Op: op, Conversations: []botflow.ConversationID{"1"}, Agents: []botflow.AgentID{"Ana"}})
	notes, alsoFailed := p.Notes(p.ctx, "1", 0, 999)
	switch {
	case failed != nil || alsoFailed != nil:
		return errors.Join(failed, alsoFailed)
	case err == nil && !l.Seen:
		return fmt.Errorf("step %d was answered for and wasn't written", n)
	case err != nil && !errors.Is(err, ctx.Err()):
		return fmt.Errorf("the caller of step %d gave up and the error is: %w", n, err)
	case uint64(l.Agents[0].Ramped) != l.Conversations[0].Seq || len(notes) != l.Agents[0].Ramped:
		return fmt.Errorf("after step %d, whose caller gave up, the chat counts %d steps, the agent %d, and there are %d notes",
			n, l.Conversations[0].Seq, l.Agents[0].Ramped, len(notes))
	}
	return nil
}

func givingUpWhileWaiting(p *probe) {
	p.write(store.Changeset{Directory: staff("Ana"), Conversations: []botflow.Conversation{chat("1")}})
	for round := range 4 {
		ctx, cancel := context.WithCancel(p.ctx)
		deciding, done := make(chan struct{}), make(chan struct{})
		p.together(3, func(caller int) error {
			switch caller {
			case 0:
				return p.slowly(store.Changeset{Conversations: []botflow.Conversation{}, Inboxes: []store.InboxState{{ID: "x", Turn: uint64(round)}}}, deciding, done)
			case 1:
				<-deciding
				return p.attempt(ctx, round, func() {})
			}
			defer close(done)
			<-deciding
			cancel()
			return nil
		})
		cancel()
	}
	p.no(p.attempt(p.ctx, 99, func() {}), "a step after steps whose callers gave up")
	p.verified()
}

func givingUpWhileDeciding(p *probe) {
	p.write(store.Changeset{Directory: staff("Ana"), Conversations: []botflow.Conversation{chat("1")}})
	for round := range 8 {
		ctx, cancel := context.WithCancel(p.ctx)
		p.no(p.attempt(ctx, round, cancel), "a step whose caller gives up")
		cancel()
	}
	p.no(p.attempt(p.ctx, 99, func() {}), "a step after steps whose callers gave up")
	p.verified()
}
