package sqlite_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/store/sqlite"
)

// listedChat spreads chats over twenty inboxes; every other one is closed.
func listedChat(i int) botflow.Conversation {
	c := waitingChat(i)
	c.TakenFrom = botflow.InboxID(fmt.Sprintf("inbox %02d", i/2%20))
	c.Place.Inbox = c.TakenFrom
	if i%2 == 0 {
		c.Place.Inbox, c.Unread, c.Unanswered, c.Wake = botflow.Closed, false, 0, botflow.Wake{}
	}
	return c
}

// naive is the list as one condition over the table, sorted. The columns are the store's.
const naive = `SELECT doc FROM reparto_conversation WHERE account = 'acme' AND (
	area = 2 AND home IN ('inbox 01', 'inbox 05', 'inbox 09') OR area = 4 AND holder = 'agent 0001' OR area = 3 AND holder = 'agent 0001'
	OR area = 6 AND json_extract(doc, '$.private') IS NULL) ORDER BY waiting, id LIMIT 51`

// naivePage runs it.
func naivePage(pool *sql.DB) (n int, err error) {
	rows, err := pool.Query(naive)
	if err != nil {
		return 0, err
	}
	defer rows.Close() //nolint:errcheck // Err says it
	for rows.Next() {
		var doc []byte
		if err := rows.Scan(&doc); err != nil {
			return 0, err
		}
		var c botflow.Conversation
		if err := json.Unmarshal(doc, &c); err != nil {
			return 0, err
		}
		n++
	}
	return n, rows.Err()
}

// BenchmarkList compares the first page of what an agent may see with the naive query for it, in interleaved rounds.
func BenchmarkList(b *testing.B) {
	for name, driver := range drivers() {
		b.Run(name, func(b *testing.B) {
			pool := open(b, driver, filepath.Join(b.TempDir(), "test.db"))
			s := furnish(b, over(b, pool, sqlite.Config{}), listedChat)
			q := inbox.Query{Branches: []inbox.Branch{
				{Area: inbox.AreaShared, Inboxes: []botflow.InboxID{"inbox 01", "inbox 05", "inbox 09"}},
				{Area: inbox.AreaOwned, Owner: "agent 0001"},
				{Area: inbox.AreaPersonal, Owner: "agent 0001"},
				{Area: inbox.AreaClosed, Private: inbox.No},
			}}
			for b.Loop() {
				var ours, theirs, ratios []float64
				for range 31 {
					began := time.Now()
					page, err := s.List(context.Background(), q)
					x := time.Since(began)
					require.NoError(b, err)
					require.Len(b, page.Conversations, inbox.DefaultLimit)
					began = time.Now()
					n, err := naivePage(pool)
					y := time.Since(began)
					require.NoError(b, err)
					require.Equal(b, inbox.DefaultLimit+1, n)
					ours, theirs, ratios = append(ours, float64(x.Microseconds())), append(theirs, float64(y.Microseconds())), append(ratios, x.Seconds()/y.Seconds())
				}
				b.ReportMetric(median(ours), "store-µs")
				b.ReportMetric(median(theirs), "naive-µs")
				b.ReportMetric(median(ratios), "ratio")
			}
		})
	}
}
