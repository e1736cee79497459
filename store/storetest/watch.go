package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// defaultPatience is how long a check waits for what must come soon. Nothing but time tells that it doesn't come.
const defaultPatience = 20 * time.Second

func watchChecks() []Check {
	return []Check{
		{
			Duty: 20, Name: "who begins to watch looks first",
			Explain: "Somebody began to watch right after a write that they had not seen, and nobody told them to look: it stays unseen for a sweep.",
			Run:     watching(aWatchBegins),
		},
		{
			Duty: 20, Name: "what is written is told",
			Explain: "One process wrote, and those who watch were not told, or kept it waiting: an event or a deadline waits for their sweep.",
			Run:     watching(whatIsWrittenIsTold),
		},
		{
			Duty: 20, Name: "a wake is told in time",
			Explain: "A wake was set, and those who watch were told of none, or of a later one: they sleep beyond a deadline.",
			Run:     watching(aWakeIsToldInTime),
		},
		{
			Duty: 20, Name: "a watch ends with its context",
			Explain: "A process stops while its watch goes on, or takes the end that it wanted for a line that was lost.",
			Run:     watching(aWatchEnds),
		},
	}
}

// watch is a probe of an account whose database is watched, and one that writes to it.
type watch struct {
	*probe
	writer *probe
	to     store.Watcher
}

// watching makes a check's function of one that works with a watch. Of a database that tells nothing, nothing is wanted.
func watching(check func(w *watch)) func(testing.TB, Harness) error {
	return probing(func(p *probe) {
		to, watched := p.db.(store.Watcher)
		if !watched {
			return
		}
		w := &watch{probe: p, writer: p, to: to}
		if p.h.Second != nil {
			w.writer = p.beside()
		}
		w.writer.write(store.Changeset{Directory: staff("Ana")})
		check(w)
	})
}

// ear is somebody who watches. They take what they hear one by one, and until then heard doesn't return.
type ear struct {
	heard chan news
	ended chan error
	over  chan struct{} // closed when the watch has ended
	stop  context.CancelFunc
	soon  context.Context // ends when what must come soon should have come
}

// news is what was heard.
type news struct {
	account botflow.AccountID
	wake    botflow.Instant
}

// begin begins to watch. Whoever hears something looks into the store, as they may.
func (w *watch) begin() *ear {
	patience := w.h.Patience
	if patience == 0 {
		patience = defaultPatience
	}
	ctx, stop := context.WithCancel(w.ctx)
	soon, enough := context.WithTimeout(w.ctx, patience)
	w.tb.Cleanup(enough)
	e := &ear{heard: make(chan news), ended: make(chan error, 1), over: make(chan struct{}), stop: stop, soon: soon}
	go func() {
		defer close(e.over)
		e.ended <- w.to.Watch(ctx, func(account botflow.AccountID, wake botflow.Instant) {
			_, _ = w.Get(ctx, store.Key{})
			select {
			case e.heard <- news{account, wake}:
			case <-ctx.Done():
			}
		})
	}()
	return e
}

// end ends the watch and waits until it has ended.
func (e *ear) end() {
	e.stop()
	select {
	case <-e.over:
	case <-e.soon.Done():
	}
}

// listen watches while do runs.
func (w *watch) listen(do func(e *ear)) {
	e := w.begin()
	defer e.end()
	e.await("that something may have been missed", func(n news) bool { return n.account == "" })
	do(e)
}

// await takes what is heard until it is what must come.
func (e *ear) await(what string, is func(news) bool) {
	for {
		select {
		case n := <-e.heard:
			if is(n) {
				return
			}
		case err := <-e.ended:
			want(false, "the watch ended by itself: %v", err)
		case <-e.soon.Done():
			want(false, "nobody was told %s", what)
		}
	}
}

// writes writes, which must not wait until somebody takes what they hear.
func (e *ear) writes(by *probe, changes ...store.Changeset) {
	done := make(chan error, 1)
	go func() {
		var err error
		for i := range changes {
			err = errors.Join(err, by.try(changes[i]))
		}
		done <- err
	}()
	select {
	case err := <-done:
		by.no(err, "write")
	case <-e.soon.Done():
		want(false, "a writer waits for those who watch")
	}
}

// of tells whether news are of an account; those of none are of all.
func of(account botflow.AccountID) func(news) bool {
	return func(n news) bool { return n.account == account || n.account == "" }
}

func aWatchBegins(w *watch) { w.listen(func(*ear) {}) }

func whatIsWrittenIsTold(w *watch) {
	others := w.writer.in("another")
	ana := botflow.OfAgent("Ana")
	w.listen(func(e *ear) {
		for round := range uint64(4) {
			e.writes(w.writer, told(events(ana, 3*round+1)), told(events(ana, 3*round+2)), told(events(ana, 3*round+3)))
			e.await("of three steps on an agent", of(w.id))
			e.writes(others, told(events(botflow.OfConversation("1"), round+1)))
			e.await("of a step in another account", of("another"))
		}
	})
	w.listen(func(e *ear) {
		w.listen(func(f *ear) {
			e.writes(w.writer, told(events(ana, 13)))
			e.await("of a step, as the first of two who watch", of(w.id))
			f.await("of a step, as the second of two who watch", of(w.id))
		})
	})
}

func aWakeIsToldInTime(w *watch) {
	w.listen(func(e *ear) {
		seq := uint64(0)
		for _, at := range []botflow.Instant{70, 50, 60, 1, latest} {
			rows := [3]store.Changeset{
				{Agents: []botflow.Presence{{Agent: "Ana", Wake: at}}},
				{Conversations: []botflow.Conversation{chat("1")}},
				{Inboxes: []store.InboxState{{ID: botflow.General, Wake: at}}},
			}
			rows[1].Conversations[0].Wake = botflow.Wake{At: at, Rank: botflow.RankEnding}
			for i := range rows {
				seq++
				rows[i].Events = events(botflow.OfAccount(), seq)
				e.writes(w.writer, rows[i])
				e.await(fmt.Sprintf("of wake %d in time", at), func(n news) bool { return n.account == "" || n.account == w.id && n.wake != 0 && n.wake <= at })
			}
		}
	})
}

func aWatchEnds(w *watch) {
	e := w.begin()
	e.await("that something may have been missed", of(""))
	e.writes(w.writer, told(events(botflow.OfAgent("Ana"), 1)))
	e.end()
	select {
	case err := <-e.ended:
		w.want(errors.Is(err, context.Canceled), "a watch whose context ended answers %v", err)
	default:
		w.want(false, "a watch goes on after its context has ended")
	}
	w.listen(func(f *ear) {
		f.writes(w.writer, told(events(botflow.OfAgent("Ana"), 2)))
		f.await("of a step after another's watch had ended", of(w.id))
	})
	select {
	case n := <-e.heard:
		w.want(false, "a watch that has ended told of account %q", n.account)
	default:
	}
}
