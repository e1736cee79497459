package reparto_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
)

// places lets contacts stand in every place of the matrix; the contact is named after it. Ana and Beto are members of
// Ventas, Caro isn't; Ana owns, owned last, or has the Personal inbox.
func places(changes ...func(*directory.Directory)) func(t *testing.T) *rig {
	return func(t *testing.T) *rig {
		t.Helper()
		r := shop(t, edited(cast(room("Ventas", byHand, "Ana", "Beto"), room("Dep", byHand, "Sol", "Ana")), changes...))
		r.held("expired", "Ventas")
		r.pass(24 * time.Hour)
		r.writes("bot")
		r.arrives("general", botflow.General)
		r.arrives("ventas", "Ventas")
		r.arrives("dep", "Dep")
		r.held("personal", "Ventas")
		r.as(ana(), chat("personal"), botflow.Transfer{Inbox: botflow.Personal("Ana")})
		r.held("owned", "Ventas")
		r.held("private", "Ventas")
		r.as(ana(), chat("private"), botflow.SetPrivate{Private: true})
		for _, k := range []string{"closed", "closed private"} {
			r.held(k, "Ventas")
			if k == "closed private" {
				r.as(ana(), chat(k), botflow.SetPrivate{Private: true})
			}
			r.as(ana(), chat(k), botflow.Close{})
		}
		return r
	}
}

func TestV7_I5_WhoSeesWhat(t *testing.T) {
	t.Parallel()
	all := []string{"bot", "closed", "closed private", "dep", "expired", "general", "owned", "personal", "private", "ventas"}
	for _, tc := range []struct {
		name string
		set  []func(*directory.Directory)
		by   botflow.Actor
		not  []string
	}{
		{"the owner", nil, ana(), nil},
		{"a member", nil, beto(), []string{"closed private", "dep", "owned", "personal", "private"}},
		{"another agent", nil, caro(), []string{"closed private", "dep", "owned", "personal", "private", "ventas"}},
		{"a supervisor", nil, sol(), nil},
		{"an admin", nil, ada(), nil},
		{"SupervisorsSeeMembersOnly", []func(*directory.Directory){option(inbox.SupervisorsSeeMembersOnly)}, sol(), []string{"ventas"}},
		{"PersonalHiddenFromSupervisors", []func(*directory.Directory){option(inbox.PersonalHiddenFromSupervisors)}, sol(), []string{"personal"}},
		{"TakenHiddenFromSupervisors", []func(*directory.Directory){option(inbox.TakenHiddenFromSupervisors)}, sol(), []string{"owned", "private"}},
		{"TakenVisibleTo members", []func(*directory.Directory){option(inbox.TakenVisibleToInboxMembers)}, beto(), []string{"closed private", "dep", "personal", "private"}},
		{"TakenVisibleTo others", []func(*directory.Directory){option(inbox.TakenVisibleToInboxMembers)}, caro(), []string{"closed private", "dep", "owned", "personal", "private", "ventas"}},
		{"ClosedVisibleTo members", []func(*directory.Directory){option(inbox.ClosedVisibleToInboxMembers)}, beto(), []string{"closed private", "dep", "owned", "personal", "private"}},
		{"ClosedVisibleTo others", []func(*directory.Directory){option(inbox.ClosedVisibleToInboxMembers)}, caro(), []string{"closed", "closed private", "dep", "owned", "personal", "private", "ventas"}},
		{"RestrictByGroup, in it", []func(*directory.Directory){option(inbox.RestrictByGroup)}, beto(), []string{"closed private", "dep", "owned", "personal", "private"}},
		{"RestrictByGroup, outside", []func(*directory.Directory){option(inbox.RestrictByGroup)}, caro(), []string{"closed", "closed private", "dep", "expired", "owned", "personal", "private", "ventas"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := places(tc.set...)(t)
			hidden := map[string]bool{}
			for _, k := range tc.not {
				hidden[k] = true
			}
			listed := map[string]bool{}
			page, err := r.acc.As(tc.by).List(context.Background(), reparto.ListRequest{})
			require.NoError(t, err)
			for _, c := range page.Conversations {
				listed[string(c.Contact)] = true
			}
			for _, k := range all {
				require.Equal(t, !hidden[k], r.sees(tc.by, k), "%s by look-up", k)
				require.Equal(t, !hidden[k], listed[k], "%s in the list", k)
				_, err := r.acc.As(tc.by).History(context.Background(), chat(k), 0, 1)
				require.Equal(t, hidden[k], err != nil, "%s: its events", k)
			}
			require.Equal(t, len(all)-len(tc.not), r.counts(tc.by, inbox.ViewAll), "the counter")
		})
	}
}

// answer of the matrix for one act: the code that Do must give, "" for success.
type verdict struct {
	by   botflow.Actor
	on   string
	cmd  botflow.Command
	code botflow.Code
}

func judge(t *testing.T, make func(t *testing.T) *rig, all []verdict) {
	t.Helper()
	for _, v := range all {
		t.Run(fmt.Sprintf("%s: %s %s", v.by, v.cmd.Name(), v.on), func(t *testing.T) {
			t.Parallel()
			r := make(t)
			if v.code == "" {
				r.as(v.by, chat(v.on), v.cmd)
				return
			}
			r.refused(v.code, v.by, chat(v.on), v.cmd)
		})
	}
}

func TestV7_TheMatrixThroughTheDesk(t *testing.T) {
	t.Parallel()
	const ok, no, unseen, owner = botflow.Code(""), botflow.CodeNotAllowed, botflow.CodeNotFound, botflow.CodeNotOwner
	take, reply, template, shut := botflow.Take{}, botflow.Reply{}, botflow.SendTemplate{}, botflow.Close{}
	move, transfer := botflow.Move{Inbox: "Dep"}, botflow.Transfer{Agent: "Caro"}
	judge(t, places(), []verdict{
		{ana(), "bot", take, no},
		{ana(), "bot", reply, owner},
		{ana(), "bot", move, no},
		{ana(), "bot", shut, no},
		{sol(), "bot", take, no},
		{sol(), "bot", move, no},
		{sol(), "bot", shut, no},
		{ada(), "bot", take, no},
		{bot, "bot", reply, ok},
		{bot, "bot", botflow.HandOff{}, ok},
		{bot, "bot", shut, ok},

		{caro(), "general", take, ok},
		{caro(), "general", reply, owner},
		{caro(), "general", move, no},
		{caro(), "general", shut, no},
		{sol(), "general", take, ok},
		{sol(), "general", move, ok},
		{sol(), "general", shut, ok},

		{beto(), "ventas", take, ok},
		{beto(), "ventas", reply, owner},
		{beto(), "ventas", template, owner},
		{beto(), "ventas", move, no},
		{beto(), "ventas", shut, no},
		{caro(), "ventas", take, unseen},
		{caro(), "ventas", reply, unseen},
		{caro(), "ventas", move, unseen},
		{caro(), "ventas", shut, unseen},
		{sol(), "ventas", take, no},
		{sol(), "dep", take, ok},
		{ada(), "dep", take, no},
		{sol(), "ventas", move, ok},
		{sol(), "ventas", shut, ok},

		{ana(), "personal", take, ok},
		{ana(), "personal", reply, owner},
		{ana(), "personal", move, ok},
		{ana(), "personal", shut, no},
		{beto(), "personal", take, unseen},
		{beto(), "personal", move, unseen},
		{sol(), "personal", take, no},
		{sol(), "personal", reply, owner},
		{sol(), "personal", move, ok},
		{sol(), "personal", shut, no},
		{ada(), "personal", shut, no},

		{ana(), "owned", reply, ok},
		{ana(), "owned", template, ok},
		{ana(), "owned", transfer, ok},
		{ana(), "owned", shut, ok},
		{beto(), "owned", reply, unseen},
		{beto(), "owned", transfer, unseen},
		{beto(), "owned", shut, unseen},
		{sol(), "owned", reply, owner},
		{sol(), "owned", transfer, ok},
		{sol(), "owned", botflow.Return{}, ok},
		{sol(), "owned", shut, ok},
		{ada(), "owned", shut, ok},

		{beto(), "expired", template, ok},
		{beto(), "expired", reply, botflow.CodeSessionExpired},
		{beto(), "expired", take, no},
		{beto(), "expired", move, no},
		{beto(), "expired", shut, no},
		{sol(), "expired", template, ok},
		{sol(), "expired", take, no},
		{sol(), "expired", move, no},
		{sol(), "expired", shut, ok},

		{caro(), "closed", take, ok},
		{caro(), "closed", reply, owner},
		{caro(), "closed", move, no},
		{sol(), "closed", take, ok},
		{sol(), "closed", move, ok},
		{caro(), "closed", shut, botflow.CodeIllegal},
		{sol(), "closed", shut, botflow.CodeIllegal},

		{ana(), "private", reply, ok},
		{sol(), "private", transfer, ok},
		{beto(), "private", reply, unseen},
		{ana(), "closed private", take, ok},
		{beto(), "closed private", take, unseen},
		{sol(), "closed private", take, ok},
	})
}

func TestV7_OptionsThroughTheDesk(t *testing.T) {
	t.Parallel()
	judge(t, places(option(inbox.SupervisorsTakeAny)), []verdict{{sol(), "ventas", botflow.Take{}, ""}, {ada(), "dep", botflow.Take{}, ""}, {caro(), "ventas", botflow.Take{}, botflow.CodeNotFound}})
	judge(t, places(option(inbox.TakenVisibleToInboxMembers)), []verdict{
		{beto(), "owned", botflow.Reply{}, botflow.CodeNotOwner},
		{beto(), "owned", botflow.Close{}, botflow.CodeNotOwner},
		{beto(), "owned", botflow.Transfer{Agent: "Beto"}, botflow.CodeNotOwner},
		{beto(), "owned", botflow.AddTag{Tag: "vip"}, botflow.CodeNotOwner},
		{beto(), "owned", botflow.SetPrivate{Private: true}, botflow.CodeNotOwner},
		{beto(), "owned", botflow.MarkRead{}, botflow.CodeNotOwner},
		{beto(), "owned", botflow.SetPriority{Priority: 1}, botflow.CodeNotAllowed},
		{beto(), "owned", botflow.AddNote{Text: "x"}, ""},
		{beto(), "owned", botflow.Take{}, botflow.CodeTaken},
	})
	judge(t, places(option(inbox.PersonalHiddenFromSupervisors)), []verdict{{sol(), "personal", botflow.Move{Inbox: "Dep"}, botflow.CodeNotFound}})
	judge(t, places(option(inbox.TakenHiddenFromSupervisors)), []verdict{{sol(), "owned", botflow.Close{}, botflow.CodeNotFound}})
	judge(t, places(option(inbox.RestrictByGroup)), []verdict{{caro(), "closed", botflow.Take{}, botflow.CodeNotFound}, {beto(), "closed", botflow.Take{}, ""}, {caro(), "bot", botflow.AddNote{Text: "x"}, ""}})
}

func TestV7_RestrictByGroupSparesTheOwner(t *testing.T) {
	t.Parallel()
	r := places(option(inbox.RestrictByGroup))(t)
	r.as(ana(), chat("owned"), botflow.Transfer{Agent: "Caro"})
	require.True(t, r.sees(caro(), "owned"))
	r.as(caro(), chat("owned"), botflow.Transfer{Inbox: botflow.Personal("Caro")})
	require.True(t, r.sees(caro(), "owned"))
	r.as(caro(), chat("owned"), botflow.Take{})
	r.as(caro(), chat("owned"), botflow.Close{})
	require.False(t, r.sees(caro(), "owned"), "closed: outside its group")
}

func TestV1_InternalNotes(t *testing.T) {
	t.Parallel()
	r := places()(t)
	r.as(caro(), chat("general"), botflow.AddNote{Text: "de Caro"})
	r.till("2026-03-03 10:00:07")
	r.as(sol(), chat("general"), botflow.AddNote{Text: "de Sol"})
	r.refused(botflow.CodeNotFound, caro(), chat("ventas"), botflow.AddNote{Text: "x"})
	notes, err := r.acc.As(beto()).Notes(context.Background(), chat("general"), 0, 10)
	require.NoError(t, err)
	require.Len(t, notes, 2)
	require.Equal(t, []any{"de Caro", caro(), instant("2026-03-03 10:00:00")}, []any{notes[0].Text, notes[0].By, notes[0].At})
	require.Equal(t, []any{"de Sol", sol(), instant("2026-03-03 10:00:07")}, []any{notes[1].Text, notes[1].By, notes[1].At})
	_, err = r.acc.As(caro()).Notes(context.Background(), chat("ventas"), 0, 10)
	require.ErrorIs(t, err, botflow.ErrNotFound)
}

func TestV2_Tags(t *testing.T) {
	t.Parallel()
	tag := botflow.AddTag{Tag: "vip"}
	judge(t, places(), []verdict{
		{ana(), "owned", tag, ""},
		{ana(), "owned", botflow.AddTag{Tag: "nada"}, botflow.CodeNoTag},
		{sol(), "owned", tag, ""},
		{ada(), "owned", tag, ""},
		{sol(), "ventas", tag, ""},
		{beto(), "ventas", tag, botflow.CodeNotAllowed},
		{beto(), "owned", tag, botflow.CodeNotFound},
		{bot, "bot", tag, ""},
		{caro(), "bot", tag, botflow.CodeNotAllowed},
		{sol(), "expired", tag, ""},
		{caro(), "ventas", botflow.AddTag{Tag: "nada"}, botflow.CodeNotFound},
	})
	r := shop(t, edited(cast(), onChannel("whatsapp", func(c *directory.Channel) { c.OnWindowEnd = botflow.WindowNothing })))
	r.held("k", botflow.General)
	r.pass(48 * time.Hour)
	require.Equal(t, "Tagged", told(r.as(ana(), chat("k"), tag).Events), "whatever the window")
	require.Empty(t, r.as(ana(), chat("k"), tag).Events, "it has it already")
	require.Equal(t, []botflow.Tag{"vip"}, r.get("k").Tags)
	require.Equal(t, "Untagged", told(r.as(ana(), chat("k"), botflow.RemoveTag{Tag: "vip"}).Events))
	require.Empty(t, r.get("k").Tags)
}

func TestV3_AttributesAreTheContacts(t *testing.T) {
	t.Parallel()
	r := shop(t, edited(cast(room("Ventas", byHand, "Ana")), onChannel("web", func(c *directory.Channel) { c.Inbox = "Ventas" })))
	r.writes("k")
	r.as(bot, chat("k"), botflow.SetAttributes{Attributes: map[string]string{"dni": "1", "plan": "oro"}}) // what the bot collected
	r.as(bot, chat("k"), botflow.HandOff{})
	r.message(web("k"))
	get := func(by botflow.Actor, on reparto.Target) map[string]string {
		c, err := r.acc.As(by).Contact(context.Background(), on)
		require.NoError(t, err)
		return c.Attributes
	}
	require.Equal(t, map[string]string{"dni": "1", "plan": "oro"}, get(ana(), web("k")), "shared by all chats")
	r.as(ana(), web("k"), botflow.SetAttributes{Attributes: map[string]string{"dni": "2", "plan": ""}})
	require.Equal(t, map[string]string{"dni": "2"}, get(caro(), chat("k")), "by all agents")
	r.refused(botflow.CodeNotFound, caro(), web("k"), botflow.SetAttributes{Attributes: map[string]string{"dni": "3"}})
	r.as(caro(), chat("k"), botflow.SetAttributes{Attributes: map[string]string{"dni": "3"}}) // sees one of the chats
}

func TestV4_Private(t *testing.T) {
	t.Parallel()
	private := botflow.SetPrivate{Private: true}
	judge(t, places(), []verdict{
		{ana(), "owned", private, ""},
		{sol(), "owned", private, ""},
		{ada(), "owned", private, ""},
		{ana(), "private", botflow.SetPrivate{}, ""},
		{beto(), "ventas", private, botflow.CodeNotAllowed},
		{beto(), "owned", private, botflow.CodeNotFound},
	})
	ends := []struct {
		name string
		do   func(r *rig)
		want bool
	}{
		{"a return", func(r *rig) { r.as(ana(), chat("k"), botflow.Return{}) }, false},
		{"a transfer to a shared inbox", func(r *rig) { r.as(ana(), chat("k"), botflow.Transfer{Inbox: botflow.General}) }, false},
		{"a Personal inbox is none", func(r *rig) { r.as(ana(), chat("k"), botflow.Transfer{Inbox: botflow.Personal("Ana")}) }, true},
		{"a transfer to an agent", func(r *rig) { r.as(ana(), chat("k"), botflow.Transfer{Agent: "Beto"}) }, true},
		{"closing", func(r *rig) { r.as(ana(), chat("k"), botflow.Close{}) }, true},
		{"expiry", func(r *rig) { r.pass(24 * time.Hour) }, true},
		{"a new episode", func(r *rig) { r.as(ana(), chat("k"), botflow.Close{}); r.writes("k") }, false},
		{"a restore is a new episode", func(r *rig) { r.pass(24 * time.Hour); r.as(ana(), chat("k"), botflow.SendTemplate{}) }, false},
	}
	for _, tc := range ends {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, edited(cast(room("Ventas", byHand, "Ana", "Beto")), option(inbox.TakenVisibleToInboxMembers)))
			r.held("k", "Ventas")
			require.True(t, r.sees(beto(), "k"))
			require.Equal(t, "MadePrivate", told(r.as(ana(), chat("k"), private).Events))
			require.False(t, r.sees(beto(), "k"))
			require.True(t, r.sees(sol(), "k"), "it hides from agents only")
			tc.do(r)
			require.Equal(t, tc.want, r.get("k").Private)
		})
	}
	r := places()(t)
	require.True(t, r.sees(ana(), "closed private"), "the last owner")
	r.as(sol(), chat("ventas"), private) // it restricts AGENTE, Closed and EXPIRADO only
	require.True(t, r.sees(beto(), "ventas"))
}

func TestV5_UnknownAndDisabledActors(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana")))
	r.arrives("k", "Ventas")
	r.edit(removed("Ana"))
	ctx := context.Background()
	for _, by := range []botflow.Actor{ana(), botflow.ByAgent("Nadie"), {Kind: botflow.ActorContact, ID: "k"}, botflow.ByBot("nobody's")} {
		for _, cmd := range []botflow.Command{botflow.Take{}, botflow.AddNote{Text: "x"}, botflow.Close{}} {
			r.refused(botflow.CodeNotFound, by, chat("k"), cmd)
		}
		_, err := r.acc.As(by).Get(ctx, chat("k"))
		require.ErrorIs(t, err, botflow.ErrNotFound)
		_, err = r.acc.As(by).List(ctx, reparto.ListRequest{})
		require.ErrorIs(t, err, botflow.ErrNotFound)
		_, err = r.acc.As(by).Count(ctx, inbox.ViewAll, inbox.Filter{}, 10)
		require.ErrorIs(t, err, botflow.ErrNotFound)
	}
	// The role is the directory's: who is demoted has no rights left from before.
	r.edit(onAgent("Sol", func(a *directory.Agent) { a.Role = botflow.RoleAgent }))
	r.refused(botflow.CodeNotFound, sol(), chat("k"), botflow.Move{Inbox: botflow.General})
}

func TestV6_AccountsAreApart(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", online, "Ana")))
	other := &rig{t: t, clock: r.clock, db: r.db, engine: r.engine}
	var err error
	other.acc, err = r.engine.Account("bank")
	require.NoError(t, err)
	other.apply(cast(room("Ventas", byHand, "Ana")))
	r.arrives("k", "Ventas")
	_, err = other.acc.System().Get(context.Background(), chat("k"))
	require.ErrorIs(t, err, botflow.ErrNotFound)
	other.arrives("k", "Ventas") // the same message and operation ids, too
	other.in("BANDEJA(Ventas)", "k")
	r.in("AGENTE(Ana)", "k")
	require.NotEqual(t, r.get("k").ID, other.get("k").ID)
	_, err = other.acc.System().Get(context.Background(), reparto.Conversation(r.get("k").ID))
	require.ErrorIs(t, err, botflow.ErrNotFound)
	require.Equal(t, []int{1, 0}, []int{r.load("Ana"), other.load("Ana")})
	require.Equal(t, botflow.Offline, other.presence("Ana").Status)
	other.ok(chat("k"), botflow.Forget{})
	require.True(t, r.sees(sol(), "k"))
	require.Equal(t, 1, other.counts(botflow.System(), inbox.ViewAll)+r.counts(botflow.System(), inbox.ViewAll))
	r.sound()
	other.sound()
}

func TestV7_TheOrderOfChecks(t *testing.T) {
	t.Parallel()
	seen := option(inbox.TakenVisibleToInboxMembers)
	nothing := onChannel("whatsapp", func(c *directory.Channel) { c.OnWindowEnd = botflow.WindowNothing })
	later := func(t *testing.T) *rig { // the windows are closed
		t.Helper()
		r := places(seen, nothing)(t)
		r.pass(48 * time.Hour)
		return r
	}
	judge(t, places(seen), []verdict{
		{beto(), "personal", botflow.Transfer{Agent: "Nadie"}, botflow.CodeNotFound}, // may not see, before all
		{beto(), "owned", botflow.Take{}, botflow.CodeTaken},                         // L44 before not owner
		{beto(), "owned", botflow.Reply{}, botflow.CodeNotOwner},
		{beto(), "owned", botflow.Transfer{Agent: "Nadie"}, botflow.CodeNotOwner},  // before the remaining codes
		{ana(), "ventas", botflow.Transfer{Agent: "Beto"}, botflow.CodeNotAllowed}, // permission before state
		{sol(), "ventas", botflow.Transfer{Agent: "Nadie"}, botflow.CodeIllegal},   // state before the remaining codes
		{sol(), "owned", botflow.Assign{Agent: "Nadie"}, botflow.CodeTaken},
		{ana(), "owned", botflow.SetPriority{Priority: 1}, botflow.CodeNotAllowed}, // not even the owner's
		{ana(), "owned", botflow.Forget{}, botflow.CodeNotAllowed},
	})
	judge(t, later, []verdict{
		{caro(), "owned", botflow.Reply{}, botflow.CodeNotFound},
		{beto(), "owned", botflow.Reply{}, botflow.CodeSessionExpired}, // before not owner
		{beto(), "ventas", botflow.Reply{}, botflow.CodeSessionExpired},
		{caro(), "bot", botflow.Reply{}, botflow.CodeSessionExpired},
		{beto(), "owned", botflow.Close{}, botflow.CodeNotOwner},
	})
}

func TestV7_L44_ATemplateToAnOwnedChatThatNeverExpiredIsNoRestore(t *testing.T) {
	t.Parallel()
	judge(t, places(option(inbox.TakenVisibleToInboxMembers)), []verdict{
		{sol(), "owned", botflow.SendTemplate{}, botflow.CodeNotOwner},
		{beto(), "owned", botflow.SendTemplate{}, botflow.CodeNotOwner},
	})
}

func TestV8_WhoMarksReadAndUnreadAndSetsPriorities(t *testing.T) {
	t.Parallel()
	for _, mark := range []botflow.Command{botflow.MarkRead{}, botflow.MarkUnread{}} {
		judge(t, places(), []verdict{
			{ana(), "owned", mark, ""},
			{sol(), "owned", mark, botflow.CodeNotAllowed},
			{beto(), "owned", mark, botflow.CodeNotFound},
			{beto(), "ventas", mark, ""},
			{caro(), "ventas", mark, botflow.CodeNotFound},
			{sol(), "ventas", mark, botflow.CodeNotAllowed},
			{sol(), "dep", mark, ""},
			{caro(), "general", mark, ""},
			{ana(), "personal", mark, ""},
			{sol(), "personal", mark, botflow.CodeNotAllowed},
			{ana(), "bot", mark, botflow.CodeNotAllowed},
		})
	}
	judge(t, places(), []verdict{
		{sol(), "ventas", botflow.SetPriority{Priority: 1}, ""},
		{ada(), "ventas", botflow.SetPriority{Priority: 1}, ""},
		{ana(), "ventas", botflow.SetPriority{Priority: 1}, botflow.CodeNotAllowed},
		{ada(), "owned", botflow.Forget{}, ""},
		{sol(), "owned", botflow.Forget{}, botflow.CodeNotAllowed},
		{ana(), "owned", botflow.Forget{}, botflow.CodeNotAllowed},
		{botflow.System(), "owned", botflow.Forget{}, ""},
		{sol(), "owned", botflow.Leave{}, botflow.CodeNotAllowed},
		{ada(), "owned", botflow.Receive{Message: "x"}, botflow.CodeNotAllowed}, // the host's own code
	})
	r := shop(t, cast())
	_, err := r.acc.As(ada()).Settings(context.Background(), 0, 10)
	require.NoError(t, err)
	_, err = r.acc.As(sol()).Settings(context.Background(), 0, 10)
	require.ErrorIs(t, err, botflow.ErrNotAllowed)
}
