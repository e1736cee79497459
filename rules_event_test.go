package reparto_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/store"
)

// reads gives what a consumer has not acknowledged.
func (r *rig) reads(consumer string) (all []reparto.Delivery) {
	r.t.Helper()
	for d, err := range r.acc.Events(context.Background(), consumer) {
		require.NoError(r.t, err)
		all = append(all, d)
	}
	return all
}

func TestE1_EveryChangeIsAnEventOfItsSubjectWithoutAGap(t *testing.T) {
	t.Parallel()
	r := shop(t, rotating(time.Minute, func(d *directory.Directory) { d.Options.InactiveAfter = 0 }))
	r.arrives("k", "Ventas")
	r.pass(90 * time.Second)
	r.as(beto(), chat("k"), botflow.AddNote{Text: "x"})
	r.as(beto(), chat("k"), botflow.Close{})
	r.arrives("l", "Ventas")
	r.pass(time.Hour)
	r.edit(removed("Caro"))
	next := map[botflow.Subject]uint64{}
	position := uint64(0)
	kinds := map[botflow.SubjectKind]bool{}
	for _, d := range r.reads("all") {
		next[d.Event.Subject]++
		require.Equal(t, next[d.Event.Subject], d.Event.Seq, d.Event.ID())
		require.Greater(t, d.Position, position)
		position = d.Position
		require.NotZero(t, d.Event.At)
		kinds[d.Event.Subject.Kind] = true
	}
	require.Len(t, kinds, 3, "conversations, agents, the account")
	require.Len(t, r.events("k"), int(next[botflow.OfConversation(r.get("k").ID)]))
	require.EqualValues(t, len(r.events("k")), r.get("k").Seq)
}

func TestE1_AnEventSaysWhoWhenAndWhere(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana")))
	r.arrives("k", "Ventas")
	r.till("10:03:00")
	res := r.as(ana(), chat("k"), botflow.Take{})
	require.Len(t, res.Events, 1)
	e := res.Events[0]
	require.Equal(t, botflow.OfConversation(res.Conversation.ID), e.Subject)
	require.Equal(t, botflow.Taken, e.Type)
	require.Equal(t, instant("10:03:00"), e.At)
	require.Equal(t, ana(), e.By)
	require.Equal(t, []string{"BANDEJA(Ventas)", "AGENTE(Ana)"}, []string{e.From.String(), e.To.String()})
	require.EqualValues(t, "whatsapp", e.Channel)
	require.EqualValues(t, "k", e.Contact)
	require.EqualValues(t, 1, e.Episode)
	require.Equal(t, e, r.events("k", botflow.Taken)[0], "as committed")
	require.Equal(t, botflow.ActorContact, r.events("k", botflow.Received)[0].By.Kind)
}

func TestE1_DeliveredAtLeastOnceUntilAcknowledged(t *testing.T) {
	t.Parallel()
	r := shop(t, cast())
	r.writes("k")
	first := r.reads("app")
	require.NotEmpty(t, first)
	require.Len(t, r.reads("app"), len(first), "nothing was acknowledged")
	require.NoError(t, first[1].Ack(context.Background()))
	again := r.reads("app")
	require.Len(t, again, len(first)-2)
	require.Equal(t, first[2].Event.ID(), again[0].Event.ID())
	require.Len(t, r.reads("other"), len(first), "consumers are apart")
	r.restart()
	r.writes("k")
	after := r.reads("app")
	require.Len(t, after, len(again)+1)
	require.NoError(t, after[len(after)-1].Ack(context.Background()))
	require.Empty(t, r.reads("app"))
	require.NoError(t, first[0].Ack(context.Background()), "an older one takes nothing back")
	require.Empty(t, r.reads("app"))
}

func TestE1_NoChangeNoEvent(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana")))
	r.held("k", "Ventas")
	n := len(r.reads("app"))
	r.as(ana(), chat("k"), botflow.MarkRead{})
	r.as(ana(), chat("k"), botflow.SetPrivate{})
	r.as(ana(), reparto.Agent("Ana"), botflow.SetPresence{Status: botflow.Online})
	r.refused(botflow.CodeNotFound, beto(), chat("k"), botflow.Close{})
	r.apply(r.wants())
	require.Len(t, r.reads("app"), n)
}

func TestE3_TheSameOperationIdHasOneEffect(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		by   botflow.Actor
		on   reparto.Target
		cmd  botflow.Command
	}{
		{"note", ana(), chat("k"), botflow.AddNote{Text: "x"}},
		{"answer", ana(), chat("k"), botflow.Reply{}},
		{"close", ana(), chat("k"), botflow.Close{}},
		{"transfer", ana(), chat("k"), botflow.Transfer{Agent: "Beto"}},
		{"opening", caro(), chat("new"), botflow.SendTemplate{}},
		{"presence", ana(), reparto.Agent("Ana"), botflow.SetPresence{Status: botflow.Away}},
		{"without effect", ana(), chat("k"), botflow.RemoveTag{Tag: "vip"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, cast(room("Ventas", byHand, "Ana", "Beto")))
			r.held("k", "Ventas")
			ctx := context.Background()
			first, err := r.acc.As(tc.by).Do(ctx, tc.on, tc.cmd, "op")
			require.NoError(t, err)
			require.False(t, first.Duplicate)
			n := len(r.reads("app"))
			r.pass(time.Hour) // content isn't the time
			r.restart()
			again, err := r.acc.As(tc.by).Do(ctx, tc.on, tc.cmd, "op")
			require.NoError(t, err)
			require.True(t, again.Duplicate)
			again.Duplicate = false
			require.Equal(t, asJSON(t, first), asJSON(t, again), "the first result")
			require.Len(t, r.reads("app"), n, "no second effect")
		})
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	return string(text)
}

func TestE3_OtherContentUnderAnIdIsAMismatch(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana", "Beto")))
	r.held("k", "Ventas")
	r.arrives("l", "Ventas")
	do := func(by botflow.Actor, on reparto.Target, cmd botflow.Command) error {
		_, err := r.acc.As(by).Do(context.Background(), on, cmd, "op")
		return err
	}
	require.NoError(t, do(ana(), chat("k"), botflow.AddNote{Text: "x"}))
	for name, err := range map[string]error{
		"fields":  do(ana(), chat("k"), botflow.AddNote{Text: "y"}),
		"command": do(ana(), chat("k"), botflow.MarkUnread{}),
		"actor":   do(sol(), chat("k"), botflow.AddNote{Text: "x"}),
		"target":  do(ana(), chat("l"), botflow.AddNote{Text: "x"}),
		"an agent's command": func() error {
			_, err := r.acc.As(ana()).Do(context.Background(), reparto.Agent("Ana"), botflow.Touch{}, "op")
			return err
		}(),
	} {
		require.ErrorIs(t, err, botflow.ErrMismatch, name)
	}
	require.Len(t, r.events("k", botflow.Noted), 1)
	require.Empty(t, r.events("l", botflow.Noted))
}

func TestE3_ARefusedCommandLeavesNoId(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana", "Beto")))
	r.arrives("k", "Ventas")
	ctx := context.Background()
	_, err := r.acc.As(ana()).Do(ctx, chat("k"), botflow.Reply{}, "op")
	require.ErrorIs(t, err, botflow.ErrNotOwner)
	r.as(ana(), chat("k"), botflow.Take{})
	res, err := r.acc.As(ana()).Do(ctx, chat("k"), botflow.Reply{}, "op")
	require.NoError(t, err)
	require.False(t, res.Duplicate)
	_, err = r.acc.As(beto()).Do(ctx, chat("k"), botflow.Close{}, "op2")
	require.Error(t, err)
	_, err = r.acc.As(ana()).Do(ctx, chat("k"), botflow.AddNote{Text: "other content"}, "op2")
	require.NoError(t, err)
}

func TestE3_MessageIds(t *testing.T) {
	t.Parallel()
	r := shop(t, cast())
	ctx := context.Background()
	receive := func(on reparto.Target, cmd botflow.Receive) bool {
		t.Helper()
		res, err := r.acc.System().Do(ctx, on, cmd, "")
		require.NoError(t, err)
		return res.Duplicate
	}
	msg := botflow.Receive{Message: "m"}
	require.False(t, receive(chat("k"), msg))
	r.pass(time.Minute)
	require.True(t, receive(chat("k"), msg))
	require.True(t, receive(reparto.Conversation(r.get("k").ID), msg), "whatever names the chat")
	require.True(t, receive(chat("k"), botflow.Receive{Message: "m", SentAt: instant("09:00:00")}), "the message is its id")
	require.False(t, receive(chat("l"), msg), "another contact's")
	require.False(t, receive(web("k"), msg), "another channel's")
	require.Len(t, r.events("k", botflow.Received), 1)
	require.Equal(t, instant("10:00:00"), r.get("k").LastInbound)
	res, err := r.acc.As(bot).Do(ctx, chat("k"), botflow.Reply{}, "m") // an operation id, not a message's
	require.NoError(t, err)
	require.False(t, res.Duplicate)
	r.as(bot, chat("k"), botflow.Close{})
	require.True(t, receive(chat("k"), msg), "it opens no new episode")
	r.in("BANDEJA(Cerradas)", "k")
}

func TestE3_OneEffectAlsoInARace(t *testing.T) {
	t.Parallel()
	r := shop(t, cast())
	engines := r.twins()
	for i := range 20 {
		k := chat(fmt.Sprint(i))
		fresh := make([]bool, 6)
		race(6, func(j int) {
			res, err := engines[j%2].System().Do(context.Background(), k, botflow.Receive{Message: "m"}, "")
			require.NoError(t, err)
			fresh[j] = !res.Duplicate
		})
		n := 0
		for _, f := range fresh {
			if f {
				n++
			}
		}
		require.Equal(t, 1, n)
		require.Len(t, r.history(k, botflow.Received), 1)
	}
	r.sound()
}

func TestE4_ForgetErasesTheContact(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", limited(1), "Ana")))
	r.arrives("k", "Ventas")
	r.arrives("waits", "Ventas")
	r.as(ana(), chat("k"), botflow.AddNote{Text: "secreto"})
	r.as(ana(), chat("k"), botflow.AddTag{Tag: "vip"})
	r.as(ana(), chat("k"), botflow.SetAttributes{Attributes: map[string]string{"dni": "123"}})
	r.as(ana(), chat("k"), botflow.SetAffinity{Agent: "Ana"})
	id, before := r.get("k").ID, len(r.events("k"))
	for _, by := range []botflow.Actor{ana(), sol()} {
		r.refused(botflow.CodeNotAllowed, by, chat("k"), botflow.Forget{})
	}
	require.Equal(t, "Forgotten", told(r.as(ada(), chat("k"), botflow.Forget{}).Events))
	r.in("AGENTE(Ana)", "waits") // the slot was freed first
	require.Equal(t, 1, r.load("Ana"))

	ctx := context.Background()
	for _, on := range []reparto.Target{chat("k"), reparto.Conversation(id)} {
		_, err := r.acc.System().Get(ctx, on)
		require.ErrorIs(t, err, botflow.ErrNotFound)
	}
	require.Equal(t, "waits", r.lists(sol(), reparto.ListRequest{}))
	require.Equal(t, 1, r.counts(sol(), inbox.ViewAll))
	var skeleton int
	for _, d := range r.reads("figures") {
		e := d.Event
		require.NotContains(t, asJSON(t, e), "secreto")
		require.NotContains(t, asJSON(t, e), "123")
		if e.Subject == botflow.OfConversation(id) {
			skeleton++
			require.Empty(t, e.Contact)
			require.Empty(t, e.Message)
			require.NotZero(t, e.Type)
			require.NotZero(t, e.At)
		}
	}
	require.Equal(t, before+1, skeleton, "the skeleton stays")

	r.writes("k") // a stranger
	c := r.get("k")
	require.NotEqual(t, id, c.ID)
	require.EqualValues(t, 1, c.Episode)
	require.Empty(t, c.Tags)
	contact, err := r.acc.System().Contact(ctx, chat("k"))
	require.NoError(t, err)
	require.Empty(t, contact.Attributes)
	require.Empty(t, contact.Affinity)
	notes, err := r.acc.System().Notes(ctx, chat("k"), 0, 10)
	require.NoError(t, err)
	require.Empty(t, notes)
	r.sound()
}

func TestE4_ForgettingAContactWithTwoChatsLeavesNothingShared(t *testing.T) {
	t.Parallel()
	r := shop(t, cast())
	r.writes("k")
	r.message(web("k"))
	r.ok(chat("k"), botflow.SetAttributes{Attributes: map[string]string{"dni": "123"}})
	r.ok(chat("k"), botflow.SetAffinity{Agent: "Ana"})
	r.ok(web("k"), botflow.Forget{})
	contact, err := r.acc.System().Contact(context.Background(), chat("k"))
	if botflow.CodeOf(err) == botflow.CodeNotFound {
		return // the other chat went too
	}
	require.NoError(t, err)
	require.Empty(t, contact.Attributes)
	require.Empty(t, contact.Affinity)
}

func TestE4_PruneKeepsWhatIsUndeliveredOrAlive(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana")))
	require.NotEmpty(t, r.reads("app")) // it has acknowledged nothing yet
	for _, k := range []string{"closed", "open"} {
		r.held(k, "Ventas")
	}
	ctx := context.Background()
	_, err := r.acc.As(ana()).Do(ctx, chat("closed"), botflow.AddNote{Text: "x"}, "note")
	require.NoError(t, err)
	r.as(ana(), chat("closed"), botflow.Close{})
	r.till("2026-03-03 09:00:00")
	now := botflow.InstantOf(r.clock.Now())
	all := store.Retention{Events: now, Operations: 0, Conversations: now}
	events := len(r.reads("app"))
	_, err = r.acc.Prune(ctx, all)
	require.NoError(t, err)
	require.Len(t, r.reads("app"), events, "undelivered")
	require.True(t, r.sees(ana(), "closed"))

	unread := r.reads("app")
	require.NoError(t, unread[len(unread)-1].Ack(ctx))
	_, err = r.acc.Prune(ctx, store.Retention{})
	require.NoError(t, err)
	require.True(t, r.sees(ana(), "closed"), "0 keeps everything")
	_, err = r.acc.Prune(ctx, store.Retention{Conversations: instant("10:00:00")})
	require.NoError(t, err)
	require.True(t, r.sees(ana(), "closed"), "closed at that instant, not before it")
	n, err := r.acc.Prune(ctx, all)
	require.NoError(t, err)
	require.Positive(t, n)
	require.False(t, r.sees(ana(), "closed"))
	r.in("AGENTE(Ana)", "open") // alive
	require.NotEmpty(t, r.events("open"))

	again := func() bool {
		res, err := r.acc.System().Do(ctx, chat("open"), botflow.Receive{Message: "m"}, "")
		require.NoError(t, err)
		return res.Duplicate
	}
	require.False(t, again())
	require.True(t, again())
	later := botflow.InstantOf(r.clock.Now())
	_, err = r.acc.Prune(ctx, store.Retention{Operations: later})
	require.NoError(t, err)
	require.True(t, again(), "applied at that instant, not before it")
	_, err = r.acc.Prune(ctx, store.Retention{Operations: later.Add(time.Second)})
	require.NoError(t, err)
	require.False(t, again(), "its id is new again")
	r.sound()
}
