package storetest_test

import (
	"context"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// watches is a way to watch a sound database.
type watches func(ctx context.Context, sound store.Watcher, heard func(botflow.AccountID, botflow.Instant)) error

var _ store.Watcher = (*broken)(nil)

func (b *broken) Watch(ctx context.Context, heard func(botflow.AccountID, botflow.Instant)) error {
	sound := b.DB.(store.Watcher)
	if b.watch == nil {
		return sound.Watch(ctx, heard)
	}
	return b.watch(ctx, sound, heard)
}

func (b *broken) Tell(account botflow.AccountID, wake botflow.Instant) {
	b.DB.(store.Watcher).Tell(account, wake)
}

// mishears changes what is told, or drops it.
func mishears(how func(account botflow.AccountID, wake botflow.Instant) (botflow.AccountID, botflow.Instant, bool)) watches {
	return func(ctx context.Context, sound store.Watcher, heard func(botflow.AccountID, botflow.Instant)) error {
		return sound.Watch(ctx, func(account botflow.AccountID, wake botflow.Instant) {
			if account, wake, told := how(account, wake); told {
				heard(account, wake)
			}
		})
	}
}

func faultsOfWatching() []fault {
	hears := func(how func(botflow.AccountID, botflow.Instant) (botflow.AccountID, botflow.Instant, bool)) *broken {
		return &broken{watch: mishears(how)}
	}
	type (
		account = botflow.AccountID
		instant = botflow.Instant
	)
	return []fault{
		{
			"begins to tell without a word", hears(func(a account, at instant) (account, instant, bool) { return a, at, a != "" }),
			[]string{"who begins to watch looks first"},
		},
		{
			"never tells", hears(func(a account, at instant) (account, instant, bool) { return a, at, a == "" }),
			[]string{"what is written is told", "a wake is told in time"},
		},
		{
			"tells of another account", hears(func(a account, at instant) (account, instant, bool) {
				if a != "" {
					a += "x"
				}
				return a, at, true
			}),
			[]string{"what is written is told"},
		},
		{
			"tells of a wake too late", hears(func(a account, at instant) (account, instant, bool) { return a, at + 30, true }),
			[]string{"a wake is told in time"},
		},
		{
			"hides why a watch has ended", &broken{watch: func(ctx context.Context, sound store.Watcher, heard func(account, instant)) error {
				_ = sound.Watch(ctx, heard)
				return nil
			}},
			[]string{"a watch ends with its context"},
		},
		{
			"goes on after its context has ended", &broken{watch: func(ctx context.Context, sound store.Watcher, heard func(account, instant)) error {
				return sound.Watch(context.WithoutCancel(ctx), heard)
			}},
			[]string{"a watch ends with its context"},
		},
	}
}
