package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
)

// plainRow is a call as most are.
const plainRow = "AA0101,1,7,2,PS,1999-08-05,9:00:00,9:00:10,10,9:00:10,9:01:10,60,AGENT,9:01:09,9:03:09,120,ANA"

// rows makes a file of lines.
func rows(lines ...string) string { return header + "\n" + strings.Join(lines, "\n") + "\n" }

// read reads a record that must be well-formed.
func read(t *testing.T, text string) *record {
	t.Helper()
	r, err := readRecord("test.csv", strings.NewReader(text))
	require.NoError(t, err)
	return r
}

// with gives the plain row with one column changed.
func with(column, value string) string {
	fields := strings.Split(plainRow, ",")
	for i, name := range strings.Split(header, ",") {
		if name == column {
			fields[i] = value
		}
	}
	return strings.Join(fields, ",")
}

func TestAMalformedFileIsNamedByFileAndLine(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, text, want string }{
		{"nothing", "", ":1: has no calls"},
		{"no calls", header + "\n", ":1: has no calls"},
		{"another header", strings.Replace(rows(plainRow), "q_time", "waited", 1), ":1: the columns must be"},
		{"no header", plainRow + "\n", ":1: the columns must be"},
		{"a column too few", rows(plainRow, plainRow, "AA0101,1,7"), ":4: has 3 columns, and not 17"},
		{"a column too many", rows(plainRow, plainRow+",9"), ":3: has 18 columns, and not 17"},
		{"cut off", rows(plainRow, plainRow[:40]), ":3: has 8 columns"},
		{"no clock time", rows(with("vru_entry", "nine")), `:2: vru_entry: "nine" is no clock time`},
		{"a minute too many", rows(with("ser_exit", "9:60:00")), `:2: ser_exit: "9:60:00" is no clock time`},
		{"a day too many", rows(with("q_exit", "48:00:00")), `:2: q_exit: "48:00:00" is no clock time`},
		{"a sign", rows(with("q_start", "9:+1:00")), ":2: q_start: "},
		{"no seconds", rows(with("vru_exit", "9:00")), ":2: vru_exit: "},
		{"no number", rows(plainRow, with("q_time", "1m")), `:3: q_time: "1m" is no number of seconds`},
		{"a number out of reach", rows(with("ser_time", "99999999")), ":2: ser_time: "},
		{"an empty number", rows(with("vru_time", "")), ":2: vru_time: "},
		{"an unknown outcome", rows(with("outcome", "LOST")), `:2: outcome: "LOST" is none of AGENT, HANG, PHANTOM`},
		{"no priority", rows(with("priority", "-1")), ":2: priority: "},
		{"no type", rows(with("type", "")), ":2: type: "},
		{"a type that is an inbox of the engine's own", rows(with("type", "General")), ":2: type: "},
		{"no server", rows(with("server", "")), ":2: server: "},
		{"a name that is no text", rows(with("server", "A\xff")), ":2: server: "},
		{"a long id", rows(with("call_id", strings.Repeat("9", 300))), ":2: call_id: "},
		{"no date", rows(with("date", "990805")), ":2: date: "},
		{"another day", rows(plainRow, with("date", "1999-08-06")), ":3: date: 1999-08-06 isn't the day"},
		{"a quote too few", rows(plainRow, `"`+plainRow), ":3: "},
		{"a blank line before", rows(plainRow, "", with("outcome", "LOST")), ":4: outcome: "},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "day.csv")
			require.NoError(t, os.WriteFile(file, []byte(tc.text), 0o600))
			stdout, stderr, status := bankday(t, file)
			require.Equal(t, 1, status)
			require.Empty(t, stdout, "all or nothing")
			require.Contains(t, stderr, "bankday: "+file+tc.want)
			require.Equal(t, 1, strings.Count(stderr, "\n"), stderr)
		})
	}
}

func TestOddRowsAreRead(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, row string
		handOff   moment
		want      fate
		timed     bool
	}{
		{"a plain call, served a second before the queue's end", plainRow, 9*hour + 10, fate{answered, 60, "ANA", 9*hour + 69, 120}, true},
		{
			"answered without a queue, a second before the bot's exit",
			"L,1,0,0,PS,1999-08-05,9:00:00,9:00:10,10,0:00:00,0:00:00,0,AGENT,9:00:09,9:00:29,20,ANA", 9*hour + 10,
			fate{answered, 0, "ANA", 9*hour + 9, 20},
			true,
		},
		{
			"answered by nobody who is named",
			"L,1,0,0,PS,1999-08-05,9:00:00,9:00:10,10,0:00:00,0:00:00,0,AGENT,9:00:10,9:00:13,3,NO_SERVER", 9*hour + 10,
			fate{answered, 0, "", 9*hour + 10, 3},
			true,
		},
		{
			"a service that isn't on record",
			"L,1,0,0,PS,1999-08-05,9:00:00,9:00:10,10,9:00:10,9:00:40,30,AGENT,0:00:00,0:00:00,0,ANA", 9*hour + 10,
			fate{answered, 30, "ANA", 9*hour + 40, 0},
			false,
		},
		{
			"a service of no time at all",
			"L,1,0,0,PS,1999-08-05,9:00:00,9:00:10,10,9:00:10,9:00:40,30,AGENT,9:00:40,9:00:40,0,ANA", 9*hour + 10,
			fate{answered, 30, "ANA", 9*hour + 40, 0},
			true,
		},
		{
			"hung up while waiting, with a service all the same",
			"L,1,0,0,PS,1999-08-05,9:00:00,9:00:10,10,9:00:10,9:00:22,12,HANG,9:00:28,9:05:08,280,NO_SERVER", 9*hour + 10,
			fate{end: abandoned, wait: 12},
			false,
		},
		{
			"hung up in the bot",
			"L,1,0,0,PS,1999-08-05,0:10:10,0:10:27,17,0:00:00,0:00:00,0,HANG,0:00:00,0:00:00,0,NO_SERVER", 627,
			fate{end: inBot},
			false,
		},
		{
			"a phantom",
			"L,1,0,0,PS,1999-08-05,9:00:00,9:00:10,10,9:00:10,9:00:22,12,PHANTOM,9:00:28,9:05:08,280,NO_SERVER", 9*hour + 10,
			fate{end: ignored},
			false,
		},
		{
			"out of the bot before it came in",
			"L,1,0,0,PS,1999-08-05,12:04:42,12:03:15,-87,12:03:15,12:04:56,101,HANG,0:00:00,0:00:00,0,NO_SERVER", 12*hour + 4*minute + 42,
			fate{end: abandoned, wait: 101},
			false,
		},
		{
			"in the queue some seconds after the bot",
			"L,1,0,0,PS,1999-08-05,23:57:31,23:57:31,0,23:57:36,23:58:36,60,HANG,0:00:00,0:00:00,0,NO_SERVER", day24 - 144,
			fate{end: abandoned, wait: 60},
			false,
		},
		{
			"across midnight, from 0:00:00 again",
			"L,1,0,0,PS,1999-08-05,23:59:40,23:59:50,10,23:59:50,0:01:00,70,AGENT,0:01:00,0:02:00,60,ANA", day24 - 10,
			fate{answered, 70, "ANA", day24 + 60, 60},
			true,
		},
		{
			"across midnight, as 24:xx",
			"L,1,0,0,PS,1999-08-05,23:59:40,23:59:50,10,23:59:50,24:01:00,70,AGENT,24:01:00,24:02:00,60,ANA", day24 - 10,
			fate{answered, 70, "ANA", day24 + 60, 60},
			true,
		},
		{
			"after midnight, as 24:xx",
			"L,1,0,0,PS,1999-08-05,24:00:05,24:00:15,10,0:00:15,0:00:25,10,AGENT,0:00:25,0:01:25,60,ANA", day24 + 15,
			fate{answered, 10, "ANA", day24 + 25, 60},
			true,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := read(t, rows(tc.row)).calls[0]
			require.Equal(t, tc.handOff, c.handOff, c.handOff.String())
			require.Equal(t, tc.want, c.recorded, c.recorded.from.String())
			require.Equal(t, tc.timed, c.timed)
		})
	}
}

func TestEachRowIsAContactOfItsOwn(t *testing.T) {
	t.Parallel()
	for _, file := range []string{keptDay, otherDay} {
		r, err := open(file)
		require.NoError(t, err)
		seen := map[botflow.ContactID]bool{}
		for i := range r.calls {
			require.False(t, seen[r.calls[i].contact], r.calls[i].contact)
			seen[r.calls[i].contact] = true
		}
	}
}

func TestPriorityIsHighOrNot(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int32{"0": 0, "1": 0, "2": 2, "3": 3} {
		require.Equal(t, want, read(t, rows(with("priority", text))).calls[0].priority, text)
	}
}

func TestMarksAndLineEndsOfOtherSystems(t *testing.T) {
	t.Parallel()
	want := read(t, rows(plainRow, plainRow))
	require.Equal(t, want, read(t, "\ufeff"+strings.ReplaceAll(rows(plainRow, plainRow), "\n", "\r\n")))
	require.Equal(t, want, read(t, strings.TrimSuffix(rows(plainRow, plainRow), "\n")))
}
