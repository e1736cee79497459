package postgres_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
)

// The server keeps a plan until statistics change, so one that it makes while tables are almost empty must be right for full ones.
func TestPlansOfTinyTablesLookRowsUp(t *testing.T) {
	t.Parallel()
	for rows, name := range []string{"empty", "one row each", "two rows each"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			_, filling, schema := opened(t)
			db := reopen(t, filling, schema)
			s, err := db.Account("acme")
			require.NoError(t, err)
			require.NoError(t, s.Apply(ctx, store.Key{Account: true}, func(store.Loaded) (store.Changeset, error) {
				full := routing.Policy{Enabled: true, Limit: 1}
				return store.Changeset{Directory: &directory.Directory{
					Agents: []directory.Agent{{ID: "Ana"}}, Inboxes: []directory.Inbox{{ID: botflow.General, Policy: full}},
				}}, nil
			}))
			for n := range rows {
				require.NoError(t, takeOf(ctx, s, botflow.ConversationID(fmt.Sprint(n))))
			}
			for _, table := range []string{"conversation", "contact", "agent", "inbox", "seat", "operation", "account"} {
				_, err := filling.Exec(ctx, "analyze "+pgx.Identifier{schema, table}.Sanitize())
				require.NoError(t, err)
			}
			pool := openServer(t).Pool(t, 1, func(cfg *pgxpool.Config) { cfg.ConnConfig.RuntimeParams["plan_cache_mode"] = "force_generic_plan" })
			s, err = reopen(t, pool, schema).Account("acme")
			require.NoError(t, err)
			require.NoError(t, takeOf(ctx, s, "new"))
			require.NoError(t, takeOf(ctx, s, "new"))
			_, err = s.View(ctx, store.ViewRequest{Inboxes: []botflow.InboxID{botflow.General}, Queue: 9, Seats: 9, Members: 9})
			require.NoError(t, err)
			seats := false
			for statement, plan := range plans(t, pool, schema) {
				seats = seats || strings.Contains(statement, `.seat (`)
				text := statement + "\n" + strings.Join(plan, "\n")
				require.NotContains(t, text, "Seq Scan")
				for i, line := range plan {
					switch {
					case strings.Contains(line, "Index Only Scan using"): // is there anything, or what comes next
						require.Regexp(t, `Index Cond: \(\(account = .*\) AND |conversation_wake|agent_wake|inbox_wake`, line+plan[i+1], text)
					case strings.Contains(line, "Scan using"):
						require.Regexp(t, "using (.*_pkey|conversation_chat|conversation_queue|seat_ready|seat_turn) ", line, text)
						require.Regexp(t, `Index Cond: \(id = |Index Cond: \(\(account = .*\) AND `, plan[i+1], text)
					}
				}
			}
			require.True(t, seats, "a seat was written")
		})
	}
}

// takeOf makes a chat if it isn't there, and has an agent take it, each time with an operation of its own.
func takeOf(ctx context.Context, s store.Store, id botflow.ConversationID) error {
	key := newChat(id).With(store.Key{
		Op: botflow.OpID("op " + id), Agents: []botflow.AgentID{"Ana"}, Inboxes: []botflow.InboxID{botflow.General},
		Conversations: []botflow.ConversationID{id}, Seats: []store.SeatKey{{Inbox: botflow.General, Agent: "Ana"}},
	})
	return s.Apply(ctx, key, func(l store.Loaded) (store.Changeset, error) {
		c, p := chat(id), botflow.Presence{Agent: "Ana"}
		if len(l.Conversations) > 0 {
			c = l.Conversations[0]
		}
		if len(l.Agents) > 0 {
			p = l.Agents[0]
		}
		c.LastOwner, p.Status, p.Load = "Ana", botflow.Online, 1-p.Load // a seat is ready, and isn't
		changes := store.Changeset{Conversations: []botflow.Conversation{c}, Agents: []botflow.Presence{p}}
		if !l.Seen {
			changes.Op = botflow.OpID("op " + id)
		}
		return changes, nil
	})
}

// plans gives the plans that the one connection of a pool keeps, of the statements that look rows up by arrays.
func plans(t *testing.T, pool *pgxpool.Pool, schema string) map[string][]string {
	t.Helper()
	ctx, all := context.Background(), make(map[string][]string)
	// A plan that is thrown away meanwhile, as when the server analyzes the table, is made anew where it is asked for: here.
	_, err := pool.Exec(ctx, "set enable_seqscan = off")
	require.NoError(t, err)
	rows, err := pool.Query(ctx, `select name, statement, coalesce(array_length(parameter_types, 1), 0) from pg_prepared_statements
where statement like '%unnest%' and statement like '%"`+schema+`"%'`, pgx.QueryExecModeSimpleProtocol)
	require.NoError(t, err)
	type prepared struct {
		Name, Statement string
		Params          int
	}
	kept, err := pgx.CollectRows(rows, pgx.RowToStructByPos[prepared])
	require.NoError(t, err)
	require.NotEmpty(t, kept)
	for _, p := range kept {
		nothing := strings.TrimSuffix(strings.Repeat("null,", p.Params), ",")
		rows, err := pool.Query(ctx, fmt.Sprintf("explain (costs off) execute %s (%s)", pgx.Identifier{p.Name}.Sanitize(), nothing), pgx.QueryExecModeSimpleProtocol)
		require.NoError(t, err)
		all[p.Statement], err = pgx.CollectRows(rows, pgx.RowTo[string])
		require.NoError(t, err)
	}
	return all
}
