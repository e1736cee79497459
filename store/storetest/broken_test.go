package storetest_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/memory"
	"github.com/repartogo/reparto/store/storetest"
)

// broken is a store in which one thing is wrong.
type broken struct {
	store.DB
	account func(botflow.AccountID) botflow.AccountID // how an account is named; nil: by its id
	wrap    func(*faults) store.Store                 // puts the fault before the sound store
	list    func([]botflow.AccountID) []botflow.AccountID
	loses   func(*done) bool // what goes wrong when it is opened again
	beside  bool             // the fault is that of a second store on the data of a sound one
	watch   watches          // nil: as the sound one does

	mu   sync.Mutex
	open map[botflow.AccountID]store.Store
}

// faults is what a fault needs: the sound store, and a place to remember things.
type faults struct {
	store.Store
	mu   sync.Mutex
	kept map[string]any
}

// harness makes stores that are broken in this way.
func (b *broken) harness() storetest.Harness {
	if b.loses != nil {
		return storetest.Harness{
			New:    func(testing.TB) store.DB { return newDiary(b.loses) },
			Reopen: func(_ testing.TB, db store.DB) store.DB { return db.(*diary).reopened() },
		}
	}
	wrapped := func(db store.DB) store.DB {
		return &broken{DB: db, account: b.account, wrap: b.wrap, list: b.list, watch: b.watch, open: map[botflow.AccountID]store.Store{}}
	}
	if b.beside {
		return storetest.Harness{
			New:    func(testing.TB) store.DB { return memory.New() },
			Second: func(_ testing.TB, db store.DB) store.DB { return wrapped(db) },
		}
	}
	return storetest.Harness{New: func(testing.TB) store.DB { return wrapped(memory.New()) }, Patience: 200 * time.Millisecond}
}

func (b *broken) Account(id botflow.AccountID) (store.Store, error) {
	if b.account != nil {
		id = b.account(id)
	}
	sound, err := b.DB.Account(id)
	if err != nil || b.wrap == nil {
		return sound, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.open[id] == nil {
		b.open[id] = b.wrap(&faults{Store: sound, kept: map[string]any{}})
	}
	return b.open[id], nil
}

func (b *broken) Accounts(ctx context.Context, after botflow.AccountID, now botflow.Instant, limit int) ([]botflow.AccountID, botflow.Instant, error) {
	ids, next, err := b.DB.Accounts(ctx, after, now, limit)
	if b.list != nil {
		ids = b.list(ids)
	}
	return ids, next, err
}

// remember keeps the first value of a name and gives it for ever.
func remember[T any](f *faults, name string, v T) T {
	f.mu.Lock()
	defer f.mu.Unlock()
	if old, ok := f.kept[name].(T); ok {
		return old
	}
	f.kept[name] = v
	return v
}

// writes is a store whose changesets go through a fault.
type writes struct {
	*faults
	fault func(*store.Changeset)
}

func (s writes) Apply(ctx context.Context, key store.Key, decide store.Decide) error {
	return s.Store.Apply(ctx, key, func(l store.Loaded) (store.Changeset, error) {
		c, err := decide(l)
		s.fault(&c)
		return c, err
	})
}

// loads is a store whose loads go through a fault.
type loads struct {
	*faults
	fault func(*faults, store.Key, *store.Loaded)
}

func (s loads) Apply(ctx context.Context, key store.Key, decide store.Decide) error {
	return s.Store.Apply(ctx, key, func(l store.Loaded) (store.Changeset, error) {
		s.fault(s.faults, key, &l)
		return decide(l)
	})
}

func (s loads) Get(ctx context.Context, key store.Key) (store.Loaded, error) {
	l, err := s.Store.Get(ctx, key)
	s.fault(s.faults, key, &l)
	return l, err
}

// gets is a store with a fault that asks the store itself, as nothing may while decide is called.
type gets struct {
	*faults
	fault func(*faults, store.Key, *store.Loaded)
}

func (s gets) Get(ctx context.Context, key store.Key) (store.Loaded, error) {
	l, err := s.Store.Get(ctx, key)
	s.fault(s.faults, key, &l)
	return l, err
}

// applies is a store with another Apply.
type applies struct {
	*faults
	apply func(*faults, context.Context, store.Key, store.Decide) error
}

func (s applies) Apply(ctx context.Context, key store.Key, decide store.Decide) error {
	return s.apply(s.faults, ctx, key, decide)
}

// put writes a changeset whatever is stored.
func (f *faults) put(ctx context.Context, c store.Changeset) {
	_ = f.Store.Apply(ctx, storetest.Naming(c), func(store.Loaded) (store.Changeset, error) { return c, nil })
}

func staleLoads(f *faults, key store.Key, l *store.Loaded) {
	for i, a := range l.Agents {
		l.Agents[i] = remember(f, "agent "+string(a.Agent), a)
	}
	for i, c := range l.Conversations {
		l.Conversations[i] = remember(f, "conversation "+string(c.ID), c)
	}
	if key.Chat != (store.Chat{}) && len(key.Agents) == 0 {
		l.Conversations = remember(f, fmt.Sprint(key.Chat), l.Conversations)
	}
}

func sharedLoads(f *faults, key store.Key, l *store.Loaded) { *l = remember(f, fmt.Sprint(key), *l) }

// oneRowBehind shows the first agent as before the last write.
func oneRowBehind(f *faults, key store.Key, l *store.Loaded) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(l.Agents) != 2 {
		return
	}
	now := l.Agents[0]
	if before, ok := f.kept["behind"].(botflow.Presence); ok {
		l.Agents[0] = before
	}
	f.kept["behind"] = now
}

func writesOnRefusal(f *faults, ctx context.Context, key store.Key, decide store.Decide) error {
	var made store.Changeset
	err := f.Store.Apply(ctx, key, func(l store.Loaded) (c store.Changeset, err error) {
		made, err = decide(l)
		return made, err
	})
	if errors.Is(err, store.ErrChangeset) {
		f.put(ctx, store.Changeset{Conversations: []botflow.Conversation{{ID: "1", Channel: "web", Contact: "x"}}})
	}
	return err
}

func writesOnError(f *faults, ctx context.Context, key store.Key, decide store.Decide) error {
	var refusal error
	err := f.Store.Apply(ctx, key, func(l store.Loaded) (c store.Changeset, err error) {
		c, refusal = decide(l)
		if more := (*store.More)(nil); errors.As(refusal, &more) {
			return c, refusal
		}
		return c, nil
	})
	return errors.Join(err, refusal)
}

func refusesNothing(f *faults, ctx context.Context, key store.Key, decide store.Decide) error {
	if err := f.Store.Apply(ctx, key, decide); !errors.Is(err, store.ErrChangeset) {
		return err
	}
	return nil
}

// ignoresMalformed answers malformed text as if there were none.
func ignoresMalformed(f *faults, ctx context.Context, key store.Key, decide store.Decide) error {
	if err := f.Store.Apply(ctx, key, decide); botflow.CodeOf(err) != botflow.CodeInvalid {
		return err
	}
	return nil
}

// replacesKey loads the further rows without the first ones.
func replacesKey(f *faults, ctx context.Context, key store.Key, decide store.Decide) error {
	var more *store.More
	err := f.Store.Apply(ctx, key, func(l store.Loaded) (store.Changeset, error) {
		c, err := decide(l)
		if errors.As(err, &more) {
			return c, errors.New("asked for more")
		}
		return c, err
	})
	if more != nil {
		return f.Store.Apply(ctx, more.Key, decide)
	}
	return err
}

func writesFirstDecision(f *faults, ctx context.Context, key store.Key, decide store.Decide) error {
	var first store.Changeset
	err := f.Store.Apply(ctx, key, func(l store.Loaded) (store.Changeset, error) {
		c, err := decide(l)
		if err != nil {
			first = c
		}
		return c, err
	})
	f.put(ctx, first)
	return err
}

// hidesTheContext answers a caller who gave up like a driver whose connection is gone.
func hidesTheContext(f *faults, ctx context.Context, key store.Key, decide store.Decide) error {
	err := f.Store.Apply(ctx, key, decide)
	if ctx.Err() != nil {
		return errors.New("bad connection")
	}
	return err
}

// numbersEarly gives a step its place in the feed before it is decided, as a sequence of a database does: who read meanwhile never
// sees its events.
type numbersEarly struct{ *faults }

func (s numbersEarly) reads(more int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, _ := s.kept["reads"].(int)
	s.kept["reads"] = n + more
	return n
}

func (s numbersEarly) Apply(ctx context.Context, key store.Key, decide store.Decide) error {
	before := s.reads(0)
	l, err := s.Store.Get(ctx, key)
	if err != nil {
		return err
	}
	c, err := decide(l)
	if err == nil {
		err = s.Store.Apply(ctx, storetest.Naming(c), func(store.Loaded) (store.Changeset, error) { return c, nil })
	}
	if s.reads(0) != before {
		for _, e := range c.Events {
			remember(s.faults, fmt.Sprint(e.Subject, e.Seq), true)
		}
	}
	return err
}

func (s numbersEarly) Feed(ctx context.Context, consumer string, after uint64, limit int) ([]store.Record, error) {
	s.reads(1)
	records, err := s.Store.Feed(ctx, consumer, after, limit)
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(records, func(r store.Record) bool { return s.kept[fmt.Sprint(r.Event.Subject, r.Event.Seq)] != nil }), err
}

// namesAfterwards writes rows that the key didn't name, as if it had.
func namesAfterwards(f *faults, ctx context.Context, key store.Key, decide store.Decide) error {
	err := f.Store.Apply(ctx, key, decide)
	if !errors.Is(err, store.ErrChangeset) {
		return err
	}
	l, _ := f.Store.Get(ctx, key)
	c, _ := decide(l)
	return f.Store.Apply(ctx, storetest.Naming(c), func(store.Loaded) (store.Changeset, error) { return c, nil })
}

// forgetsWhatComes takes only what the key says for named.
func forgetsWhatComes(f *faults, ctx context.Context, key store.Key, decide store.Decide) error {
	return f.Store.Apply(ctx, key, func(l store.Loaded) (store.Changeset, error) {
		named := key.Named(&store.Loaded{Conversations: withoutPeople(l.Conversations)})
		c, err := decide(l)
		if err == nil {
			err = named.Check(&c)
		}
		return c, err
	})
}

func withoutPeople(all []botflow.Conversation) []botflow.Conversation {
	all = slices.Clone(all)
	for i := range all {
		all[i].Place.Owner, all[i].LastOwner = "", ""
	}
	return all
}

func asksForEver(f *faults, ctx context.Context, key store.Key, decide store.Decide) error {
	for {
		if err := f.Store.Apply(ctx, key, decide); !errors.Is(err, store.ErrMore) {
			return err
		}
	}
}

// wakesEarliest never moves a wake back.
func wakesEarliest(f *faults) store.Store {
	return writes{f, func(c *store.Changeset) {
		for i := range c.Agents {
			a := &c.Agents[i]
			old := remember(f, "wake "+string(a.Agent), a.Wake)
			if old != 0 && (a.Wake == 0 || old < a.Wake) {
				a.Wake = old
			}
		}
	}}
}

// recounts answers a load by counting.
func recounts(f *faults, _ store.Key, l *store.Loaded) {
	for i := range l.Agents {
		q := inbox.Query{Branches: []inbox.Branch{{Area: inbox.AreaOwned, Owner: l.Agents[i].Agent}}}
		if n, err := f.Store.Count(context.Background(), q, 1000); err == nil {
			l.Agents[i].Load = n
		}
	}
}

type keepsResults struct{ *faults }

func (s keepsResults) Apply(ctx context.Context, key store.Key, decide store.Decide) error {
	return s.Store.Apply(ctx, key, func(l store.Loaded) (store.Changeset, error) {
		c, err := decide(l)
		if c.Op != "" {
			remember(s.faults, string(c.Op), c.Result)
		}
		return c, err
	})
}

func (s keepsResults) Get(ctx context.Context, key store.Key) (store.Loaded, error) {
	l, err := s.Store.Get(ctx, key)
	if l.Seen {
		l.Result = remember(s.faults, string(key.Op), l.Result)
	}
	return l, err
}
