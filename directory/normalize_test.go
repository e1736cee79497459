package directory_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
)

func TestS8_ARemovedAgentStaysDisabled(t *testing.T) {
	t.Parallel()
	old, wanted := shop(), shop()
	wanted.Agents = wanted.Agents[1:4:4] // leo, eva, sol
	wanted.Inboxes[1].Members = []botflow.AgentID{"leo"}

	next := directory.Normalize(old, wanted)
	require.Equal(t, []directory.Agent{
		{ID: "leo", Limit: 3},
		{ID: "eva", CannotRestore: true},
		{ID: "sol", Role: botflow.RoleSupervisor},
		{ID: "ana", Disabled: true},
		{ID: "pia", Role: botflow.RoleSupervisor, Attends: true, Disabled: true},
		{ID: "root", Role: botflow.RoleAdmin, Disabled: true},
		{ID: "gone", Disabled: true},
	}, next.Agents)
	require.NoError(t, next.Validate())

	back := directory.Normalize(next, old)
	require.Equal(t, old.Agents, back.Agents, "who is listed again comes back")
}

func TestS8_ADeletedInboxLeavesAForwardingAddress(t *testing.T) {
	t.Parallel()
	without := func(d directory.Directory, id botflow.InboxID) directory.Directory {
		for i := range d.Inboxes {
			if d.Inboxes[i].ID == id {
				d.Inboxes = append(d.Inboxes[:i:i], d.Inboxes[i+1:]...)
				return d
			}
		}
		return d
	}
	to := func(from, into botflow.InboxID) directory.Deleted { return directory.Deleted{Inbox: from, Into: into} }
	for _, tc := range []struct {
		name    string
		gone    botflow.InboxID
		named   []directory.Deleted
		want    []directory.Deleted
		orphans []botflow.InboxID
	}{
		{
			"no destination named: General", "Ventas", nil,
			[]directory.Deleted{to("Cobros", "Soporte"), to("Prensa", "General"), to("Ventas", "General")},
			[]botflow.InboxID{"Ventas"},
		},
		{
			"the named destination", "Ventas",
			[]directory.Deleted{to("Ventas", "Soporte")},
			[]directory.Deleted{to("Ventas", "Soporte"), to("Cobros", "Soporte"), to("Prensa", "General")},
			nil,
		},
		{
			"a destination that goes too is followed", "Soporte",
			[]directory.Deleted{to("Soporte", "Ventas")},
			[]directory.Deleted{to("Soporte", "Ventas"), to("Cobros", "Ventas"), to("Prensa", "General")},
			nil,
		},
		{
			"an address of old may be named anew", "",
			[]directory.Deleted{to("Prensa", "Ventas")},
			[]directory.Deleted{to("Prensa", "Ventas"), to("Cobros", "Soporte")},
			nil,
		},
		{
			"a destination that was deleted before is followed", "Ventas",
			[]directory.Deleted{to("Ventas", "Cobros")},
			[]directory.Deleted{to("Ventas", "Soporte"), to("Cobros", "Soporte"), to("Prensa", "General")},
			nil,
		},
		{
			"nothing goes", "", nil,
			[]directory.Deleted{to("Cobros", "Soporte"), to("Prensa", "General")},
			nil,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			wanted := without(shop(), tc.gone)
			wanted.Deleted = tc.named
			next := directory.Normalize(shop(), wanted)
			require.Equal(t, tc.want, next.Deleted)
			require.Equal(t, tc.orphans, directory.Orphaned(shop(), wanted))
		})
	}
}

func TestS8_ReferencesToADeletedInboxBecomeItsDestination(t *testing.T) {
	t.Parallel()
	wanted := shop()
	wanted.Inboxes = wanted.Inboxes[:2:2] // Soporte goes, into Ventas
	wanted.Inboxes[0].Policy.Fallback = "Soporte"
	wanted.Channels[1].Inbox = "Soporte"
	wanted.Channels[0].Inbox = "Prensa" // long gone
	wanted.Assistants = append(wanted.Assistants, directory.Assistant{ID: "x", Scope: "Soporte"})
	wanted.Deleted = []directory.Deleted{{Inbox: "Soporte", Into: "Ventas"}}

	next := directory.Normalize(shop(), wanted)
	require.NoError(t, next.Validate())
	require.Equal(t, botflow.InboxID("Ventas"), next.Channels[1].Inbox)
	require.Equal(t, botflow.General, next.Channels[0].Inbox)
	require.Equal(t, botflow.InboxID("Ventas"), next.Assistants[3].Scope)
	require.Equal(t, botflow.InboxID("Ventas"), next.Inboxes[0].Policy.Fallback)
	require.Empty(t, next.Inboxes[1].Policy.Fallback, "Ventas fell back to Soporte: it can't fall back to itself")
	require.Equal(t, botflow.InboxID("Soporte"), wanted.Channels[1].Inbox, "what was wanted isn't touched")
}

func TestS8_AnInboxMadeAgainForwardsNoMore(t *testing.T) {
	t.Parallel()
	wanted := shop()
	wanted.Deleted = nil
	wanted.Inboxes = append(wanted.Inboxes, directory.Inbox{ID: "Cobros"})
	next := directory.Normalize(shop(), wanted)
	require.NoError(t, next.Validate())
	require.Equal(t, []directory.Deleted{{Inbox: "Prensa", Into: botflow.General}}, next.Deleted)
}

func TestS8_WhatIsWrongStaysForValidate(t *testing.T) {
	t.Parallel()
	for name, deleted := range map[string][]directory.Deleted{
		"a circle":        {{Inbox: "X", Into: "Y"}, {Inbox: "Y", Into: "X"}},
		"nowhere":         {{Inbox: "X", Into: "Nada"}},
		"nothing":         {{Inbox: "X"}},
		"Closed":          {{Inbox: "X", Into: botflow.Closed}},
		"one that exists": {{Inbox: "Ventas", Into: "Soporte"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wanted := shop()
			wanted.Deleted = deleted
			require.ErrorIs(t, directory.Normalize(shop(), wanted).Validate(), botflow.ErrInvalid)
		})
	}
}

func TestS8_NormalizingAgainChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var kept directory.Directory
		for range 3 {
			wanted := drawNext(t, kept)
			before, untouched := kept.Clone(), wanted.Clone()
			next := directory.Normalize(kept, wanted)
			require.Equal(t, before, kept)
			require.Equal(t, wanted, untouched, "what was wanted is left alone")

			again := directory.Normalize(next, wanted)
			require.Equal(t, next, again, "the same again")
			require.Equal(t, next, directory.Normalize(next, next), "the result again")
			require.Equal(t, next, directory.Normalize(kept, next), "the result instead")
			require.Empty(t, directory.Diff(next, directory.Normalize(next, wanted)))
			if err := next.Validate("own"); err != nil {
				// A deleted inbox's assistant may meet another one at the destination; nothing else can go wrong.
				for _, p := range directory.Problems(err) {
					require.Regexp(t, `^assistants\[\d+\]\.channels$`, p.Field, err)
				}
				continue
			}
			kept = next
		}
	})
}
