package reparto_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
)

func TestS1_FourStatesInTheDomainsOwnWords(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana")))
	steps := []struct {
		do    func()
		place string
		json  string
	}{
		{func() { r.writes("k") }, "BOT(flow)", `"BOT"`},
		{func() { r.as(bot, chat("k"), botflow.HandOff{Inbox: "Ventas"}) }, "BANDEJA(Ventas)", `"BANDEJA"`},
		{func() { r.as(ana(), chat("k"), botflow.Take{}) }, "AGENTE(Ana)", `"AGENTE"`},
		{func() { r.pass(24 * time.Hour) }, "EXPIRADO", `"EXPIRADO"`},
	}
	for _, s := range steps {
		s.do()
		r.in(s.place, "k")
		text, err := json.Marshal(r.get("k").Place.State)
		require.NoError(t, err)
		require.Equal(t, s.json, string(text))
	}
	r.sound()
}

func TestS2_OneConversationPerChannelAndContact(t *testing.T) {
	t.Parallel()
	r := shop(t, cast())
	first := r.writes("k").Conversation
	require.EqualValues(t, 1, first.Episode)
	require.NotEqual(t, first.ID, r.writes("l").Conversation.ID, "another contact")
	require.NotEqual(t, first.ID, r.message(web("k")).Conversation.ID, "another channel")

	r.as(bot, chat("k"), botflow.Close{})
	again := r.writes("k").Conversation
	require.Equal(t, first.ID, again.ID, "a new episode continues the same conversation")
	require.EqualValues(t, 2, again.Episode)
	require.EqualValues(t, 2, r.writes("k").Conversation.Episode, "a message inside an episode begins none")
	r.pass(24 * time.Hour)
	require.EqualValues(t, 3, r.writes("k").Conversation.Episode, "after expiry")
}

func TestS3_CurrentAndPreviousPlaceWithTheirTimes(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", online, "Ana"), room("Soporte", byHand, "Beto")))
	places := func(place, since, previous, before string) {
		t.Helper()
		c := r.get("k")
		require.Equal(t, []string{place, previous}, []string{c.Place.String(), c.Previous.String()})
		require.Equal(t, instant(since), c.Place.Since)
		require.Equal(t, instant(before), c.Previous.Since)
	}
	r.writes("k")
	require.Equal(t, "NONE", r.get("k").Previous.String())
	r.till("10:00:10")
	r.as(bot, chat("k"), botflow.HandOff{Inbox: "Ventas"})
	places("AGENTE(Ana)", "10:00:10", "BANDEJA(Ventas)", "10:00:10") // assignment is a second change
	r.till("10:00:20")
	r.writes("k")
	r.as(ana(), chat("k"), botflow.Reply{})
	places("AGENTE(Ana)", "10:00:10", "BANDEJA(Ventas)", "10:00:10") // messages are none
	r.as(ana(), chat("k"), botflow.Transfer{Agent: "Beto"})
	places("AGENTE(Beto)", "10:00:20", "AGENTE(Ana)", "10:00:10") // of owner
	r.till("10:00:30")
	r.as(beto(), chat("k"), botflow.Transfer{Inbox: "Soporte"})
	places("BANDEJA(Soporte)", "10:00:30", "AGENTE(Beto)", "10:00:20") // of state
	r.till("10:00:40")
	r.as(sol(), chat("k"), botflow.Move{Inbox: botflow.Personal("Beto")})
	places("BANDEJA(Personal of Beto)", "10:00:40", "BANDEJA(Soporte)", "10:00:30") // of inbox
}

func TestS3_AChangeOfBotCounts(t *testing.T) {
	t.Parallel()
	r := shop(t, edited(cast(), assistant("")))
	r.arrives("k", "")
	r.in("BOT(ia)", "k")
	require.Equal(t, "BOT(flow)", r.get("k").Previous.String())
}

func TestS4_SystemInboxesAreThereWithoutBeingMade(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana")))
	r.arrives("k", botflow.General)
	r.in("BANDEJA(General)", "k")
	for _, by := range []botflow.Actor{ana(), beto(), sol(), ada()} {
		r.as(by, chat("k"), botflow.Take{}) // everybody is a member of General
		r.as(by, chat("k"), botflow.Return{})
	}
	r.as(ana(), chat("k"), botflow.Take{})
	r.as(ana(), chat("k"), botflow.Transfer{Inbox: botflow.Personal("Beto")})
	r.in("BANDEJA(Personal of Beto)", "k")
	r.refused(botflow.CodeNoInbox, sol(), chat("k"), botflow.Move{Inbox: botflow.Personal("Nadie")})
	r.as(beto(), chat("k"), botflow.Take{})
	r.as(beto(), chat("k"), botflow.Close{})
	for _, by := range []botflow.Actor{ana(), beto(), caro(), sol(), ada()} {
		require.True(t, r.sees(by, "k"), "Closed is everybody's: %s", by)
	}
}

func TestS4_MembershipOfAnInboxIsGranted(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana")))
	r.arrives("k", "Ventas")
	require.True(t, r.sees(ana(), "k"))
	require.False(t, r.sees(beto(), "k"))
	r.edit(inRoom("Ventas", func(in *directory.Inbox) { in.Members = append(in.Members, "Beto") }))
	require.True(t, r.sees(beto(), "k"))
	r.as(beto(), chat("k"), botflow.Take{})
}

func TestS5_AClosedChatIsInBandejaClosed(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana")))
	r.held("k", "Ventas")
	r.as(ana(), chat("k"), botflow.Close{})
	c := r.get("k")
	require.Equal(t, botflow.StateInbox, c.Place.State)
	require.Equal(t, botflow.Closed, c.Place.Inbox)
}

func TestS6_BotAndExpiredAreOutsideEveryInbox(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana")))
	r.writes("k")
	require.Empty(t, r.get("k").Place.Inbox)
	r.as(bot, chat("k"), botflow.HandOff{Inbox: "Ventas"})
	r.as(ana(), chat("k"), botflow.Take{})
	r.till("2026-03-03 09:59:59")
	r.in("AGENTE(Ana)", "k")
	require.Equal(t, 1, r.load("Ana"))
	r.till("2026-03-03 10:00:00")
	c := r.get("k")
	require.Equal(t, "EXPIRADO", c.Place.String())
	require.Empty(t, c.Place.Inbox)
	require.Empty(t, c.Place.Owner)
	require.Equal(t, 0, r.load("Ana"), "the slot is free")
	require.EqualValues(t, "Ana", c.LastOwner)
	require.EqualValues(t, "Ventas", c.TakenFrom)
	r.sound()
}

func TestS7_TraysAreViews(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana", "Beto")))
	r.arrives("expired", "Ventas")
	r.pass(24 * time.Hour)
	r.writes("bot")
	r.arrives("waits", "Ventas")
	r.arrives("personal", "Ventas")
	r.as(sol(), chat("personal"), botflow.Move{Inbox: botflow.Personal("Ana")})
	r.held("ana", "Ventas")
	r.arrives("beto", "Ventas")
	r.as(beto(), chat("beto"), botflow.Take{})
	r.held("closed", "Ventas")
	r.as(ana(), chat("closed"), botflow.Close{})

	for _, tc := range []struct {
		by   botflow.Actor
		view inbox.View
		want string
	}{
		{sol(), inbox.ViewUnassigned, "personal waits"},
		{sol(), inbox.ViewMine, ""},
		{sol(), inbox.ViewAgents, "ana beto"},
		{sol(), inbox.ViewBot, "bot"},
		{sol(), inbox.ViewClosed, "closed"},
		{sol(), inbox.ViewExpired, "expired"},
		{sol(), inbox.ViewAll, "ana beto bot closed expired personal waits"},
		{ana(), inbox.ViewMine, "ana"},
		{beto(), inbox.ViewMine, "beto"},
		{beto(), inbox.ViewUnassigned, "waits"},
		{ana(), inbox.ViewUnassigned, "personal waits"},
	} {
		require.Equal(t, tc.want, sorted(r.lists(tc.by, reparto.ListRequest{View: tc.view})), "%s of %s", tc.view, tc.by)
	}
	for contact, label := range map[string]botflow.InboxID{"waits": "Ventas", "personal": botflow.Personal("Ana")} {
		c := r.get(contact)
		require.Equal(t, label, inbox.Label(&c), "an unassigned chat is labelled with its inbox")
	}
	c := r.get("beto")
	require.EqualValues(t, "Beto", inbox.Holder(&c), "an owned one with its owner")
}

func TestS9_TakenFromIsTheSharedInboxItWasLastIn(t *testing.T) {
	t.Parallel()
	r := shop(t, edited(cast(room("Ventas", byHand, "Ana", "Beto"), room("Soporte", byHand, "Ana")), tolerance(time.Hour)))
	home := func(want botflow.InboxID, after string) {
		t.Helper()
		c := r.get("k")
		require.Equal(t, want, c.Home(), after)
	}
	r.arrives("k", "Ventas")
	home("Ventas", "entering")
	r.as(ana(), chat("k"), botflow.Take{})
	r.as(ana(), chat("k"), botflow.Transfer{Agent: "Beto"})
	home("Ventas", "transfer to an agent")
	r.as(beto(), chat("k"), botflow.Transfer{Inbox: botflow.Personal("Ana")})
	home("Ventas", "a Personal inbox")
	r.as(ana(), chat("k"), botflow.Take{})
	r.as(ana(), chat("k"), botflow.Close{})
	home("Ventas", "Closed")
	r.writes("k")
	r.in("AGENTE(Ana)", "k")
	home("Ventas", "reopening by tolerance")
	r.as(ana(), chat("k"), botflow.Return{})
	r.in("BANDEJA(Ventas)", "k")
	r.as(sol(), chat("k"), botflow.Move{Inbox: "Soporte"})
	home("Soporte", "another shared inbox")
	r.pass(24 * time.Hour)
	r.in("EXPIRADO", "k")
	r.as(caro(), chat("k"), botflow.SendTemplate{})
	home("Soporte", "restoring")
	r.as(caro(), chat("k"), botflow.Return{})
	r.in("BANDEJA(Soporte)", "k")
}

func TestS9_GeneralIfNone(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana")))
	r.as(ana(), chat("k"), botflow.SendTemplate{})
	r.as(ana(), chat("k"), botflow.Return{})
	r.in("BANDEJA(General)", "k")
}

func TestS9_ItsClockGovernsAnOwnedChat(t *testing.T) {
	t.Parallel()
	slow, quick := online, online
	slow.ReassignAfter, quick.ReassignAfter = 10*time.Minute, time.Minute
	r := shop(t, cast(room("Lenta", slow, "Ana", "Beto"), room("Rapida", quick, "Ana", "Caro")))
	r.only("Ana")
	r.arrives("k", "Lenta")
	r.in("AGENTE(Ana)", "k")
	r.goes("Caro", botflow.Online)
	r.goes("Beto", botflow.Online)
	r.till("10:09:59")
	r.in("AGENTE(Ana)", "k")
	r.till("10:10:00")
	r.in("AGENTE(Beto)", "k")
}
