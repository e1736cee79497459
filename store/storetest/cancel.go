package storetest

import (
	"context"
	"errors"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

func contextChecks() []Check {
	return []Check{
		{
			Duty: 15, Name: "a cancelled context stops the work",
			Explain: "A caller gave up and the work was done all the same, or the error doesn't say that the caller gave up.",
			Run:     probing(cancelledContextStops),
		},
	}
}

func cancelledContextStops(p *probe) {
	before := p.look()
	ctx, cancel := context.WithCancel(p.ctx)
	cancel()
	decided := false
	calls := map[string]func() error{
		"Apply": func() error {
			return p.Apply(ctx, store.Key{}, func(store.Loaded) (store.Changeset, error) {
				decided = true
				return full(), nil
			})
		},
		"Get": func() error { _, err := p.Get(ctx, everything()); return err },
		"View": func() error {
			_, err := p.View(ctx, store.ViewRequest{Inboxes: []botflow.InboxID{"x"}, Seats: 1})
			return err
		},
		"Due":       func() error { _, _, err := p.Due(ctx, 1, 1); return err },
		"Waiting":   func() error { _, err := p.Waiting(ctx, "", 1); return err },
		"List":      func() error { _, err := p.List(ctx, all()); return err },
		"Count":     func() error { _, err := p.Count(ctx, all(), 1); return err },
		"Directory": func() error { _, _, err := p.Directory(ctx, 1); return err },
		"History":   func() error { _, err := p.History(ctx, botflow.OfAccount(), 0, 1); return err },
		"Notes":     func() error { _, err := p.Notes(ctx, "1", 0, 1); return err },
		"Feed":      func() error { _, err := p.Feed(ctx, "c", 0, 1); return err },
		"Ack":       func() error { return p.Ack(ctx, "c", 1) },
		"Consumer":  func() error { _, err := p.Consumer(ctx, "c"); return err },
		"Consumers": func() error { _, err := p.Consumers(ctx, "", 1); return err },
		"Advance":   func() error { _, err := p.Advance(ctx, store.Consumer{Name: "c"}); return err },
		"Drop":      func() error { return p.DropConsumer(ctx, "c") },
		"Jobs":      func() error { _, err := p.Jobs(ctx, 1); return err },
		"Members":   func() error { _, err := p.Members(ctx, store.Job{Agent: "Ana"}, 1); return err },
		"Prune":     func() error { _, err := p.Prune(ctx, store.Retention{}); return err },
		"Verify":    func() error { _, err := p.Verify(ctx); return err },
		"Accounts":  func() error { _, _, err := p.db.Accounts(ctx, "", 1, 1); return err },
	}
	for name, call := range calls {
		err := call()
		p.want(errors.Is(err, context.Canceled), "%s with a cancelled context answers %v", name, err)
	}
	p.want(!decided, "decide was called under a cancelled context")
	p.same("after calls with a cancelled context, the account", p.look(), before)
}
