package storetest_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/storetest"
)

// broken is a store in which one thing is wrong.
type broken struct {
	store.DB
	account func(botflow.AccountID) botflow.AccountID // how an account is named; nil: by its id
	wrap    func(*faults) store.Store                 // puts the fault before the sound store
	list    func([]botflow.AccountID) []botflow.AccountID

	mu   sync.Mutex
	open map[botflow.AccountID]store.Store
}

// faults is what a fault needs: the sound store, and a place to remember things.
type faults struct {
	store.Store
	mu   sync.Mutex
	kept map[string]any
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

// reads is a store with other answers.
type reads struct {
	*faults
	history func([]store.Record) []store.Record
	notes   func([]botflow.Note) []botflow.Note
	feed    func([]store.Record) []store.Record
	due     func([]store.Wake) []store.Wake
	waiting func([]botflow.InboxID) []botflow.InboxID
	view    func(*routing.View)
	list    func(*store.Page)
	query   func(*inbox.Query)
	members func([]botflow.ConversationID) []botflow.ConversationID
	prune   func(ctx context.Context, s store.Store, keep *store.Retention)
	verify  func([]string) []string
}

func through[T any](fault func(T) T, v T, err error) (T, error) {
	if fault != nil {
		v = fault(v)
	}
	return v, err
}

func (s reads) History(ctx context.Context, of botflow.Subject, after uint64, limit int) ([]store.Record, error) {
	v, err := s.Store.History(ctx, of, after, limit)
	return through(s.history, v, err)
}

func (s reads) Notes(ctx context.Context, of botflow.ConversationID, after uint64, limit int) ([]botflow.Note, error) {
	v, err := s.Store.Notes(ctx, of, after, limit)
	return through(s.notes, v, err)
}

func (s reads) Feed(ctx context.Context, consumer string, after uint64, limit int) ([]store.Record, error) {
	v, err := s.Store.Feed(ctx, consumer, after, limit)
	return through(s.feed, v, err)
}

func (s reads) Due(ctx context.Context, now botflow.Instant, limit int) ([]store.Wake, botflow.Instant, error) {
	v, next, err := s.Store.Due(ctx, now, limit)
	v, err = through(s.due, v, err)
	return v, next, err
}

func (s reads) Waiting(ctx context.Context, after botflow.InboxID, limit int) ([]botflow.InboxID, error) {
	v, err := s.Store.Waiting(ctx, after, limit)
	return through(s.waiting, v, err)
}

func (s reads) View(ctx context.Context, req store.ViewRequest) (routing.View, error) {
	v, err := s.Store.View(ctx, req)
	if s.view != nil {
		s.view(&v)
	}
	return v, err
}

func (s reads) List(ctx context.Context, q inbox.Query) (store.Page, error) {
	if s.query != nil {
		s.query(&q)
	}
	v, err := s.Store.List(ctx, q)
	if s.list != nil {
		s.list(&v)
	}
	return v, err
}

func (s reads) Members(ctx context.Context, of store.Job, limit int) ([]botflow.ConversationID, error) {
	v, err := s.Store.Members(ctx, of, limit)
	return through(s.members, v, err)
}

func (s reads) Prune(ctx context.Context, keep store.Retention) (int, error) {
	if s.prune != nil {
		s.prune(ctx, s.Store, &keep)
	}
	return s.Store.Prune(ctx, keep)
}

func (s reads) Verify(ctx context.Context) ([]string, error) {
	v, err := s.Store.Verify(ctx)
	return through(s.verify, v, err)
}

// dropFirst loses the first of several.
func dropFirst[T any](all []T) []T { return all[min(1, len(all)):] }

func backwards[T any](all []T) []T {
	slices.Reverse(all)
	return all
}

// forgetsAcks takes each acknowledgement for the only one.
type forgetsAcks struct{ *faults }

func (s forgetsAcks) Ack(_ context.Context, consumer string, position uint64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept[consumer] = position
	return nil
}

func (s forgetsAcks) Feed(ctx context.Context, consumer string, after uint64, limit int) ([]store.Record, error) {
	records, err := s.Store.Feed(ctx, consumer, 0, 1000)
	s.mu.Lock()
	defer s.mu.Unlock()
	acknowledged, _ := s.kept[consumer].(uint64)
	records = slices.DeleteFunc(records, func(r store.Record) bool { return r.Position <= max(acknowledged, after) })
	return records[:min(limit, len(records))], err
}

// firstPage gives the events behind the last acknowledgement, wherever the consumer has read to.
type firstPage struct{ *faults }

func (s firstPage) Feed(ctx context.Context, consumer string, _ uint64, limit int) ([]store.Record, error) {
	return s.Store.Feed(ctx, consumer, 0, limit)
}

// acksByReading takes reading on for an acknowledgement.
type acksByReading struct{ *faults }

func (s acksByReading) Feed(ctx context.Context, consumer string, after uint64, limit int) ([]store.Record, error) {
	if err := s.Store.Ack(ctx, consumer, after); err != nil {
		return nil, err
	}
	return s.Store.Feed(ctx, consumer, after, limit)
}

// oldViews answers each look at an inbox with what the one before it saw.
type oldViews struct{ *faults }

func (s oldViews) View(ctx context.Context, req store.ViewRequest) (routing.View, error) {
	v, err := s.Store.View(ctx, req)
	s.mu.Lock()
	defer s.mu.Unlock()
	name := fmt.Sprint("view ", req)
	old, seen := s.kept[name].(routing.View)
	if s.kept[name] = v; seen {
		v = old
	}
	return v, err
}

// sameRevision never raises the directory's revision.
type sameRevision struct{ *faults }

func (s sameRevision) Directory(ctx context.Context, known uint64) (directory.Directory, uint64, error) {
	d, revision, err := s.Store.Directory(ctx, known)
	return d, min(revision, 1), err
}

// deaf goes on after its caller gave up.
type deaf struct{ *faults }

func (s deaf) Get(ctx context.Context, key store.Key) (store.Loaded, error) {
	return s.Store.Get(context.WithoutCancel(ctx), key)
}

// folds finds operations whatever their case.
func folds(f *faults, key store.Key, l *store.Loaded) {
	if key.Op == "" || l.Seen {
		return
	}
	for _, op := range []string{strings.ToLower(string(key.Op)), strings.ToUpper(string(key.Op))} {
		if found, err := f.Store.Get(context.Background(), store.Key{Op: botflow.OpID(op)}); err == nil && found.Seen {
			l.Seen, l.Result = true, found.Result
		}
	}
}
