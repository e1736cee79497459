package inbox_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
)

func matrix(options ...inbox.Option) inbox.Matrix {
	p := inbox.Permissions{Options: options}
	return p.Matrix()
}

// Each case would be refused by several checks; the first of the order answers.
func TestV7_RefusalsComeInTheirOrder(t *testing.T) {
	t.Parallel()
	shared := matrix(inbox.TakenVisibleToInboxMembers)
	for _, tc := range []struct {
		name   string
		asker  string
		place  string
		cmd    botflow.Command
		closed bool // the window
		want   string
	}{
		{"not seen before the window", "carlos", "Ventas", botflow.Reply{}, true, "not found"},
		{"not seen before the owner's acts", "carlos", "AGENTE", botflow.Close{}, false, "not found"},
		{"not seen before commands of the engine", "carlos", "AGENTE", botflow.Release{}, false, "not found"},
		{"taken before not allowed", "samuel", "AGENTE", botflow.Take{}, true, "already taken"},
		{"L56: a template to a chat that is somebody's restores nothing", "berta", "AGENTE", botflow.SendTemplate{}, true, "not owner"},
		{"window before owner", "berta", "AGENTE", botflow.Reply{}, true, "session expired"},
		{"window before owner, in BANDEJA", "ana", "Ventas", botflow.Reply{}, true, "session expired"},
		{"window before owner, in EXPIRADO", "sara", "EXPIRADO", botflow.Reply{}, true, "session expired"},
		{"window for the owner too", "ana", "AGENTE", botflow.Reply{}, true, "session expired"},
		{"window for the bot in charge", "flow", "BOT", botflow.Reply{}, true, "session expired"},
		{"window for the host's own code", "system", "AGENTE", botflow.Reply{}, true, "session expired"},
		{"in charge before window", "other", "BOT", botflow.Reply{}, true, "not in charge"},
		{"L45: a supervisor doesn't send", "sara", "AGENTE", botflow.Reply{}, false, "not owner"},
		{"L45: nor does who may take", "berta", "Ventas", botflow.Reply{}, false, "not owner"},
		{"L56: no template in BANDEJA", "berta", "Ventas", botflow.SendTemplate{}, true, "not owner"},
		{"L56: none in BOT", "sara", "BOT", botflow.SendTemplate{}, false, "not owner"},
		{"L56: none in Closed", "ana", "Closed", botflow.SendTemplate{}, true, "not owner"},
		{"L56: the owner's, whatever the window", "ana", "AGENTE", botflow.SendTemplate{}, true, "yes"},
		{"the owner's to close", "berta", "AGENTE", botflow.Close{}, false, "not owner"},
		{"the owner's to return", "berta", "AGENTE", botflow.Return{}, false, "not owner"},
		{"the owner's to transfer", "berta", "AGENTE", botflow.Transfer{Inbox: soporte}, false, "not owner"},
		{"the owner's to move", "berta", "AGENTE", botflow.Move{Inbox: soporte}, false, "not owner"},
		{"V2: the owner's to tag", "berta", "AGENTE", botflow.AddTag{Tag: "x"}, false, "not owner"},
		{"V4: the owner's to make private", "berta", "AGENTE", botflow.SetPrivate{}, false, "not owner"},
		{"V8: the owner's to mark", "berta", "AGENTE", botflow.MarkRead{}, false, "not owner"},
		{"V1: not the owner's alone to note", "berta", "AGENTE", botflow.AddNote{Text: "x"}, false, "yes"},
		{"V8: a supervisor is no other agent", "sara", "AGENTE", botflow.MarkRead{}, false, "not allowed"},
		{"A5: priority isn't the owner's", "berta", "AGENTE", botflow.SetPriority{}, false, "not allowed"},
		{"hand-off isn't the owner's", "ana", "AGENTE", botflow.HandOff{}, false, "not allowed"},
		{"what only the host tells", "ana", "AGENTE", botflow.Leave{}, false, "not allowed"},
		{"what only the engine does", "ana", "AGENTE", botflow.Release{}, false, "not allowed"},
		{"permission before state", "ana", "Ventas", botflow.Return{}, false, "not allowed"},
		{"state is not judged here", "sara", "Ventas", botflow.Return{}, false, "yes"},
		{"EXPIRADO isn't taken but restored", "sara", "EXPIRADO", botflow.Take{}, false, "not allowed"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := scenes()[tc.place]
			if tc.closed {
				c.WindowEnds = now // a window that ends now has ended
			}
			err := inbox.Authorize(&shared, cast()[tc.asker], c, botflow.Contact{}, tc.cmd, now)
			require.Equal(t, tc.want, verdict(err))
		})
	}
}

// Edits may take from an owner, or give, what nobody else has a use for; the refusals stay true.
func TestV7_RefusalsUnderEdits(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		edit  inbox.Edit
		asker string
		place string
		cmd   botflow.Command
		want  string
	}{
		{"an owner who may not send", inbox.Edit{Row: inbox.RowOwned, As: inbox.AgentOwner, Revoke: inbox.Send}, "ana", "AGENTE", botflow.Reply{}, "not allowed"},
		{"an owner who may send no template", inbox.Edit{Row: inbox.RowOwned, As: inbox.AgentOwner, Revoke: inbox.Template}, "ana", "AGENTE", botflow.SendTemplate{}, "not allowed"},
		{"an owner who may take", inbox.Edit{Row: inbox.RowOwned, As: inbox.AgentOwner, Grant: inbox.Take}, "ana", "AGENTE", botflow.Take{}, "same place"},
		{"a bot that may not send", inbox.Edit{Row: inbox.RowBot, As: inbox.BotInCharge, Revoke: inbox.Send}, "flow", "BOT", botflow.Reply{}, "not allowed"},
		{"a bot that doesn't see", inbox.Edit{Row: inbox.RowBot, As: inbox.BotInCharge, Revoke: inbox.See}, "flow", "BOT", botflow.Reply{}, "not found"},
		{"who may not restore here", inbox.Edit{Row: inbox.RowExpired, As: inbox.AgentMember, Revoke: inbox.Template}, "berta", "EXPIRADO", botflow.SendTemplate{}, "not allowed"},
		{"members who see but may not note", inbox.Edit{Row: inbox.RowOwned, As: inbox.AgentMember, Grant: inbox.See}, "berta", "AGENTE", botflow.AddNote{Text: "x"}, "not owner"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			p := inbox.Permissions{Edits: []inbox.Edit{tc.edit}}
			require.NoError(t, p.Validate())
			m := p.Matrix()
			err := inbox.Authorize(&m, cast()[tc.asker], scenes()[tc.place], botflow.Contact{}, tc.cmd, now)
			require.Equal(t, tc.want, verdict(err))
		})
	}
}

func TestL44_ClaimsOfAnOwnedChat(t *testing.T) {
	t.Parallel()
	restore, assign := botflow.SendTemplate{}, botflow.Assign{Agent: "zoe"}
	for _, tc := range []struct {
		name     string
		options  []inbox.Option
		asker    string
		previous botflow.Place
		private  bool
		cmd      botflow.Command
		want     string
		owner    botflow.AgentID
	}{
		{"lost the race from the inbox", nil, "berta", waiting(ventas), false, botflow.Take{}, "already taken", ""},
		{"lost the race to restore", nil, "carlos", expired(), false, restore, "already taken", ""},
		{"lost the race for a closed chat", nil, "carlos", waiting(botflow.Closed), false, botflow.Take{}, "already taken", ""},
		{"lost it to a transfer", nil, "berta", ownedBy("berta"), false, botflow.Take{}, "already taken", ""},
		{"never saw it", nil, "carlos", waiting(ventas), false, botflow.Take{}, "not found", ""},
		{"never saw it: transferred from another", nil, "berta", ownedBy("carlos"), false, botflow.Take{}, "not found", ""},
		{"never saw it: opened by template", nil, "berta", botflow.Place{}, false, restore, "not found", ""},
		{"never saw it: from a Personal inbox", nil, "berta", waiting(botflow.Personal("ana")), false, botflow.Take{}, "not found", ""},
		{"another act of who lost the race", nil, "berta", waiting(ventas), false, botflow.Close{}, "not found", ""},
		{"another's private chat", nil, "berta", waiting(ventas), true, botflow.Take{}, "not found", ""},
		{"an agent assigns it", nil, "berta", waiting(ventas), false, assign, "already taken", ""},
		{"who sees it is told the owner", nil, "samuel", waiting(ventas), false, botflow.Take{}, "already taken", "ana"},
		{"a supervisor assigns it", nil, "samuel", waiting(ventas), false, assign, "already taken", "ana"},
		{"a supervisor would restore it", nil, "sara", expired(), false, restore, "already taken", "ana"},
		{"a member who sees it is told the owner", []inbox.Option{inbox.TakenVisibleToInboxMembers}, "berta", waiting(ventas), false, botflow.Take{}, "already taken", "ana"},
		{"a supervisor who doesn't isn't", []inbox.Option{inbox.TakenHiddenFromSupervisors}, "sara", waiting(ventas), false, botflow.Take{}, "already taken", ""},
		{"L53: a supervisor takes it over", []inbox.Option{inbox.TakeOver}, "sara", waiting(ventas), false, botflow.Take{}, "yes", ""},
		{"L46: assigning to oneself is a take", []inbox.Option{inbox.TakeOver}, "sara", waiting(ventas), false, botflow.Assign{Agent: "sara"}, "yes", ""},
		{"L53: taking over isn't assigning", []inbox.Option{inbox.TakeOver}, "sara", waiting(ventas), false, assign, "already taken", "ana"},
		{"L53: nor restoring", []inbox.Option{inbox.TakeOver}, "sara", expired(), false, restore, "already taken", "ana"},
		{"the host's own code assigns it", nil, "system", waiting(ventas), false, assign, "already taken", "ana"},
		{"the owner takes it again", nil, "ana", waiting(ventas), false, botflow.Take{}, "same place", ""},
		{"the owner assigns it to herself", nil, "ana", waiting(ventas), false, botflow.Assign{Agent: "ana"}, "same place", ""},
		{"the owner of a private one", nil, "ana", waiting(ventas), true, botflow.Take{}, "same place", ""},
		{"L56: the owner's template is an answer", nil, "ana", expired(), false, restore, "yes", ""},
		{"L49: a bot is told that it isn't in charge", nil, "flow", inBot(), false, botflow.Take{}, "not in charge", ""},
		{"the group restricts what could be seen before", []inbox.Option{inbox.RestrictByGroup}, "carlos", expired(), false, restore, "not found", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			m := matrix(tc.options...)
			c := scenes()["AGENTE"]
			c.Previous, c.Private = tc.previous, tc.private
			kept := *c
			err := inbox.Authorize(&m, cast()[tc.asker], c, botflow.Contact{}, tc.cmd, now)
			require.Equal(t, tc.want, verdict(err))
			require.Equal(t, kept, *c, "a check changes nothing")
			if tc.want != "already taken" {
				return
			}
			var taken *botflow.TakenError
			require.ErrorAs(t, err, &taken)
			require.Equal(t, tc.owner, taken.Owner)
		})
	}
}

func TestL46_AssigningToOneselfTakesWhatTakingTakes(t *testing.T) {
	t.Parallel()
	m := inbox.Default()
	for place, c := range scenes() {
		for name, a := range cast() {
			if a.Agent == "" {
				continue
			}
			take := inbox.Authorize(&m, a, c, botflow.Contact{}, botflow.Take{}, now)
			self := inbox.Authorize(&m, a, c, botflow.Contact{}, botflow.Assign{Agent: a.Agent}, now)
			require.Equal(t, verdict(take), verdict(self), "%s %s", place, name)
		}
	}
}

func TestL33_WhatHasNotBegunIsOnlyOpenedByTemplate(t *testing.T) {
	t.Parallel()
	m := inbox.Default()
	c := &botflow.Conversation{ID: "c1"}
	people := cast()
	for name, a := range people {
		require.False(t, inbox.Can(&m, a, c, inbox.See), name)
		for _, cmd := range botflow.Commands() {
			want := "not found"
			switch {
			case name == "system" && botflow.Internal(cmd):
				want = "not allowed"
			case name == "system", cmd.Name() == "SendTemplate" && a.Kind == botflow.ActorAgent:
				want = "yes"
			}
			require.Equal(t, want, verdict(inbox.Authorize(&m, a, c, botflow.Contact{}, cmd, now)), "%s %s", name, cmd.Name())
		}
	}
	people["ana"].MayRestore = false
	require.ErrorIs(t, inbox.Authorize(&m, people["ana"], c, botflow.Contact{}, botflow.SendTemplate{}, now), botflow.ErrNotAllowed)
}

func TestL31_RestoringNeedsCanRestore(t *testing.T) {
	t.Parallel()
	m := inbox.Default()
	for _, name := range []string{"ana", "carlos", "sara", "alba"} {
		a := cast()[name]
		require.NoError(t, inbox.Authorize(&m, a, scenes()["EXPIRADO"], botflow.Contact{}, botflow.SendTemplate{}, now))
		a.MayRestore = false
		require.ErrorIs(t, inbox.Authorize(&m, a, scenes()["EXPIRADO"], botflow.Contact{}, botflow.SendTemplate{}, now), botflow.ErrNotAllowed)
	}
	owner := cast()["ana"]
	owner.MayRestore = false
	require.NoError(t, inbox.Authorize(&m, owner, scenes()["AGENTE"], botflow.Contact{}, botflow.SendTemplate{}, now), "L56 is no restoring")
}

func TestV4_PrivateIsForTheLastOwnerAndManagers(t *testing.T) {
	t.Parallel()
	m := matrix(inbox.TakenVisibleToInboxMembers)
	for _, tc := range []struct {
		place string
		seen  string
	}{
		{"AGENTE", "ana"},
		{"EXPIRADO", "ana"},
		{"Closed", "ana"},
		{"BOT", "ana berta carlos"},
		{"General", "ana berta carlos"},
		{"Ventas", "ana berta"},
		{"Personal", "ana"}, // it restricts nothing there
	} {
		t.Run(tc.place, func(t *testing.T) {
			t.Parallel()
			c := scenes()[tc.place]
			c.Private = true
			for _, name := range []string{"ana", "berta", "carlos"} {
				require.Equal(t, contains(tc.seen, name), inbox.Can(&m, cast()[name], c, inbox.See), name)
			}
			for _, name := range []string{"sara", "samuel", "abel", "alba", "system"} {
				require.True(t, inbox.Can(&m, cast()[name], c, inbox.See), name)
			}
		})
	}
}

func TestN2_WhoMayTieAContact(t *testing.T) {
	t.Parallel()
	set := func(a botflow.AgentID) botflow.Command { return botflow.SetAffinity{Agent: a} }
	for _, tc := range []struct {
		name    string
		asker   string
		attends bool
		has     botflow.AgentID
		cmd     botflow.Command
		want    string
	}{
		{"an agent to herself", "ana", false, "", set("ana"), "yes"},
		{"again", "ana", false, "ana", set("ana"), "yes"},
		{"an agent away from herself", "ana", false, "ana", set(""), "yes"},
		{"an agent to another", "ana", false, "", set("berta"), "not allowed"},
		{"an agent from herself to another", "ana", false, "ana", set("berta"), "not allowed"},
		{"an agent takes over another's", "ana", false, "berta", set("ana"), "not allowed"},
		{"an agent clears another's", "ana", false, "berta", set(""), "not allowed"},
		{"an agent who doesn't see the chat", "berta", false, "berta", set(""), "not found"},
		{"a supervisor", "sara", false, "", set("sara"), "not allowed"},
		{"a supervisor for another", "sara", false, "", set("ana"), "not allowed"},
		{"a supervisor who attends", "sara", true, "", set("sara"), "yes"},
		{"a supervisor who attends, for another", "sara", true, "", set("ana"), "not allowed"},
		{"a supervisor who attends takes over", "sara", true, "ana", set("sara"), "not allowed"},
		{"an admin, anything", "alba", false, "ana", set("berta"), "yes"},
		{"an admin clears", "alba", false, "ana", set(""), "yes"},
		{"the host's own code", "system", false, "ana", set("berta"), "yes"},
		{"a bot", "flow", false, "", set("ana"), "not in charge"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			m := inbox.Default()
			a := cast()[tc.asker]
			a.Attends = tc.attends
			err := inbox.Authorize(&m, a, scenes()["AGENTE"], botflow.Contact{Affinity: tc.has}, tc.cmd, now)
			require.Equal(t, tc.want, verdict(err))
		})
	}
	m := inbox.Default()
	err := inbox.Authorize(&m, cast()["flow"], scenes()["BOT"], botflow.Contact{}, set("ana"), now)
	require.ErrorIs(t, err, botflow.ErrNotAllowed, "the bot in charge neither")
}

func TestV5_WhoIsNobodyFindsNothing(t *testing.T) {
	t.Parallel()
	m := inbox.Default()
	for name, a := range map[string]*inbox.Asker{
		"no id":        {Kind: botflow.ActorAgent, Role: botflow.RoleAdmin, Inboxes: []botflow.InboxID{botflow.General}},
		"unknown role": {Kind: botflow.ActorAgent, Agent: "ana", Role: 9, Inboxes: []botflow.InboxID{botflow.General}},
		"the contact":  {Kind: botflow.ActorContact},
		"unknown kind": {Kind: 9},
	} {
		require.Empty(t, inbox.Branches(&m, a), name)
		for place, c := range scenes() {
			for _, cmd := range botflow.Commands() {
				require.ErrorIs(t, inbox.Authorize(&m, a, c, botflow.Contact{}, cmd, now), botflow.ErrNotFound, "%s %s %s", name, place, cmd.Name())
			}
		}
	}
	nameless := bot("")
	require.Empty(t, inbox.Branches(&m, nameless))
	c := chat(botflow.Place{State: botflow.StateBot})
	require.ErrorIs(t, inbox.Authorize(&m, nameless, c, botflow.Contact{}, botflow.Reply{}, now), botflow.ErrNotInCharge)
}
