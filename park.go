package reparto

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/store"
)

// parking is what a ConsumerParked event says as its Setting.
type parking struct {
	Consumer string          `json:"consumer"`
	Subject  botflow.Subject `json:"subject"`
	Seq      uint64          `json:"seq"`
	Tries    int             `json:"tries"`
}

// parked tells, as an event of the account, that an event was parked.
func (a *Account) parked(ctx context.Context, consumer string, h store.Hold) error {
	p := parking{Consumer: consumer, Subject: h.Subject, Seq: h.Seq, Tries: h.Tries}
	if a.origin != nil {
		return a.tellParked(ctx, 0, p)
	}
	return a.engine.record.parked(ctx, a, p)
}

// tellOf tells it, and an error of that to Config.OnError: the event is parked all the same.
func (a *Account) tellOf(ctx context.Context, consumer string, h store.Hold) {
	if err := a.parked(ctx, consumer, h); err != nil {
		a.engine.failed(a.id, fmt.Errorf("reparto: tell that an event was parked: %w", err))
	}
}

// tellParked commits the event at a recorded time or, with at 0, now.
func (a *Account) tellParked(ctx context.Context, at botflow.Instant, p parking) error {
	setting, err := json.Marshal(p)
	if err != nil {
		return err
	}
	rq := &request{by: botflow.System(), at: at}
	return a.apply(ctx, rq, func(snap *directory.Snapshot) (store.Key, store.Decide) {
		return store.Key{Account: true}, func(l store.Loaded) (store.Changeset, error) {
			now, err := a.given(rq.at, l.Now)
			if err == nil {
				err = a.fresh(snap, &l, now, rq)
			}
			if err != nil {
				return store.Changeset{}, err
			}
			return store.Changeset{At: now, Events: []botflow.Event{{
				Subject: botflow.OfAccount(), Seq: l.AccountSeq + 1, Type: botflow.ConsumerParked, At: now, Recorded: now,
				By: rq.by, Setting: string(setting),
			}}}, nil
		}
	})
}
