package schedule_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/schedule"
)

// degenerate are hours on which a search that walks would walk for long.
func degenerate(t *testing.T) map[string]*schedule.Schedule {
	t.Helper()
	minute := schedule.Week{"Wed": {"11:59-12:00"}}
	hours := map[string]schedule.Hours{
		"never":             schedule.Never(),
		"always":            schedule.Always(),
		"one minute a week": {Zone: "America/Santiago", Week: minute},
		"only 29 February":  {Zone: "America/Santiago", Yearly: []schedule.Yearly{{On: "02-29", Open: []string{"12:00-12:01"}}}},
		"only a fifth Monday of February": {
			Zone: "Europe/Madrid", Yearly: []schedule.Yearly{{On: "5th Mon Feb", Open: []string{"12:00-12:01"}}},
		},
		"only a skipped date":   {Zone: "Pacific/Apia", Exceptions: []schedule.Exception{{Date: "2011-12-30", Open: []string{"09:00-17:00"}}}},
		"closed all year round": {Zone: "UTC", Week: minute, Yearly: []schedule.Yearly{{On: "01-01", Through: "12-31"}}},
		"a minute after 10,000 dates": {
			Zone: "UTC", Week: minute, Exceptions: []schedule.Exception{{Date: "2026-01-01", Through: "2053-05-18"}},
		},
		"a week for good later": {Zone: "UTC", Seasons: []schedule.Season{{From: "9990-01-01", Week: minute}}},
	}
	out := map[string]*schedule.Schedule{}
	for name, h := range hours {
		s, err := h.Compile()
		require.NoError(t, err, name)
		out[name] = s
	}
	return out
}

// TestSearches_TakeFewSteps: each look-up reads a handful of entries, whatever
// the hours are, and each answer takes a handful of look-ups, for there is no
// other loop (TestSearches_HaveNoOtherLoop).
func TestSearches_TakeFewSteps(t *testing.T) {
	t.Parallel()
	for name, s := range degenerate(t) {
		require.LessOrEqual(t, s.MostSteps(), 24, name)
	}
}

// TestSearches_HaveNoOtherLoop: what answers a question halves a table, and does
// nothing else again and again. Openings is told to go on by who asks; covers
// looks at the few ranges of one date.
func TestSearches_HaveNoOtherLoop(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"lookup.go", "spans.go", "schedule.go", "explain.go"} {
		set := token.NewFileSet()
		tree, err := parser.ParseFile(set, file, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		for _, decl := range tree.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Name.Name == "union" || f.Name.Name == "covers" { // union builds the tables
				continue
			}
			ast.Inspect(f, func(n ast.Node) bool {
				switch loop := n.(type) {
				case *ast.RangeStmt:
					require.Fail(t, "a loop", "%s: %s", file, f.Name.Name)
				case *ast.ForStmt:
					halves, isLess := loop.Cond.(*ast.BinaryExpr)
					require.True(t, isLess && halves.Op == token.LSS && halves.X.(*ast.Ident).Name == "first" && halves.Y.(*ast.Ident).Name == "last",
						"%s: %s has a loop that doesn't halve", file, f.Name.Name)
				}
				return true
			})
		}
	}
}

func TestSearches_OnDegenerateHours(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, at, nextOpen, nextClose, minuteLater string }{
		{"never", "2026-03-02T12:00:00Z", "never", "2026-03-02T12:00:00Z", "never"},
		{"always", "2026-03-02T12:00:00Z", "2026-03-02T12:00:00Z", "never", "2026-03-02T12:01:00Z"},
		{"one minute a week", "2026-03-04T12:00:00-03:00", "2026-03-11T11:59:00-03:00", "2026-03-04T12:00:00-03:00", "2026-03-11T12:00:00-03:00"},
		{"only 29 February", "2096-03-01T12:00:00-03:00", "2104-02-29T12:00:00-03:00", "2096-03-01T12:00:00-03:00", "2104-02-29T12:01:00-03:00"},
		{"only a fifth Monday of February", "2072-03-01T00:00:00+01:00", "2112-02-29T12:00:00+01:00", "2072-03-01T00:00:00+01:00", "2112-02-29T12:01:00+01:00"},
		{"only a skipped date", "2011-12-29T12:00:00-10:00", "never", "2011-12-29T12:00:00-10:00", "never"},
		{"closed all year round", "2026-03-02T12:00:00Z", "2141-01-04T11:59:00Z", "2026-03-02T12:00:00Z", "2141-01-04T12:00:00Z"},
		{"a minute after 10,000 dates", "2026-03-02T12:00:00Z", "2053-05-21T11:59:00Z", "2026-03-02T12:00:00Z", "2053-05-21T12:00:00Z"},
		{"a week for good later", "2026-03-02T12:00:00Z", "9990-01-03T11:59:00Z", "2026-03-02T12:00:00Z", "9990-01-03T12:00:00Z"},
	}
	all := degenerate(t)
	require.Len(t, cases, len(all))
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			text := func(at time.Time, ok bool) string {
				if !ok {
					return "never"
				}
				return at.Format(time.RFC3339)
			}
			s, at := all[c.name], instant(t, c.at)
			require.Equal(t, c.nextOpen, text(s.NextOpen(at)))
			require.Equal(t, c.nextClose, text(s.NextClose(at)))
			require.Equal(t, c.minuteLater, text(s.Add(at, time.Minute)))
		})
	}
}

// TestIsOpen_AllocatesNothing, nor do the searches.
//
//nolint:paralleltest // what other tests allocate would count
func TestIsOpen_AllocatesNothing(t *testing.T) {
	s := compiled(t, "America/Santiago", "Mon-Fri 09:00-13:00,15:00-18:30", schedule.Exception{Date: "2026-03-05"})
	at, later := instant(t, "2026-03-02T12:00:00Z"), instant(t, "2031-03-02T12:00:00Z")
	require.Zero(t, testing.AllocsPerRun(100, func() {
		s.IsOpen(at)
		s.NextOpen(at)
		s.NextClose(at)
		s.Add(at, 40*time.Hour)
		s.Between(at, later)
	}))
}
