package reparto

import (
	"context"
	"iter"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// Delivery is one event handed to a consumer.
type Delivery struct {
	store.Record
	account  *Account
	consumer string
}

// Ack acknowledges this event and all before it: the consumer won't see them again.
func (d Delivery) Ack(ctx context.Context) error {
	return d.account.store.Ack(ctx, d.consumer, d.Position)
}

// Events hands a consumer every event that it has not acknowledged, in order per subject, and ends when there are no more:
// call it again later. It reads on whether the consumer acknowledges as it goes, at the end or not at all; what isn't
// acknowledged comes again with the next call. Delivery is at least once; an event's identity is its subject and number (E1). A
// new consumer begins at the oldest event kept. An error of the store is yielded once and ends the sequence.
//
// It is for reading; to act on events, with failures that are tried again, there is [Account.Consume]. One name is for the one or
// the other: what Consume holds doesn't come here.
func (a *Account) Events(ctx context.Context, consumer string) iter.Seq2[Delivery, error] {
	return func(yield func(Delivery, error) bool) {
		if err := botflow.CheckID("consumer", consumer); err != nil {
			yield(Delivery{}, err)
			return
		}
		const page = 256
		for seen := uint64(0); ; {
			records, err := a.store.Feed(ctx, consumer, seen, page)
			if err != nil {
				yield(Delivery{}, err)
				return
			}
			if len(records) == 0 {
				return
			}
			for _, r := range records {
				seen = r.Position
				if !yield(Delivery{Record: r, account: a, consumer: consumer}, nil) {
					return
				}
			}
		}
	}
}

// Prune removes what the retention allows, and never what is undelivered or alive (E4). It answers how many rows went.
func (a *Account) Prune(ctx context.Context, keep store.Retention) (int, error) {
	return a.store.Prune(ctx, keep)
}
