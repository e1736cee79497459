package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"sync"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/internal/news"
)

var _ store.Watcher = (*DB)(nil)

// NOTIFY takes a lock of the whole server until its transaction has ended, so in the transactions that matter it would line all of them up.
// Here it has one to itself, after the others have been committed, one for all that were committed meanwhile, and nobody waits for it: not
// even the disk, since what a crash takes with it is but a hint.
const notify = "select set_config('synchronous_commit', 'off', true), pg_notify($1, payload) from unnest($2::text[]) payload"

const (
	tellPause   = 20 * time.Millisecond // from one statement to the next
	largestNote = 7000                  // bytes of a payload; the server takes 7,999
	mostNotes   = 16                    // of a statement; what takes more is told as "anywhere"
)

// teller gathers what was committed until it is told. Whoever finds nobody telling lets somebody begin, who ends when there is nothing more.
type teller struct {
	mu     sync.Mutex
	unsaid news.Set
	begun  bool      // somebody is telling
	last   time.Time // when something was told last
}

// Tell implements [store.Watcher].
func (db *DB) Tell(account botflow.AccountID, wake botflow.Instant) {
	if db.config.Silent {
		return
	}
	t := &db.teller
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.unsaid == nil {
		t.unsaid = news.Set{}
	}
	t.unsaid.Add(account, wake)
	if !t.begun {
		t.begun = true
		go db.tell()
	}
}

// committed tells of a group.
func (db *DB) committed(g *group) {
	for id, set := range g.sets {
		if wake, told := set.News(); told {
			db.Tell(botflow.AccountID(id), wake)
		}
	}
}

// tell passes on what was committed, at once after a silence and then every so often, until nothing is left. What can't be passed on is lost,
// as a hint may be: in a pool without a free connection it waits in line, with nothing in its hands, and no longer than Config.Timeout.
func (db *DB) tell() {
	for t := &db.teller; t.more(); {
		time.Sleep(time.Until(t.last.Add(tellPause)))
		ctx, cancel := context.WithTimeout(context.Background(), db.config.Timeout)
		_, _ = db.pool.Exec(ctx, notify, channelOf(db.config.Schema), notes(t.take()))
		cancel()
	}
}

// more tells whether there is something to tell. If not, the one who asks ends.
func (t *teller) more() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.begun = len(t.unsaid) > 0
	return t.begun
}

func (t *teller) take() news.Set {
	t.mu.Lock()
	defer t.mu.Unlock()
	unsaid := t.unsaid
	t.unsaid, t.last = nil, time.Now()
	return unsaid
}

// notes writes what is to be told as payloads, each a JSON object of accounts and wakes. An empty one means "anywhere".
func notes(unsaid news.Set) []string {
	var all []string
	note, size := news.Set{}, 0
	for _, account := range unsaid.Accounts() {
		const wake = len(`:-9223372036854775808,`)
		if size += len(quoted(account)) + wake; size > largestNote {
			all = append(all, quoted(note))
			note, size = news.Set{}, len(quoted(account))+wake
		}
		note[account] = unsaid[account]
	}
	if all = append(all, quoted(note)); len(all) > mostNotes {
		return []string{""}
	}
	return all
}

func quoted(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings and integers always have a JSON form
	}
	return string(b)
}

// channelOf names the channel of a schema: any schema's name is short enough that way.
func channelOf(schema string) string {
	sum := sha256.Sum256([]byte(schema))
	return "reparto_" + hex.EncodeToString(sum[:8])
}
