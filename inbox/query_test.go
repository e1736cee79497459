package inbox_test

import (
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
)

func TestI5_TheBranchesOfTheDefaultMatrix(t *testing.T) {
	t.Parallel()
	m := inbox.Default()
	in := []botflow.InboxID{botflow.General, ventas}
	for _, tc := range []struct {
		name  string
		asker *inbox.Asker
		want  []inbox.Branch
	}{
		{"an agent", cast()["ana"], []inbox.Branch{
			{Area: inbox.AreaBot},
			{Area: inbox.AreaShared, Inboxes: in},
			{Area: inbox.AreaPersonal, Owner: "ana"},
			{Area: inbox.AreaOwned, Owner: "ana"},
			{Area: inbox.AreaExpired, Owner: "ana", Private: inbox.Yes},
			{Area: inbox.AreaExpired, Private: inbox.No},
			{Area: inbox.AreaClosed, Owner: "ana", Private: inbox.Yes},
			{Area: inbox.AreaClosed, Private: inbox.No},
		}},
		{"a supervisor", cast()["samuel"], everywhere()},
		{"the host's own code", cast()["system"], everywhere()},
		{"a bot", cast()["flow"], []inbox.Branch{{Area: inbox.AreaBot, Bot: "flow"}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.want, inbox.Branches(&m, tc.asker))
		})
	}
}

func everywhere() []inbox.Branch {
	return []inbox.Branch{{Area: inbox.AreaBot}, {Area: inbox.AreaShared}, {Area: inbox.AreaPersonal}, {Area: inbox.AreaOwned}, {Area: inbox.AreaExpired}, {Area: inbox.AreaClosed}}
}

func TestI5_TheBranchesOfOptions(t *testing.T) {
	t.Parallel()
	in := []botflow.InboxID{botflow.General, ventas}
	for _, tc := range []struct {
		name   string
		option inbox.Option
		asker  string
		view   inbox.View
		want   []inbox.Branch
	}{
		{"members see owned chats", inbox.TakenVisibleToInboxMembers, "ana", inbox.ViewAgents, []inbox.Branch{
			{Area: inbox.AreaOwned, Owner: "ana"}, {Area: inbox.AreaOwned, Inboxes: in, Owner: "ana", NotOwner: true, Private: inbox.No},
		}},
		{"and their own among them", inbox.TakenVisibleToInboxMembers, "ana", inbox.ViewMine, []inbox.Branch{{Area: inbox.AreaOwned, Owner: "ana"}}},
		{"a supervisor's own", inbox.TakeOver, "sara", inbox.ViewMine, []inbox.Branch{{Area: inbox.AreaOwned, Owner: "sara"}}},
		{"members see closed chats", inbox.ClosedVisibleToInboxMembers, "ana", inbox.ViewClosed, []inbox.Branch{
			{Area: inbox.AreaClosed, Inboxes: in, Owner: "ana", Private: inbox.Yes}, {Area: inbox.AreaClosed, Inboxes: in, Private: inbox.No},
		}},
		{"the host has none of its own", inbox.TakeOver, "system", inbox.ViewMine, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			m := matrix(tc.option)
			q := inbox.Visible(&m, cast()[tc.asker], tc.view, inbox.Filter{}, inbox.ByWaiting)
			require.ElementsMatch(t, tc.want, q.Branches)
			require.NoError(t, q.Validate())
		})
	}
}

// waited is a chat that every filter of the table below lets through when it should.
func waited() *botflow.Conversation {
	c := chat(ownedBy("ana"))
	c.TakenFrom, c.LastOwner, c.Tags = ventas, "ana", []botflow.Tag{"vip"}
	c.Outgoing, c.Private, c.Unread = true, true, true
	c.Unanswered, c.EpisodeAt = 500, 400
	c.WindowEnds = now.Add(time.Hour)
	return c
}

func TestQ1_EachFilter(t *testing.T) {
	t.Parallel()
	at := func(place botflow.Place) func(*botflow.Conversation) {
		return func(c *botflow.Conversation) { c.Place = place }
	}
	same := func(*botflow.Conversation) {}
	hour := now.Add(time.Hour)
	for _, tc := range []struct {
		name   string
		filter inbox.Filter
		change func(*botflow.Conversation)
		want   bool
	}{
		{"none", inbox.Filter{}, same, true},
		{"inbox taken from", inbox.Filter{Inbox: ventas}, same, true},
		{"another inbox", inbox.Filter{Inbox: soporte}, same, false},
		{"inbox waiting in", inbox.Filter{Inbox: soporte}, at(waiting(soporte)), true},
		{"not the one before", inbox.Filter{Inbox: ventas}, at(waiting(soporte)), false},
		{"a Personal inbox", inbox.Filter{Inbox: botflow.Personal("ana")}, at(waiting(botflow.Personal("ana"))), true},
		{"in Personal, not in Ventas", inbox.Filter{Inbox: ventas}, at(waiting(botflow.Personal("ana"))), false},
		{"Closed", inbox.Filter{Inbox: botflow.Closed}, at(waiting(botflow.Closed)), true},
		{"closed, of Ventas", inbox.Filter{Inbox: ventas}, at(waiting(botflow.Closed)), true},
		{"not Closed", inbox.Filter{Inbox: botflow.Closed}, same, false},
		{"a deleted inbox's new name", inbox.Filter{Inbox: soporte, Aliases: []botflow.InboxID{ventas}}, same, true},
		{"none is General", inbox.Filter{Inbox: botflow.General}, func(c *botflow.Conversation) { c.TakenFrom = "" }, true},
		{"owner", inbox.Filter{Owner: "ana"}, same, true},
		{"another owner", inbox.Filter{Owner: "berta"}, same, false},
		{"the last owner is none", inbox.Filter{Owner: "ana"}, at(expired()), false},
		{"tag", inbox.Filter{Tag: "vip"}, same, true},
		{"another tag", inbox.Filter{Tag: "new"}, same, false},
		{"state", inbox.Filter{States: []botflow.State{botflow.StateBot, botflow.StateAgent}}, same, true},
		{"another state", inbox.Filter{States: []botflow.State{botflow.StateExpired}}, same, false},
		{"channel", inbox.Filter{Channel: "web"}, same, true},
		{"another channel", inbox.Filter{Channel: "phone"}, same, false},
		{"contact", inbox.Filter{Contact: "customer"}, same, true},
		{"another contact", inbox.Filter{Contact: "stranger"}, same, false},
		{"outgoing", inbox.Filter{Outgoing: inbox.Yes}, same, true},
		{"incoming", inbox.Filter{Outgoing: inbox.No}, same, false},
		{"private", inbox.Filter{Private: inbox.Yes}, same, true},
		{"public", inbox.Filter{Private: inbox.No}, same, false},
		{"unread", inbox.Filter{Unread: inbox.Yes}, same, true},
		{"read", inbox.Filter{Unread: inbox.No}, same, false},
		{"awaiting", inbox.Filter{Awaiting: inbox.Yes}, same, true},
		{"answered", inbox.Filter{Awaiting: inbox.No}, same, false},
		{"awaiting since then", inbox.Filter{AwaitingSince: 500}, same, true},
		{"not for so long", inbox.Filter{AwaitingSince: 499}, same, false},
		{"not at all", inbox.Filter{AwaitingSince: 500}, func(c *botflow.Conversation) { c.Unanswered = 0 }, false},
		{"awaiting longer", inbox.Filter{}.AwaitingLonger(501, time.Microsecond), same, true},
		{"not that long", inbox.Filter{}.AwaitingLonger(501, 2*time.Microsecond), same, false},
		{"window ends within the hour", inbox.Filter{}.WindowEndsWithin(now, 0), same, true},
		{"not within a shorter time", inbox.Filter{}.WindowEndsWithin(now, time.Hour-time.Microsecond), same, false},
		{"the window has ended", inbox.Filter{WindowAfter: hour, WindowEndsBy: hour + 1}, same, false},
		{"the contact never wrote", inbox.Filter{}.WindowEndsWithin(now, 0), func(c *botflow.Conversation) { c.WindowEnds = 0 }, false},
		{"no window", inbox.Filter{}.WindowEndsWithin(now, 0), func(c *botflow.Conversation) { c.WindowEnds = botflow.Forever }, false},
		{"created from", inbox.Filter{CreatedFrom: 400}, same, true},
		{"created before", inbox.Filter{CreatedFrom: 401}, same, false},
		{"created until", inbox.Filter{CreatedTo: 401}, same, true},
		{"the end isn't in it", inbox.Filter{CreatedTo: 400}, same, false},
		{"all must hold", inbox.Filter{Tag: "vip", Unread: inbox.No}, same, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := waited()
			tc.change(c)
			require.NoError(t, tc.filter.Validate())
			require.Equal(t, tc.want, tc.filter.Match(c))
		})
	}
}

func TestQ1_MalformedQueriesAreRefused(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		field string
		q     inbox.Query
	}{
		{"filter.inbox", inbox.Query{Filter: inbox.Filter{Inbox: "a\x00"}}},
		{"filter.owner", inbox.Query{Filter: inbox.Filter{Owner: "\xff"}}},
		{"filter.tag", inbox.Query{Filter: inbox.Filter{Tag: "a\x00"}}},
		{"filter.channel", inbox.Query{Filter: inbox.Filter{Channel: "a\x00"}}},
		{"filter.contact", inbox.Query{Filter: inbox.Filter{Contact: "a\x00"}}},
		{"filter.states[1]", inbox.Query{Filter: inbox.Filter{States: []botflow.State{botflow.StateBot, 9}}}},
		{"filter.outgoing", inbox.Query{Filter: inbox.Filter{Outgoing: 3}}},
		{"filter.private", inbox.Query{Filter: inbox.Filter{Private: 3}}},
		{"filter.unread", inbox.Query{Filter: inbox.Filter{Unread: 3}}},
		{"filter.awaiting", inbox.Query{Filter: inbox.Filter{Awaiting: 3}}},
		{"filter.aliases", inbox.Query{Filter: inbox.Filter{Aliases: []botflow.InboxID{ventas}}}},
		{"filter.windowEndsBy", inbox.Query{Filter: inbox.Filter{WindowAfter: 1}}},
		{"filter.windowEndsBy", inbox.Query{Filter: inbox.Filter{WindowAfter: 2, WindowEndsBy: 1}}},
		{"filter.createdTo", inbox.Query{Filter: inbox.Filter{CreatedFrom: 2, CreatedTo: 1}}},
		{"order", inbox.Query{Order: 2}},
		{"limit", inbox.Query{Limit: -1}},
		{"limit", inbox.Query{Limit: inbox.MaxLimit + 1}},
	} {
		err := tc.q.Validate()
		require.ErrorIs(t, err, botflow.ErrInvalid)
		require.ErrorContains(t, err, tc.field)
	}
	for limit, want := range map[int]int{-1: 50, 0: 50, 1: 1, 200: 200, 201: 200} {
		q := inbox.Query{Limit: limit}
		require.Equal(t, want, q.PageSize())
	}
	require.NoError(t, (&inbox.Query{Order: inbox.ByRecency, Limit: inbox.MaxLimit}).Validate())
}

func TestQ2_OrdersSortAsTheySay(t *testing.T) {
	t.Parallel()
	list := []*botflow.Conversation{
		{ID: "unread, waiting longest", Unread: true, Unanswered: 10, LastInbound: 90, LastActivity: 90},
		{ID: "unread by hand", Unread: true, LastInbound: 20, LastActivity: 70},
		{ID: "unread, waiting less", Unread: true, Unanswered: 30, LastInbound: 30, LastActivity: 30},
		{ID: "read, quiet for long", Unanswered: 1, LastActivity: 5},
		{ID: "read, lately", LastActivity: 80},
	}
	require.True(t, slices.IsSortedFunc(list, func(c, d *botflow.Conversation) int {
		return int(inbox.ByWaiting.Key(c) - inbox.ByWaiting.Key(d))
	}))
	slices.SortFunc(list, func(c, d *botflow.Conversation) int { return int(inbox.ByRecency.Key(c) - inbox.ByRecency.Key(d)) })
	require.Equal(t, botflow.ConversationID("unread, waiting longest"), list[0].ID)
	require.Equal(t, botflow.ConversationID("read, quiet for long"), list[4].ID)
}

// Pages that each begin behind the cursor of the one before show everything once, in order, ties by id.
func TestQ3_PagesNeitherRepeatNorSkip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		order := rapid.SampledFrom([]inbox.Order{inbox.ByWaiting, inbox.ByRecency}).Draw(t, "order")
		var all []*botflow.Conversation
		for i := range rapid.IntRange(0, 20).Draw(t, "chats") {
			all = append(all, &botflow.Conversation{ID: botflow.ConversationID('a' + rune(i)), LastActivity: botflow.Instant(rapid.IntRange(1, 4).Draw(t, "at"))})
		}
		var seen []botflow.ConversationID
		for after := (inbox.Cursor{}); len(seen) <= len(all); { // one that repeats would never end
			var next *botflow.Conversation
			for _, c := range all {
				if after.Precedes(order.Key(c), c.ID) && (next == nil || !order.Cursor(next).Precedes(order.Key(c), c.ID)) {
					next = c
				}
			}
			if next == nil {
				break
			}
			seen = append(seen, next.ID)
			after = order.Cursor(next)
		}
		slices.SortFunc(all, func(c, d *botflow.Conversation) int {
			if k := order.Key(c) - order.Key(d); k != 0 {
				return int(k)
			}
			return int(c.ID[0]) - int(d.ID[0])
		})
		require.Len(t, seen, len(all))
		for i, c := range all {
			require.Equal(t, c.ID, seen[i])
		}
	})
}

func TestQ3_CursorsReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		k := inbox.Cursor{Key: rapid.Int64().Draw(t, "key"), ID: botflow.ConversationID(rapid.StringN(1, 40, 200).Draw(t, "id"))}
		if botflow.CheckID("id", k.ID) != nil {
			t.Skip("not an id")
		}
		back, err := inbox.ParseCursor(k.String())
		require.NoError(t, err)
		require.Equal(t, k, back)
		text := []byte(k.String())
		i := rapid.IntRange(0, len(text)-1).Draw(t, "at")
		text[i] = rapid.SampledFrom([]byte("Az09-_= ")).Draw(t, "byte")
		if string(text) != k.String() {
			_, err = inbox.ParseCursor(string(text))
			require.ErrorIs(t, err, botflow.ErrInvalid)
		}
		_, err = inbox.ParseCursor(k.String()[:i])
		require.Equal(t, i == 0, err == nil, "cut short")
	})
}

func TestQ3_TheBeginningIsEmpty(t *testing.T) {
	t.Parallel()
	k := inbox.Cursor{Key: 1, ID: "c"}
	require.NoError(t, k.UnmarshalText(nil))
	require.Equal(t, inbox.Cursor{}, k)
	require.Empty(t, k.String())
	require.True(t, k.Precedes(-1<<62, "a"), "whatever the key")
	require.ErrorIs(t, k.UnmarshalText([]byte("page 2")), botflow.ErrInvalid)
	text, err := inbox.Cursor{Key: -5, ID: "c"}.MarshalText()
	require.NoError(t, err)
	require.NoError(t, k.UnmarshalText(text))
	require.Equal(t, inbox.Cursor{Key: -5, ID: "c"}, k)
}

// A right checksum alone doesn't make a cursor: there is one text for each, and its id is one.
func TestQ3_ForgedCursorsAreRefused(t *testing.T) {
	t.Parallel()
	forge := func(body string) string {
		return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint32([]byte(body), crc32.ChecksumIEEE([]byte(body))))
	}
	_, err := inbox.ParseCursor(forge("\x01\x02c1"))
	require.NoError(t, err)
	for name, body := range map[string]string{
		"another version":          "\x02\x02c1",
		"a key in too many bytes":  "\x01\x82\x00c1",
		"a key without an end":     "\x01\x82\x82\x82",
		"no id":                    "\x01\x02",
		"no id, a longer key":      "\x01\x82\x02",
		"an id that can't be one":  "\x01\x02c\x00",
		"an id that isn't unicode": "\x01\x02\xff",
	} {
		_, err := inbox.ParseCursor(forge(body))
		require.ErrorIs(t, err, botflow.ErrInvalid, name)
	}
}

func FuzzParseCursor(f *testing.F) {
	f.Add("")
	f.Add("AQ")
	f.Add(inbox.Cursor{Key: 7, ID: "c1"}.String())
	f.Add(inbox.Cursor{Key: -1 << 63, ID: "c1"}.String())
	f.Fuzz(func(t *testing.T, text string) {
		k, err := inbox.ParseCursor(text)
		if err != nil {
			require.ErrorIs(t, err, botflow.ErrInvalid)
			require.Equal(t, inbox.Cursor{}, k)
			return
		}
		require.Equal(t, text, k.String())
	})
}

func TestS7_WhatListsShowBesideAChat(t *testing.T) {
	t.Parallel()
	want := map[string]struct {
		area   inbox.Area
		holder botflow.AgentID
		label  botflow.InboxID
	}{
		"BOT":      {inbox.AreaBot, "", botflow.General},
		"General":  {inbox.AreaShared, "", botflow.General},
		"Ventas":   {inbox.AreaShared, "", ventas},
		"Personal": {inbox.AreaPersonal, "ana", botflow.Personal("ana")},
		"AGENTE":   {inbox.AreaOwned, "ana", ventas},
		"EXPIRADO": {inbox.AreaExpired, "ana", ventas},
		"Closed":   {inbox.AreaClosed, "ana", ventas},
	}
	for place, c := range scenes() {
		require.Equal(t, want[place].area, inbox.AreaOf(c), place)
		require.Equal(t, want[place].holder, inbox.Holder(c), place)
		require.Equal(t, want[place].label, inbox.Label(c), place)
	}
}
