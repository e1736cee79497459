package inbox_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
)

// busy is an agent of many inboxes, and a chat of the last of them.
func busy() (*inbox.Asker, *botflow.Conversation) {
	var in []botflow.InboxID
	for i := range 100 {
		in = append(in, botflow.InboxID(fmt.Sprintf("Inbox %03d", i)))
	}
	c := chat(waiting(botflow.Closed))
	c.TakenFrom, c.LastOwner, c.Private = in[99], "ana", true
	return person("ana", botflow.RoleAgent, in...), c
}

//nolint:paralleltest // allocations are counted for the whole process
func TestV7_ChecksAllocateNothing(t *testing.T) {
	m := matrix(inbox.RestrictByGroup)
	a, c := busy()
	q := inbox.Visible(&m, a, inbox.ViewAll, inbox.Filter{Inbox: c.TakenFrom, States: []botflow.State{botflow.StateInbox}}, inbox.ByWaiting)
	owned := scenes()["AGENTE"]
	owned.Previous = expired()
	var take, note botflow.Command = botflow.Take{}, botflow.AddNote{Text: "x"}
	require.True(t, inbox.Can(&m, a, c, inbox.Take))
	require.True(t, q.Match(c))
	require.NoError(t, inbox.Authorize(&m, a, c, botflow.Contact{}, note, now))
	require.Zero(t, testing.AllocsPerRun(100, func() { inbox.Can(&m, a, c, inbox.Take) }))
	require.Zero(t, testing.AllocsPerRun(100, func() { q.Match(c) }))
	require.Zero(t, testing.AllocsPerRun(100, func() { _ = inbox.Authorize(&m, a, c, botflow.Contact{}, note, now) }))
	require.Zero(t, testing.AllocsPerRun(100, func() { _ = inbox.Authorize(&m, a, owned, botflow.Contact{}, take, now) }))
}

func BenchmarkCan(b *testing.B) {
	m := inbox.Default()
	a, c := busy()
	b.ReportAllocs()
	for b.Loop() {
		inbox.Can(&m, a, c, inbox.See)
	}
}

func BenchmarkAuthorize(b *testing.B) {
	m := inbox.Default()
	a, c := busy()
	var cmd botflow.Command = botflow.Take{}
	b.ReportAllocs()
	for b.Loop() {
		_ = inbox.Authorize(&m, a, c, botflow.Contact{}, cmd, now)
	}
}

func BenchmarkVisible(b *testing.B) {
	m := inbox.Default()
	a, _ := busy()
	b.ReportAllocs()
	for b.Loop() {
		inbox.Visible(&m, a, inbox.ViewAll, inbox.Filter{}, inbox.ByWaiting)
	}
}

func BenchmarkMatch(b *testing.B) {
	m := inbox.Default()
	a, c := busy()
	q := inbox.Visible(&m, a, inbox.ViewAll, inbox.Filter{Unread: inbox.No}, inbox.ByWaiting)
	b.ReportAllocs()
	for b.Loop() {
		q.Match(c)
	}
}
