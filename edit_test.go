package reparto_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
)

func TestV8_WhoMayChangeWhat(t *testing.T) {
	t.Parallel()
	edits := map[string]struct {
		edit       directory.Edit
		supervisor bool
	}{
		"an agent":           {directory.PutAgent{Agent: directory.Agent{ID: "Nuevo"}}, false},
		"removing an agent":  {directory.RemoveAgent{ID: "Beto"}, false},
		"an inbox":           {directory.PutInbox{ID: "Nueva", Members: []botflow.AgentID{"Ana"}}, true},
		"deleting an inbox":  {directory.DeleteInbox{ID: "Ventas"}, true},
		"access to an inbox": {directory.Join{Inbox: "Ventas", Agent: "Caro"}, true},
		"access taken away":  {directory.Part{Inbox: "Ventas", Agent: "Ana"}, true},
		"a policy":           {directory.SetPolicy{Inbox: "Ventas", Policy: routing.Sales()}, false},
		"hours":              {directory.SetHours{Inbox: "Ventas", Hours: weekly("Mon-Fri 09:00-18:00")}, false},
		"who answers first":  {directory.SetPriority{Inbox: "Ventas", Priority: routing.HumansFirst}, false},
		"a channel":          {directory.PutChannel{Channel: directory.Channel{ID: "fax"}}, false},
		"an assistant":       {directory.PutAssistant{Assistant: directory.Assistant{ID: "ia", State: directory.Active}}, false},
		"tags":               {directory.SetTags{Tags: []botflow.Tag{"nueva"}}, false},
		"options":            {directory.SetOptions{Options: directory.Options{Tolerance: 1e9}}, false},
	}
	for name, e := range edits {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, cast(room("Ventas", byHand, "Ana", "Beto")))
			change := func(by botflow.Actor) error {
				_, err := r.acc.As(by).Change(context.Background(), e.edit)
				return err
			}
			require.ErrorIs(t, r.unchanged(func() error { return change(ana()) }), botflow.ErrNotAllowed)
			require.ErrorIs(t, r.unchanged(func() error { return change(bot) }), botflow.ErrNotFound)
			require.ErrorIs(t, r.unchanged(func() error { return change(botflow.ByAgent("Nadie")) }), botflow.ErrNotFound)
			if !e.supervisor {
				require.ErrorIs(t, r.unchanged(func() error { return change(sol()) }), botflow.ErrNotAllowed)
				require.NoError(t, change(ada()))
			} else {
				require.NoError(t, change(sol()))
			}
			events, err := r.acc.As(ada()).Settings(context.Background(), 0, 100)
			require.NoError(t, err)
			require.Equal(t, botflow.ActorAgent, events[len(events)-1].By.Kind, "who did it stands in the event")
			changes, err := r.acc.System().Change(context.Background(), directory.Join{Inbox: botflow.General, Agent: "Ana"})
			require.NoError(t, err)
			require.Empty(t, changes, "what is so already is no change")
		})
	}
}

func TestS8_EditsRefuseWhatIsntThere(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		code botflow.Code
		edit directory.Edit
	}{
		"no edit":                    {botflow.CodeInvalid, nil},
		"an unknown agent":           {botflow.CodeNoAgent, directory.RemoveAgent{ID: "Nadie"}},
		"an unknown agent joins":     {botflow.CodeNoAgent, directory.Join{Inbox: "Ventas", Agent: "Nadie"}},
		"joining an unknown inbox":   {botflow.CodeNoInbox, directory.Join{Inbox: "Nada", Agent: "Ana"}},
		"leaving an unknown inbox":   {botflow.CodeNoInbox, directory.Part{Inbox: "Nada", Agent: "Ana"}},
		"leaving General":            {botflow.CodeInvalid, directory.Part{Inbox: botflow.General, Agent: "Ana"}},
		"deleting General":           {botflow.CodeInvalid, directory.DeleteInbox{ID: botflow.General}},
		"deleting Closed":            {botflow.CodeInvalid, directory.DeleteInbox{ID: botflow.Closed}},
		"deleting a Personal inbox":  {botflow.CodeInvalid, directory.DeleteInbox{ID: botflow.Personal("Ana")}},
		"deleting an unknown inbox":  {botflow.CodeNoInbox, directory.DeleteInbox{ID: "Nada"}},
		"deleting with chats in it":  {botflow.CodeInboxNotEmpty, directory.DeleteInbox{ID: "Ventas"}},
		"a policy of nowhere":        {botflow.CodeNoInbox, directory.SetPolicy{Inbox: "Nada"}},
		"hours of nowhere":           {botflow.CodeNoInbox, directory.SetHours{Inbox: "Nada"}},
		"priority of nowhere":        {botflow.CodeNoInbox, directory.SetPriority{Inbox: "Nada"}},
		"deleting into an unknown":   {botflow.CodeInvalid, directory.DeleteInbox{ID: "Ventas", Into: "Nada"}},
		"deleting into the Closed":   {botflow.CodeInvalid, directory.DeleteInbox{ID: "Ventas", Into: botflow.Closed}},
		"a channel of unknown inbox": {botflow.CodeInvalid, directory.PutChannel{Channel: directory.Channel{ID: "fax", Inbox: "Nada"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, cast(room("Ventas", byHand, "Ana")))
			r.arrives("K", "Ventas")
			err := r.unchanged(func() error {
				_, err := r.acc.System().Change(context.Background(), directory.PutInbox{ID: "Otra"}, c.edit)
				return err
			})
			require.Equal(t, c.code, botflow.CodeOf(err), "%v", err)
		})
	}
}

func TestS8_AnInboxMadeAgainIsItselfAgain(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana"), room("Soporte", byHand, "Beto")))
	r.arrives("K", "Ventas")
	ctx := context.Background()
	_, err := r.acc.System().Change(ctx, directory.DeleteInbox{ID: "Ventas", Into: "Soporte"})
	require.NoError(t, err)
	r.in("BANDEJA(Soporte)", "K")
	_, err = r.acc.System().Change(ctx, directory.PutInbox{ID: "Ventas", Members: []botflow.AgentID{"Ana"}})
	require.NoError(t, err)
	r.arrives("L", "Ventas")
	r.in("BANDEJA(Ventas)", "L")
	r.as(ana(), chat("L"), botflow.Take{})
	r.refused(botflow.CodeNotFound, ana(), chat("K"), botflow.Take{})
	r.sound()
}

func TestV5_RemovedFromOneMomentToTheNext(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana", "Beto")))
	r.arrives("K", "Ventas")
	desk := r.acc.As(ana())
	_, err := desk.Get(context.Background(), chat("K"))
	require.NoError(t, err)
	_, err = r.acc.System().Change(context.Background(), directory.Part{Inbox: "Ventas", Agent: "Ana"})
	require.NoError(t, err)
	_, err = desk.Get(context.Background(), chat("K"))
	require.ErrorIs(t, err, botflow.ErrNotFound)
	page, err := desk.List(context.Background(), reparto.ListRequest{})
	require.NoError(t, err)
	require.Empty(t, page.Conversations)
}
