package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
)

func TestStretchesAreJoinedUnlessALongBreakLiesBetween(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		in   []stretch
		want []stretch
	}{
		{"nothing", nil, nil},
		{"one", []stretch{{1, 2}}, []stretch{{1, 2}}},
		{"overlapping, in no order", []stretch{{5, 9}, {1, 6}, {2, 3}}, []stretch{{1, 9}}},
		{"thirty minutes between", []stretch{{0, 10}, {10 + longBreak, 2 * hour}}, []stretch{{0, 2 * hour}}},
		{"a second more", []stretch{{0, 10}, {11 + longBreak, 2 * hour}}, []stretch{{0, 10}, {11 + longBreak, 2 * hour}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.want, join(tc.in))
		})
	}
}

func TestWhoWorksWhere(t *testing.T) {
	t.Parallel()
	r := read(t, rows(plainRow, with("server", "ZOE"), with("type", "NW"), with("server", "NO_SERVER"),
		"L,2,0,0,TT,1999-08-05,9:00:00,9:00:10,10,9:00:10,9:00:22,12,HANG,0:00:00,0:00:00,0,NO_SERVER"))
	require.Equal(t, map[botflow.InboxID][]botflow.AgentID{"PS": {"ANA", "ZOE"}, "NW": {"ANA"}, "TT": nil}, r.served())
	require.Equal(t, []shift{{"ANA", []stretch{{9*hour + 69, 9*hour + 189}}}, {"ZOE", []stretch{{9*hour + 69, 9*hour + 189}}}}, r.shifts())
}

func TestTimeWithinAnHour(t *testing.T) {
	t.Parallel()
	require.Equal(t, 0, within(0, hour, 1))
	require.Equal(t, 10, within(hour-10, hour+5, 0))
	require.Equal(t, 5, within(hour-10, hour+5, 1))
	require.Equal(t, hour, within(0, 9*hour, 3))
}
