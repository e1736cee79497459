package filestore_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/examples/filestore"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/storetest"
)

// opened remembers where a store's file is, to open it again.
type opened struct {
	*filestore.DB
	path string
}

func open(tb testing.TB, path string) *opened {
	tb.Helper()
	db, err := filestore.Open(path)
	require.NoError(tb, err)
	tb.Cleanup(func() { _ = db.Close() })
	return &opened{db, path}
}

func harness() storetest.Harness {
	return storetest.Harness{
		New: func(tb testing.TB) store.DB {
			tb.Helper()
			return open(tb, filepath.Join(tb.TempDir(), "reparto.log"))
		},
		Reopen: func(tb testing.TB, db store.DB) store.DB {
			tb.Helper()
			require.NoError(tb, db.(*opened).Close())
			return open(tb, db.(*opened).path)
		},
	}
}

func TestStore(t *testing.T) {
	t.Parallel()
	storetest.Run(t, harness())
}

// put writes one operation.
func put(t *testing.T, db store.DB, op botflow.OpID) {
	t.Helper()
	account, err := db.Account("shop")
	require.NoError(t, err)
	require.NoError(t, account.Apply(t.Context(), store.Key{Op: op}, func(store.Loaded) (store.Changeset, error) {
		return store.Changeset{Op: op, Result: []byte(op)}, nil
	}))
}

func seen(t *testing.T, db store.DB, op botflow.OpID) bool {
	t.Helper()
	account, err := db.Account("shop")
	require.NoError(t, err)
	l, err := account.Get(t.Context(), store.Key{Op: op})
	require.NoError(t, err)
	return l.Seen
}

// TestI12_ACrashLeavesWhatWasAcknowledged cuts the file at every byte of its last line, as a crash may: what came before is there, the rest
// isn't, and the store goes on.
func TestI12_ACrashLeavesWhatWasAcknowledged(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "log")
	db := open(t, path)
	put(t, db, "first")
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	put(t, db, "second")
	all, err := os.ReadFile(path)
	require.NoError(t, err)
	for cut := len(whole); cut <= len(all); cut++ {
		path := filepath.Join(t.TempDir(), "log")
		require.NoError(t, os.WriteFile(path, all[:cut], 0o600))
		db := open(t, path)
		require.True(t, seen(t, db, "first"))
		require.Equal(t, cut == len(all), seen(t, db, "second"), "cut at byte %d of %d", cut, len(all))
		put(t, db, "third")
		require.NoError(t, db.Close())
		require.True(t, seen(t, open(t, path), "third"))
	}
}

func TestDamageIsNoticed(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "log")
	db := open(t, path)
	put(t, db, "first")
	put(t, db, "second")
	all, err := os.ReadFile(path)
	require.NoError(t, err)
	all[20] ^= 1
	require.NoError(t, os.WriteFile(path, all, 0o600))
	_, err = filestore.Open(path)
	require.ErrorContains(t, err, "the line at byte 0: its checksum is wrong")
}

func TestAClosedStoreRefuses(t *testing.T) {
	t.Parallel()
	db := open(t, filepath.Join(t.TempDir(), "log"))
	account, err := db.Account("shop")
	require.NoError(t, err)
	require.NoError(t, db.Close())
	_, err = account.Get(t.Context(), store.Key{Op: "op"})
	require.ErrorContains(t, err, "it is closed")
	require.ErrorContains(t, account.Ack(t.Context(), "c", 1), "it is closed")
}

// TestThePageQuotesThisStore keeps docs/stores.md true: each piece of Go on it is in this folder as it stands there.
func TestThePageQuotesThisStore(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/stores.md")
	require.NoError(t, err)
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	var code strings.Builder
	for _, name := range files {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		code.Write(text)
	}
	pieces := strings.Split(string(page), "```go\n")[1:]
	require.NotEmpty(t, pieces)
	for _, piece := range pieces {
		piece, _, _ = strings.Cut(piece, "```")
		require.Contains(t, code.String(), piece)
	}
}
