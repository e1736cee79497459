package directory_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/schedule"
)

func TestDiffSaysWhatChanged(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		make func(d *directory.Directory)
		want []string
	}{
		{"nothing", func(*directory.Directory) {}, nil},
		{
			"an agent's limit and role", func(d *directory.Directory) { d.Agents[1].Limit, d.Agents[1].Role = 5, botflow.RoleAdmin },
			[]string{`agent "leo" changed: limit 3 -> 5; role - -> "admin"`},
		},
		{
			"S8: an agent is disabled", func(d *directory.Directory) { d.Agents[0].Disabled = true },
			[]string{`agent "ana" removed: disabled - -> true`},
		},
		{
			"an agent is back", func(d *directory.Directory) { d.Agents[6].Disabled = false },
			[]string{`agent "gone" added: disabled true -> -`},
		},
		{
			"a new agent", func(d *directory.Directory) { d.Agents = append(d.Agents, directory.Agent{ID: "luz", Limit: 2}) },
			[]string{`agent "luz" added: limit - -> 2`},
		},
		{
			"agents in another order", func(d *directory.Directory) { d.Agents[1], d.Agents[2] = d.Agents[2], d.Agents[1] },
			[]string{`inbox "General" changed: members ["leo","eva"] -> ["eva","leo"]`},
		},
		{
			"a policy", func(d *directory.Directory) { d.Inboxes[2].Policy.Limit = 4; d.Inboxes[2].Policy.Excluded = nil },
			[]string{`inbox "Soporte" changed: policy.excluded ["leo"] -> -; policy.limit 10 -> 4`},
		},
		{
			"members in another order", func(d *directory.Directory) { d.Inboxes[2].Members = []botflow.AgentID{"leo", "eva", "sol"} },
			[]string{`inbox "Soporte" changed: members ["eva","leo","sol"] -> ["leo","eva","sol"]`},
		},
		{
			"General's settings go", func(d *directory.Directory) { d.Inboxes = d.Inboxes[1:] },
			[]string{`inbox "General" changed: hours {"zone":"America/Bogota","week":{"Mon-Fri":["09:00-18:00"]}} -> -; priority "humans" -> -`},
		},
		{
			"a new inbox", func(d *directory.Directory) { d.Inboxes = append(d.Inboxes, directory.Inbox{ID: "Quejas", Name: "Q"}) },
			[]string{`inbox "Quejas" added: name - -> "Q"; policy.eligible - -> "online"; policy.enabled - -> false; policy.limit - -> 0`},
		},
		{
			"an address leads elsewhere", func(d *directory.Directory) { d.Deleted[0].Into = "Ventas" },
			[]string{`inbox "Cobros" changed: into "Soporte" -> "Ventas"`},
		},
		{"an address of an inbox that never was", func(d *directory.Directory) {
			d.Deleted = append(d.Deleted, directory.Deleted{Inbox: "Fax", Into: "Ventas"})
		}, []string{`inbox "Fax" removed into "Ventas"`}},
		{
			"a channel", func(d *directory.Directory) {
				d.Channels[0].Window, d.Channels[0].OnWindowEnd = time.Hour, botflow.WindowCloses
			},
			[]string{`channel "whatsapp" changed: onWindowEnd - -> "closes"; window - -> 3600000000000`},
		},
		{
			"an assistant", func(d *directory.Directory) { d.Assistants[2].State = directory.Draft },
			[]string{`assistant "old" changed: state "inactive" -> "draft"`},
		},
		{
			"tags", func(d *directory.Directory) { d.Tags = []botflow.Tag{"spam", "reclamo"} },
			[]string{`tag "spam" added`, `tag "vip" removed`},
		},
		{
			"options", func(d *directory.Directory) { d.Options.Permissions.Options = []inbox.Option{inbox.TakeOver} },
			[]string{`options changed: permissions {} -> {"options":["TakeOver"]}`},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			d := shop()
			tc.make(&d)
			var lines []string
			for _, c := range directory.Diff(shop(), d) {
				lines = append(lines, c.String())
			}
			require.Equal(t, tc.want, lines)
			require.Equal(t, tc.want == nil, shop().Equal(d))
		})
	}
}

func TestS8_DiffSaysWhereADeletedInboxGoes(t *testing.T) {
	t.Parallel()
	wanted := shop()
	wanted.Inboxes = wanted.Inboxes[:2:2]
	wanted.Deleted = []directory.Deleted{{Inbox: "Soporte", Into: "Ventas"}}
	changes := directory.Diff(shop(), directory.Normalize(shop(), wanted))
	at := slices.IndexFunc(changes, func(c directory.Change) bool { return c.ID == "Soporte" })
	require.Equal(t, directory.OfInbox, changes[at].Kind)
	require.Equal(t, directory.Removed, changes[at].Act)
	require.Equal(t, botflow.InboxID("Ventas"), changes[at].Into)
	require.Contains(t, fmt.Sprint(changes), `inbox "Cobros" changed: into "Soporte" -> "Ventas"`)
}

func TestDiffIgnoresWhatSaysNothing(t *testing.T) {
	t.Parallel()
	d := shop()
	slices.Reverse(d.Inboxes)
	slices.Reverse(d.Channels)
	slices.Reverse(d.Assistants)
	slices.Reverse(d.Tags)
	slices.Reverse(d.Deleted)
	d.Agents = append([]directory.Agent{d.Agents[6]}, d.Agents[:6]...) // a disabled one
	d.Inboxes[2].Hours.Exceptions = []schedule.Exception{}             // of General
	require.True(t, shop().Equal(d))
	require.True(t, directory.Directory{}.Equal(directory.Directory{Inboxes: []directory.Inbox{{ID: botflow.General}}}))

	until := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	a, b := shop(), shop()
	a.Inboxes[0].Hours.Override = &schedule.Override{State: schedule.Closed, Until: until}
	b.Inboxes[0].Hours.Override = &schedule.Override{State: schedule.Closed, Until: until.In(time.FixedZone("", -5*3600))}
	require.True(t, a.Equal(b), "one instant, told in two zones")
}

func TestE1_EveryChangeHasAnEvent(t *testing.T) {
	t.Parallel()
	for kind, event := range map[directory.Kind]botflow.EventType{
		directory.OfAgent: botflow.AgentChanged, directory.OfInbox: botflow.InboxChanged, directory.OfChannel: botflow.ChannelChanged,
		directory.OfAssistant: botflow.AssistantChanged, directory.OfTag: botflow.CatalogueChanged, directory.OfOptions: botflow.OptionsChanged,
	} {
		c := directory.Change{Kind: kind}
		require.Equal(t, event, c.Event())
	}
	require.Empty(t, (&directory.Change{}).Event())

	d := shop()
	d.Agents[1].Limit = 5
	changes := directory.Diff(shop(), d)
	require.JSONEq(t, `{"kind":"agent","act":"changed","id":"leo","fields":[{"name":"limit","before":3,"after":5}]}`, changes[0].Setting())
	var read directory.Change
	require.NoError(t, json.Unmarshal([]byte(changes[0].Setting()), &read))
	require.Equal(t, changes[0], read)
}

func TestDiffFindsWhatDiffersAndNothingElse(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := drawDirectory(t)
		require.Empty(t, directory.Diff(a, a))
		require.Empty(t, directory.Diff(a, a.Clone()))

		b := directory.Normalize(a, drawNext(t, a))
		changes := directory.Diff(a, b)
		require.Equal(t, changes, directory.Diff(a, b), "stable")
		require.Equal(t, len(changes) == 0, a.Equal(b))
		require.Equal(t, len(changes) == 0, b.Equal(a))
		seen := map[string]bool{}
		for _, c := range changes {
			key := string(c.Kind) + "/" + c.ID
			require.False(t, seen[key], "one change for each thing: %s", c)
			seen[key] = true
			require.Contains(t, botflow.EventTypes(), c.Event())
			require.True(t, c.Act != directory.Changed || len(c.Fields) > 0, c)
		}
		for _, ag := range a.Agents {
			at := slices.IndexFunc(b.Agents, func(x directory.Agent) bool { return x.ID == ag.ID })
			require.Equal(t, b.Agents[at] != ag, seen["agent/"+string(ag.ID)])
			require.Equal(t, b.Agents[at].Disabled && !ag.Disabled, slices.ContainsFunc(changes, func(c directory.Change) bool {
				return c.Kind == directory.OfAgent && c.ID == string(ag.ID) && c.Act == directory.Removed
			}))
		}
		for _, in := range a.Inboxes {
			gone := slices.ContainsFunc(changes, func(c directory.Change) bool {
				return c.ID == string(in.ID) && c.Act == directory.Removed && c.Into != ""
			})
			stays := slices.ContainsFunc(b.Inboxes, func(x directory.Inbox) bool { return x.ID == in.ID })
			require.Equal(t, !stays && in.ID != botflow.General, gone)
		}
	})
}

func TestJSONKeepsEverything(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := drawNext(t, drawDirectory(t))
		text, err := json.Marshal(d)
		require.NoError(t, err)
		var read directory.Directory
		require.NoError(t, json.Unmarshal(text, &read))
		require.True(t, d.Equal(read), "%v", directory.Diff(d, read))
		again, err := json.Marshal(read)
		require.NoError(t, err)
		require.Equal(t, string(text), string(again))
		require.Equal(t, d.Validate("own") == nil, read.Validate("own") == nil)
	})
}

func TestJSONWritesEnumsAsWords(t *testing.T) {
	t.Parallel()
	d := directory.Directory{
		Agents: []directory.Agent{{ID: "ana", Role: botflow.RoleAdmin}},
		Inboxes: []directory.Inbox{{
			ID: "Ventas", Policy: routing.Policy{Eligible: routing.Everybody}, Priority: routing.HumansFirst,
		}},
		Channels: []directory.Channel{{
			ID: "web", OnWindowEnd: botflow.WindowCloses, AutoCloseFrom: botflow.FromLastInteraction, BotIdleAction: botflow.IdleCloses,
		}},
		Assistants: []directory.Assistant{{ID: "ada", State: directory.Active}},
	}
	text, err := json.Marshal(d)
	require.NoError(t, err)
	require.JSONEq(t, `{
		"agents": [{"id": "ana", "role": "admin"}],
		"inboxes": [{"id": "Ventas", "policy": {"enabled": false, "eligible": "all", "limit": 0}, "priority": "humans"}],
		"channels": [{"id": "web", "onWindowEnd": "closes", "autoCloseFrom": "last interaction", "botIdleAction": "closes"}],
		"assistants": [{"id": "ada", "state": "active"}],
		"options": {"rampIn": {"limit": 0, "period": 0}, "permissions": {}}
	}`, string(text))
	for _, wrong := range []string{
		`{"agents":[{"id":"a","role":"boss"}]}`, `{"channels":[{"id":"w","onWindowEnd":"stays"}]}`, `{"channels":[{"id":"w","autoCloseFrom":"now"}]}`,
		`{"channels":[{"id":"w","botIdleAction":"waits"}]}`, `{"assistants":[{"id":"a","state":"on"}]}`,
	} {
		require.Error(t, json.Unmarshal([]byte(wrong), &directory.Directory{}), wrong)
	}
}

func TestCloneSharesNothing(t *testing.T) {
	t.Parallel()
	d := shop()
	d.Inboxes[0].Hours.Exceptions = []schedule.Exception{{Date: "2026-12-25", Open: []string{"10:00-12:00"}}}
	d.Inboxes[0].Hours.Holidays = []schedule.Exception{{Date: "2026-12-26", Open: []string{"10:00-12:00"}}}
	d.Inboxes[0].Hours.Override = &schedule.Override{State: schedule.Open, Until: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	d.Options.Permissions = inbox.Permissions{Options: []inbox.Option{inbox.TakeOver}, Edits: []inbox.Edit{{}}}
	c, before := d.Clone(), d.Clone()
	c.Agents[0].ID, c.Tags[0], c.Deleted[0].Into, c.Channels[0].ID = "x", "x", "x", "x"
	c.Inboxes[1].Members[0], c.Inboxes[2].Policy.Excluded[0], c.Inboxes[0].ID = "x", "x", "x"
	h := c.Inboxes[0].Hours
	h.Zone, h.Week["Mon-Fri"][0], h.Exceptions[0].Open[0], h.Holidays[0].Open[0], h.Override.State = "x", "x", "x", "x", "x"
	c.Assistants[1].Channels[0], c.Assistants[1].Hours.Zone = "x", "x"
	c.Options.Permissions.Options[0], c.Options.Permissions.Edits[0].Grant = "x", 1
	require.Equal(t, before, d)
}
