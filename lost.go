package reparto

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// lostTries bounds how often one write asks what became of a lost answer.
const lostTries = 8

// lost is a write whose answer was lost. What it would have stored tells whether it happened: its result under its operation
// id, else the number of its first event, which only one write can ever take (E1). So a command without an operation id is
// resolved too, and needs no row of its own for that.
type lost struct {
	account *Account
	key     store.Key
	decide  store.Decide
	sent    store.Changeset // what was sent last; decide's own results are those of it
	looked  bool            // the history holds nothing of it
	refusal error           // decide's, of the last call
}

// errLook says that only the history can tell.
var errLook = errors.New("reparto: look into the history")

// resolve finds out whether the write happened, and if not decides anew on fresh rows: once in all, like a write whose answer came.
// When that fails too, or the context has ended, the error still wraps [store.ErrUnknown].
func (w *lost) resolve(ctx context.Context, cause error) error {
	w.key = w.key.With(store.Key{Op: w.sent.Op})
	for range lostTries {
		if ctx.Err() != nil {
			return cause
		}
		err := w.account.store.Apply(ctx, w.key, w.again)
		if errors.Is(err, errLook) {
			var happened bool
			if happened, err = w.look(ctx); err == nil && !happened {
				continue
			}
		}
		switch {
		case err == nil, w.refusal != nil && errors.Is(err, w.refusal):
			return err
		case !errors.Is(err, store.ErrUnknown):
			return fmt.Errorf("%w: asked again: %w", cause, err)
		}
	}
	return cause
}

// again decides anew if the write didn't happen.
func (w *lost) again(l store.Loaded) (cs store.Changeset, err error) {
	w.refusal = nil
	happened, open := w.happened(&l)
	switch {
	case happened:
		return store.Changeset{}, nil
	case open:
		return store.Changeset{}, errLook
	}
	if cs, err = w.decide(l); err != nil {
		w.refusal = err
		return cs, err
	}
	w.sent, w.looked = cs, false
	return cs, nil
}

// happened tells by the rows whether the write happened; open: they don't say. A write that stores neither result nor event
// (a wake moved on, a sign of life) does no harm twice.
func (w *lost) happened(l *store.Loaded) (happened, open bool) {
	if w.sent.Op != "" {
		return l.Seen && bytes.Equal(l.Result, w.sent.Result), false
	}
	if len(w.sent.Events) == 0 {
		return false, false
	}
	first := &w.sent.Events[0]
	if last, found := lastEvent(l, first.Subject); found {
		return false, last >= first.Seq && !w.looked
	}
	return false, !w.looked // gone, or not there yet
}

// lastEvent gives the number of the last event of a subject that is among the rows.
func lastEvent(l *store.Loaded, of botflow.Subject) (seq uint64, found bool) {
	switch of.Kind {
	case botflow.SubjectConversation:
		for i := range l.Conversations {
			if c := &l.Conversations[i]; string(c.ID) == of.ID {
				return c.Seq, true
			}
		}
	case botflow.SubjectAgent:
		for i := range l.Agents {
			if p := &l.Agents[i]; string(p.Agent) == of.ID {
				return p.Seq, true
			}
		}
	case botflow.SubjectAccount:
		return l.AccountSeq, true
	}
	return 0, false
}

// look tells whether the event that took the number is the write's own. What Forget leaves of an event is compared.
func (w *lost) look(ctx context.Context) (happened bool, err error) {
	first := &w.sent.Events[0]
	records, err := w.account.store.History(ctx, first.Subject, first.Seq-1, 1)
	if err != nil {
		return false, err
	}
	w.looked = true
	if len(records) == 0 {
		return false, nil
	}
	e := &records[0].Event
	return e.Seq == first.Seq && e.Type == first.Type && e.At == first.At && e.Recorded == first.Recorded && e.By == first.By, nil
}

// unknown gives a host's command whose outcome couldn't be found out its code.
func unknown(err error) error {
	if errors.Is(err, store.ErrUnknown) {
		return fmt.Errorf("%w: %w", botflow.ErrOutcomeUnknown, err)
	}
	return err
}
