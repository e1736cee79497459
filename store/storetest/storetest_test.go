package storetest_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/memory"
	"github.com/repartogo/reparto/store/storetest"
)

// fault is one way to break a store, and the checks that must notice.
type fault struct {
	name   string
	breaks *broken
	caught []string
}

func faultsOfWriting() []fault {
	apply := func(how func(*faults, context.Context, store.Key, store.Decide) error) *broken {
		return &broken{wrap: func(f *faults) store.Store { return applies{f, how} }}
	}
	write := func(how func(*store.Changeset)) *broken {
		return &broken{wrap: func(f *faults) store.Store { return writes{f, how} }}
	}
	load := func(how func(*faults, store.Key, *store.Loaded)) *broken {
		return &broken{wrap: func(f *faults) store.Store { return loads{f, how} }}
	}
	get := func(how func(*faults, store.Key, *store.Loaded)) *broken {
		return &broken{wrap: func(f *faults) store.Store { return gets{f, how} }}
	}
	return []fault{
		{"decides on stale rows", load(staleLoads), []string{
			"no limit is passed by many at once", "many steps on one subject number their events", "steps and readings have one order",
			"no update is lost", "one owner wins", "what was absent still is",
		}},
		{"shows one row of two", load(oneRowBehind), []string{"no reader sees a part"}},
		{"drops a note", write(func(c *store.Changeset) { c.Notes = nil }), []string{"the same answers as the memory store", "everything is written", "notes are in order"}},
		{"drops an event", write(func(c *store.Changeset) { c.Events = nil }), []string{"the same answers as the memory store", "everything is written", "events have no gap", "a history is in order"}},
		{"writes a part of what it refuses", apply(writesOnRefusal), []string{"a refused changeset writes nothing"}},
		{"writes what decide refused", apply(writesOnError), []string{"a refused decision writes nothing"}},
		{"forgets operations", load(func(_ *faults, _ store.Key, l *store.Loaded) { l.Seen = false }), []string{"the same answers as the memory store", "a result is kept", "one effect under a race"}},
		{"loads only what was asked last", apply(replacesKey), []string{"more rows are loaded"}},
		{"writes the first decision", apply(writesFirstDecision), []string{"the last decision counts"}},
		{"asks for ever", apply(asksForEver), []string{"asking for ever ends"}},
		{"brings no contact", load(func(_ *faults, _ store.Key, l *store.Loaded) { l.Contacts = nil }), []string{"the same answers as the memory store", "a key brings what belongs to it"}},
		{"refuses nothing", apply(refusesNothing), []string{"the same answers as the memory store", "one conversation of a channel and contact", "events have no gap", "a result is kept"}},
		{"counts chats for loads", get(recounts), []string{"a load is the number written"}},
		{"keeps its caller's slice", &broken{wrap: func(f *faults) store.Store { return keepsResults{f} }}, []string{"what is given stays the giver's"}},
		{"gives its own slices", load(sharedLoads), []string{"what is read is the reader's"}},
		{"never moves a wake back", &broken{wrap: wakesEarliest}, []string{"the same answers as the memory store", "a wake moves with its row"}},
		{"doesn't finish jobs", write(func(c *store.Changeset) { c.Done = nil }), []string{"the same answers as the memory store", "a job stays until it is done"}},
		{"doesn't forget", write(func(c *store.Changeset) { c.Forget = nil }), []string{"the same answers as the memory store", "forgetting leaves a skeleton"}},
		{"folds case", get(folds), []string{"a result is kept"}},
		{"mixes up ids that look alike", load(func(_ *faults, k store.Key, l *store.Loaded) {
			if k.Op == "a\u0301" {
				l.Result = []byte("\u00e1")
			}
		}), []string{"ids are bytes"}},
		{"sorts the list that it was given", get(func(_ *faults, k store.Key, _ *store.Loaded) { slices.Sort(k.Agents) }), []string{"what is asked stays the asker's"}},
		{"rounds instants", load(func(_ *faults, _ store.Key, l *store.Loaded) {
			for i := range l.Conversations {
				l.Conversations[i].LastActivity = botflow.Instant(float64(l.Conversations[i].LastActivity))
			}
		}), []string{"values come back whole"}},
		{"says nobody is there", load(func(_ *faults, _ store.Key, l *store.Loaded) {
			for i := range l.Scopes {
				l.Scopes[i].Humans = false
			}
		}), []string{"the same answers as the memory store", "who is in an inbox", "humans are those who attend"}},
		{"says no chat is there", load(func(_ *faults, _ store.Key, l *store.Loaded) {
			for i := range l.Scopes {
				l.Scopes[i].Occupied = false
			}
		}), []string{"the same answers as the memory store", "who is in an inbox", "an inbox that goes is empty"}},
		{"leaves out unknown inboxes", load(func(_ *faults, _ store.Key, l *store.Loaded) {
			l.Scopes = slices.DeleteFunc(l.Scopes, func(s store.Scope) bool { return !s.Humans && !s.Occupied })
		}), []string{"who is in an inbox", "humans are those who attend"}},
		{"writes what the key didn't name", apply(namesAfterwards), []string{"only what was named is written"}},
		{"takes malformed text for nothing", apply(ignoresMalformed), []string{"malformed text isn't written", "malformed input is refused"}},
		{"refuses what came with a row", apply(forgetsWhatComes), []string{"what comes with a row is named"}},
	}
}

func faultsOfReading() []fault {
	read := func(how reads) *broken {
		return &broken{wrap: func(f *faults) store.Store { how.faults = f; return how }}
	}
	return []fault{
		{"takes accounts for one", &broken{account: func(id botflow.AccountID) botflow.AccountID {
			return botflow.AccountID(strings.ToLower(string(id)))
		}}, []string{"accounts are apart"}},
		{"leaves out an account", &broken{list: dropFirst[botflow.AccountID]}, []string{"accounts with work are listed"}},
		{"gives histories backwards", read(reads{history: backwards[store.Record]}), []string{"the same answers as the memory store", "a history is in order"}},
		{"loses a note", read(reads{notes: dropFirst[botflow.Note]}), []string{"the same answers as the memory store", "notes are in order"}},
		{"shows an old view", &broken{wrap: func(f *faults) store.Store { return oldViews{f} }}, []string{"a view is not older than the call"}},
		{"shows queues and seats of two moments", &broken{wrap: func(f *faults) store.Store { return mixedViews{f} }}, []string{"a view is of one moment"}},
		{"gives wakes backwards", read(reads{due: backwards[store.Wake]}), []string{"the same answers as the memory store", "what is due comes in order", "ids sort as bytes"}},
		{"leaves out an inbox", read(reads{waiting: dropFirst[botflow.InboxID]}), []string{"the same answers as the memory store", "inboxes with waiting chats are listed"}},
		{"gives seats backwards", read(reads{view: func(v *routing.View) {
			for i := range v.Inboxes {
				backwards(v.Inboxes[i].Seats)
			}
		}}), []string{"the same answers as the memory store", "a view is what is there"}},
		{"leaves out a member", read(reads{view: func(v *routing.View) {
			for i := range v.Inboxes {
				v.Inboxes[i].Members = dropFirst(v.Inboxes[i].Members)
			}
		}}), []string{"a view is bounded", "a view is what is there", "the same answers as the memory store"}},
		{"gives queues backwards", read(reads{view: func(v *routing.View) {
			for i := range v.Inboxes {
				backwards(v.Inboxes[i].Queue)
			}
		}}), []string{"the same answers as the memory store", "a view is what is there", "integers sort as numbers"}},
		{"drops the filter", read(reads{query: func(q *inbox.Query) { q.Filter = inbox.Filter{} }}), []string{"the same answers as the memory store", "a list is what matches"}},
		{"loses a chat of a page", read(reads{list: func(p *store.Page) {
			if len(p.Conversations) > 2 {
				p.Conversations = p.Conversations[1:]
			}
		}}), []string{"the same answers as the memory store", "a list is what matches", "pages repeat and skip nothing"}},
		{"skips what ties", read(reads{query: func(q *inbox.Query) {
			if q.After.ID != "" {
				q.After.ID = "\U0010ffff"
			}
		}}), []string{"the same answers as the memory store", "pages repeat and skip nothing"}},
		{"takes everything for delivered", read(reads{prune: func(ctx context.Context, s store.Store, _ *store.Retention) {
			_ = s.Ack(ctx, "slow", 1<<60)
		}}), []string{"what is undelivered stays"}},
		{"prunes by age alone", read(reads{prune: func(ctx context.Context, s store.Store, _ *store.Retention) {
			c := store.Changeset{Forget: []botflow.ConversationID{"wakes", "recent", "1"}}
			_ = s.Apply(ctx, storetest.Naming(c), func(store.Loaded) (store.Changeset, error) { return c, nil })
		}}), []string{"what is alive stays", "what is undelivered stays"}},
		{"never prunes", read(reads{prune: func(_ context.Context, _ store.Store, keep *store.Retention) { *keep = store.Retention{} }}), []string{"the same answers as the memory store", "what is old goes"}},
		{"finds its books right", read(reads{verify: func([]string) []string { return nil }}), []string{"the books are checked"}},
		{"leaves out a member", read(reads{members: dropFirst[botflow.ConversationID]}), []string{"the same answers as the memory store", "a job's members are what it has to visit"}},
		{"never raises the revision", &broken{wrap: func(f *faults) store.Store { return sameRevision{f} }}, []string{"the directory has a revision"}},
		{"ignores its context", &broken{wrap: func(f *faults) store.Store { return deaf{f} }}, []string{"a cancelled context stops the work"}},
	}
}

func faultsOfFeeding() []fault {
	wrap := func(how func(*faults) store.Store) *broken { return &broken{wrap: how} }
	return []fault{
		{"passes over an event", wrap(func(f *faults) store.Store {
			return reads{faults: f, feed: func(all []store.Record) []store.Record {
				for i, r := range all {
					if r.Position%7 == 3 {
						return append(all[:i:i], all[i+1:]...)
					}
				}
				return all
			}}
		}), []string{"no late commit is passed over", "the feed gives everything once acknowledged"}},
		{"takes acknowledgements back", wrap(func(f *faults) store.Store { return forgetsAcks{f} }), []string{"an acknowledgement stays"}},
		{
			"begins the feed anew", wrap(func(f *faults) store.Store { return firstPage{f} }),
			[]string{"the feed reads on without acknowledging", "no late commit is passed over"},
		},
		{
			"takes reading on for an acknowledgement", wrap(func(f *faults) store.Store { return acksByReading{f} }),
			[]string{"the feed reads on without acknowledging"},
		},
	}
}

func faultsOfConsuming() []fault {
	consume := func(how consumes) *broken {
		return &broken{wrap: func(f *faults) store.Store { how.faults = f; return how }}
	}
	return []fault{
		{"advances whoever asks", consume(consumes{advance: advancesAnyway}), []string{"a consumer moves on from where it was seen", "one of those who move a consumer wins"}},
		{"loses what is held", consume(consumes{advance: losesHolds}), []string{"a consumer is kept whole", "what is held stays"}},
		{
			"counts revisions anew", &broken{wrap: func(f *faults) store.Store { return countsAnew{f} }},
			[]string{"a consumer moves on from where it was seen"},
		},
		{"leaves out a consumer", consume(consumes{list: dropFirst[string]}), []string{"consumers are listed and dropped"}},
		{
			"never drops a consumer", consume(consumes{drop: func(context.Context, store.Store, string) error { return nil }}),
			[]string{"consumers are listed and dropped", "what is held stays"},
		},
		{"prunes what is held", &broken{wrap: func(f *faults) store.Store { return reads{faults: f, prune: releases} }}, []string{"what is held stays"}},
	}
}

func faultsOfRestarting() []fault {
	loses := func(how func(*done) bool) *broken { return &broken{loses: how} }
	return []fault{
		{"keeps nothing when it is closed", loses(losesEverything), []string{"what was written is there after opening again", "the same answers after opening again"}},
		{"keeps what it refused", loses(keepsWhatItRefused), []string{"a refused changeset leaves nothing behind", "the same answers after opening again"}},
		{"keeps no events when it is closed", loses(losesEvents), []string{"numbers go on after opening again", "what was written is there after opening again"}},
		{"keeps no directories when it is closed", loses(losesDirectories), []string{"numbers go on after opening again"}},
		{"keeps no acknowledgements when it is closed", loses(losesAcknowledgements), []string{"consumers are where they were after opening again"}},
		{"forgets consumers that acknowledged nothing", loses(losesQuietConsumers), []string{"consumers are where they were after opening again"}},
		{"forgets what is held when it is closed", loses(losesAdvances), []string{"holds are there after opening again", "the same answers after opening again"}},
		{"rounds what it keeps", loses(roundsInstants), []string{"values come back whole after opening again"}},
		{"keeps what went when it is closed", loses(losesRemovals), []string{"what went stays gone after opening again", "the same answers after opening again"}},
	}
}

func faultsOfMany() []fault {
	beside := func(how func(*faults) store.Store) *broken { return &broken{beside: true, wrap: how} }
	return []fault{
		{
			"numbers events before they are committed", &broken{wrap: func(f *faults) store.Store { return numbersEarly{f} }},
			[]string{"a slow step is not passed over"},
		},
		{
			"hides that its caller gave up", &broken{wrap: func(f *faults) store.Store { return applies{f, hidesTheContext} }},
			[]string{"giving up while waiting is whole or nothing", "giving up while deciding is whole or nothing"},
		},
		{
			"keeps what another process changes", beside(func(f *faults) store.Store { return loads{f, staleLoads} }),
			[]string{"two processes lose no update", "two processes see each other's writes", "steps and readings have one order"},
		},
		{
			"shows another process an old view", beside(func(f *faults) store.Store { return oldViews{f} }),
			[]string{"two processes see each other's writes"},
		},
	}
}

func allFaults() []fault {
	return slices.Concat(faultsOfWriting(), faultsOfReading(), faultsOfFeeding(), faultsOfRestarting(), faultsOfMany(), faultsOfConsuming(), faultsOfWatching())
}

// TestASoundStorePasses runs the checks that need more than a store in memory offers against stores that are sound: one that is its own
// second process, and one that remembers.
func TestASoundStorePasses(t *testing.T) {
	t.Parallel()
	remembers := (&broken{loses: func(*done) bool { return false }}).harness()
	shared := storetest.Harness{
		New:    func(testing.TB) store.DB { return memory.New() },
		Second: func(_ testing.TB, db store.DB) store.DB { return db },
	}
	for _, c := range storetest.Checks() {
		for _, h := range []storetest.Harness{remembers, shared} {
			if c.Applies(h) && (c.Needs != storetest.NeedNothing || h.Second != nil) {
				require.NoError(t, c.Against(t, h))
			}
		}
	}
}

func TestEveryFaultIsCaughtByTheCheckOfItsDuty(t *testing.T) {
	t.Parallel()
	checks := map[string]storetest.Check{}
	for _, c := range storetest.Checks() {
		require.NotContains(t, checks, c.Name, "two checks of one name")
		checks[c.Name] = c
	}
	for _, f := range allFaults() {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			for _, name := range f.caught {
				c, ok := checks[name]
				require.True(t, ok, "no check is called %q", name)
				h := f.breaks.harness()
				require.True(t, c.Applies(h), "the broken store can't be checked by %q", name)
				err := c.Against(t, h)
				require.Error(t, err, "%q doesn't notice a store that %s", name, f.name)
				require.ErrorContains(t, err, fmt.Sprintf("duty %d, %s", c.Duty, name))
				require.ErrorContains(t, err, c.Explain)
			}
		})
	}
}

func TestEveryCheckCanFail(t *testing.T) {
	t.Parallel()
	caught := map[string]bool{}
	for _, f := range allFaults() {
		for _, name := range f.caught {
			caught[name] = true
		}
	}
	duties := map[int]bool{}
	for _, c := range storetest.Checks() {
		require.True(t, caught[c.Name], "no broken store shows that %q can fail", c.Name)
		require.NotEmpty(t, c.Explain)
		duties[c.Duty] = true
	}
	for duty := 1; duty <= 20; duty++ {
		require.True(t, duties[duty], "duty %d has no check", duty)
	}
}
