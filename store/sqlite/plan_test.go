package sqlite

import (
	"database/sql"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"
)

// No statement of a command, a page or a view may walk the conversations, contacts, events, agents or seats of an account, nor sort
// many rows: only these may.
func TestStatementsUseIndexes(t *testing.T) {
	t.Parallel()
	pool, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "test.db"))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, pool.Close()) })
	require.NoError(t, Migrate(t.Context(), pool))
	walking := map[query]bool{
		selectAllAgents: true, selectAllSeats: true, selectAllInboxes: true, // a new directory
		selectNextOfAll: true, selectBusyAccounts: true, selectJobs: true, // all accounts; jobs are few
		selectFeedEnd:       true, // it reads the index's last entry
		selectLastGiven:     true, // SQLite's own list of tables
		verifyConversations: true, verifyContacts: true, verifyAgents: true, verifyEvents: true, verifyNotes: true, verifyJobs: true,
	}
	sorting := map[query]bool{ // jobs, a job's members, and what is due of three kinds
		selectJobs: true, membersArea: true, membersHome: true, membersHolder: true, selectLeads: true, selectDue: true,
	}
	for _, q := range queries() {
		nothing := make([]any, parameters(string(q)))
		rows, err := pool.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+string(q), nothing...)
		require.NoError(t, err, q)
		for rows.Next() {
			var id, parent, unused int
			var detail string
			require.NoError(t, rows.Scan(&id, &parent, &unused, &detail))
			require.False(t, walks(detail) && !walking[q], "%s\n%s", detail, q)
			require.False(t, strings.Contains(detail, "TEMP B-TREE FOR ORDER BY") && !sorting[q], "%s\n%s", detail, q)
		}
		require.NoError(t, rows.Err())
		require.NoError(t, rows.Close())
	}
}

// parameters gives the highest number of a statement's parameters.
func parameters(q string) (n int) {
	const most = 16
	for i := 1; i <= most; i++ {
		if strings.Contains(q, "?"+strconv.Itoa(i)) {
			n = i
		}
	}
	return n
}

// walks tells whether a line of a plan reads a whole table, or a whole account of one.
func walks(detail string) bool {
	for _, harmless := range [...]string{"VIRTUAL TABLE", "CONSTANT ROW", "SCAN waits", "subquery"} {
		if strings.Contains(detail, harmless) {
			return false
		}
	}
	return strings.HasPrefix(detail, "SCAN") || strings.HasSuffix(detail, "(account=?)")
}
