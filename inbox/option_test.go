package inbox_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
)

// grid writes down the rights of the whole cast in every scene, one line each.
func grid(m *inbox.Matrix) map[string]inbox.Rights {
	all := map[string]inbox.Rights{}
	for place, c := range scenes() {
		for name, a := range cast() {
			all[place+" "+name] = inbox.RightsOn(m, a, c)
		}
	}
	return all
}

// changes lists what an option's matrix gives and takes, in a fixed order.
func changes(options ...inbox.Option) []string {
	before := inbox.Default()
	permissions := inbox.Permissions{Options: options}
	after := permissions.Matrix()
	was, is := grid(&before), grid(&after)
	var all []string
	for at := range was {
		if gained := is[at] &^ was[at]; gained != 0 {
			all = append(all, at+" + "+gained.String())
		}
		switch lost := was[at] &^ is[at]; {
		case lost == 0:
		case is[at] == 0:
			all = append(all, at+" hidden")
		default:
			all = append(all, at+" - "+lost.String())
		}
	}
	slices.Sort(all)
	return all
}

// Each option changes what its line says for the whole cast, and nothing else.
func TestV7_EachOptionIsItsEditsOnly(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name    string
		options []inbox.Option
		want    string
	}{
		{"none", nil, ``},
		{"L52: Intervene", []inbox.Option{inbox.Intervene}, `
			BOT abel + Take|Move|Close
			BOT alba + Take|Move|Close
			BOT samuel + Take|Move|Close
			BOT sara + Take|Move|Close`},
		{"L53: TakeOver", []inbox.Option{inbox.TakeOver}, `
			AGENTE abel + Take
			AGENTE alba + Take
			AGENTE samuel + Take
			AGENTE sara + Take`},
		{"SupervisorsSeeMembersOnly", []inbox.Option{inbox.SupervisorsSeeMembersOnly}, `
			Ventas alba hidden
			Ventas samuel hidden`},
		{"SupervisorsTakeAny", []inbox.Option{inbox.SupervisorsTakeAny}, `
			Ventas alba + Take|Mark
			Ventas samuel + Take|Mark`},
		{"what isn't seen isn't taken", []inbox.Option{inbox.SupervisorsTakeAny, inbox.SupervisorsSeeMembersOnly}, `
			Ventas alba hidden
			Ventas samuel hidden`},
		{"PersonalHiddenFromSupervisors", []inbox.Option{inbox.PersonalHiddenFromSupervisors}, `
			Personal abel hidden
			Personal alba hidden
			Personal samuel hidden
			Personal sara hidden`},
		{"TakenHiddenFromSupervisors", []inbox.Option{inbox.TakenHiddenFromSupervisors, inbox.TakeOver}, `
			AGENTE abel hidden
			AGENTE alba hidden
			AGENTE samuel hidden
			AGENTE sara hidden`},
		{"TakenVisibleTo=InboxMembers", []inbox.Option{inbox.TakenVisibleToInboxMembers}, `
			AGENTE berta + See|Note|Attributes|Affinity`},
		{"ClosedVisibleTo=InboxMembers", []inbox.Option{inbox.ClosedVisibleToInboxMembers}, `
			Closed carlos hidden`},
		{"RestrictByGroup", []inbox.Option{inbox.RestrictByGroup}, `
			Closed carlos hidden
			EXPIRADO carlos hidden`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var want []string
			for line := range strings.Lines(strings.TrimSpace(tc.want)) {
				want = append(want, strings.TrimSpace(line))
			}
			require.Equal(t, want, changes(tc.options...))
		})
	}
}

// An agent outside a chat's group keeps what they own, waiting in their Personal inbox included, but not what they owned.
func TestV7_RestrictByGroupSparesTheOwner(t *testing.T) {
	t.Parallel()
	permissions := inbox.Permissions{Options: []inbox.Option{inbox.RestrictByGroup}}
	m := permissions.Matrix()
	carlos := cast()["carlos"]
	for _, tc := range []struct {
		name  string
		place botflow.Place
		from  botflow.InboxID
		want  bool
	}{
		{"owned", ownedBy("carlos"), ventas, true},
		{"in his Personal inbox", waiting(botflow.Personal("carlos")), ventas, true},
		{"closed, once his", waiting(botflow.Closed), ventas, false},
		{"expired, once his", expired(), ventas, false},
		{"expired, of his group", expired(), soporte, true},
		{"expired, of General", expired(), botflow.General, true},
		{"expired, never in an inbox", expired(), "", true},
		{"in BOT, once in Ventas", inBot(), ventas, true},
		{"in General", waiting(botflow.General), botflow.General, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := chat(tc.place)
			c.TakenFrom, c.LastOwner = tc.from, "carlos"
			require.Equal(t, tc.want, inbox.Can(&m, carlos, c, inbox.See))
		})
	}
}

// Only members of TakenFrom see closed chats: who closed one from outside doesn't.
func TestV7_ClosedVisibleToInboxMembersHoldsForTheLastOwner(t *testing.T) {
	t.Parallel()
	permissions := inbox.Permissions{Options: []inbox.Option{inbox.ClosedVisibleToInboxMembers}}
	m := permissions.Matrix()
	c := scenes()["Closed"]
	c.LastOwner = "carlos"
	require.False(t, inbox.Can(&m, cast()["carlos"], c, inbox.See))
	require.True(t, inbox.Can(&m, cast()["berta"], c, inbox.See))
	c.TakenFrom = botflow.General
	require.True(t, inbox.Can(&m, cast()["carlos"], c, inbox.See))
}

// A deleted inbox stands in the asker's list beside the one that took its place.
func TestS8_AForwardedInboxKeepsItsMembers(t *testing.T) {
	t.Parallel()
	permissions := inbox.Permissions{Options: []inbox.Option{inbox.RestrictByGroup}}
	m := permissions.Matrix()
	c := scenes()["Closed"]
	c.TakenFrom = "Antigua"
	require.False(t, inbox.Can(&m, person("carlos", botflow.RoleAgent, soporte), c, inbox.See))
	require.True(t, inbox.Can(&m, person("carlos", botflow.RoleAgent, soporte, "Antigua"), c, inbox.See))
}

func TestV7_FreeEditsComeAfterOptions(t *testing.T) {
	t.Parallel()
	p := inbox.Permissions{
		Options: []inbox.Option{inbox.TakeOver},
		Edits: []inbox.Edit{
			{Row: inbox.RowOwned, As: inbox.SupervisorMember, Revoke: inbox.Take},
			{Row: inbox.RowExpired, As: inbox.AgentMember, Grant: inbox.Tag},
		},
	}
	require.NoError(t, p.Validate())
	m := p.Matrix()
	people, places := cast(), scenes()
	require.False(t, inbox.Can(&m, people["sara"], places["AGENTE"], inbox.Take))
	require.True(t, inbox.Can(&m, people["samuel"], places["AGENTE"], inbox.Take))
	require.True(t, inbox.Can(&m, people["berta"], places["EXPIRADO"], inbox.Tag))
	require.False(t, inbox.Can(&m, people["carlos"], places["EXPIRADO"], inbox.Tag))
}

func TestV7_TheDefaultIsTheZeroValueAndOptionsAreEdits(t *testing.T) {
	t.Parallel()
	var none inbox.Permissions
	require.Equal(t, inbox.Default(), none.Matrix())
	require.NoError(t, none.Validate())
	require.Len(t, inbox.Options(), 9)
	for _, o := range inbox.Options() {
		named, spelled := inbox.Permissions{Options: []inbox.Option{o}}, inbox.Permissions{Edits: o.Edits()}
		require.NoError(t, named.Validate())
		require.NoError(t, spelled.Validate())
		require.Equal(t, named.Matrix(), spelled.Matrix(), o)
		require.NotEqual(t, inbox.Default(), named.Matrix(), o)
	}
	require.Empty(t, inbox.Option("Nonsense").Edits())
}

func TestV7_PermissionsThatMeanNothingAreRefused(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		p    inbox.Permissions
		want string
	}{
		{"unknown option", inbox.Permissions{Options: []inbox.Option{"Nonsense"}}, "permissions.options[0] is no option"},
		{"repeated option", inbox.Permissions{Options: []inbox.Option{inbox.TakeOver, inbox.TakeOver}}, "permissions.options[1] names"},
		{"no column", edit(inbox.RowBot, inbox.Nobody, inbox.See, 0), "unknown column"},
		{"column out of range", edit(inbox.RowBot, 99, inbox.See, 0), "unknown column"},
		{"row out of range", edit(99, inbox.AgentMember, inbox.See, 0), "unknown row"},
		{"the system's", edit(inbox.RowBot, inbox.System, 0, inbox.See), "host's own code"},
		{"unknown right", edit(inbox.RowBot, inbox.AgentMember, 1<<30, 0), "unknown right"},
		{"nothing", edit(inbox.RowBot, inbox.AgentMember, 0, 0), "neither"},
		{"both", edit(inbox.RowBot, inbox.AgentMember, inbox.Take|inbox.See, inbox.See), "same right: See"},
		{"an owner of what waits", edit(inbox.RowInbox, inbox.AgentOwner, inbox.Take, 0), "nobody is ever in"},
		{"a bot outside BOT", edit(inbox.RowOwned, inbox.BotInCharge, inbox.Send, 0), "nobody is ever in"},
		{"L45: sending by others", edit(inbox.RowOwned, inbox.SupervisorMember, inbox.Send, 0), "can't be granted in row Owned, column SupervisorMember: Send"},
		{"L56: templates by others", edit(inbox.RowInbox, inbox.AgentMember, inbox.Template, 0), "can't be granted"},
		{"the channel's", edit(inbox.RowBot, inbox.AdminMember, inbox.Relay, 0), "can't be granted"},
		{"seeing what has not begun", edit(inbox.RowNew, inbox.AdminMember, inbox.See, 0), "can't be granted"},
		{"a bot that takes", edit(inbox.RowBot, inbox.BotInCharge, inbox.Take, 0), "can't be granted"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			err := tc.p.Validate()
			require.ErrorIs(t, err, botflow.ErrInvalid)
			require.ErrorContains(t, err, tc.want)
			for _, e := range tc.p.Edits {
				require.ErrorIs(t, e.Validate(), botflow.ErrInvalid)
			}
		})
	}
}

func edit(row inbox.Row, as inbox.Relation, grant, revoke inbox.Rights) inbox.Permissions {
	return inbox.Permissions{Edits: []inbox.Edit{{Row: row, As: as, Grant: grant, Revoke: revoke}}}
}

func TestV7_PermissionsReadAndWriteAsText(t *testing.T) {
	t.Parallel()
	const text = `{"options":["TakeOver","TakenVisibleTo=InboxMembers"],"edits":[{"row":"Owned","as":"AgentMember","grant":["Note","Tag"],"revoke":["Affinity"]}]}`
	var p inbox.Permissions
	require.NoError(t, json.Unmarshal([]byte(text), &p))
	require.NoError(t, p.Validate())
	require.Equal(t, inbox.Edit{Row: inbox.RowOwned, As: inbox.AgentMember, Grant: inbox.Note | inbox.Tag, Revoke: inbox.Affinity}, p.Edits[0])
	again, err := json.Marshal(p)
	require.NoError(t, err)
	require.JSONEq(t, text, string(again))
	for _, wrong := range []string{
		`{"edits":[{"row":"Nowhere"}]}`, `{"edits":[{"as":"Neighbour"}]}`, `{"edits":[{"grant":["Fly"]}]}`, `{"edits":[{"grant":7}]}`,
	} {
		require.ErrorIs(t, json.Unmarshal([]byte(wrong), &p), botflow.ErrInvalid, wrong)
	}
}

func TestV7_EveryNameReadsBack(t *testing.T) {
	t.Parallel()
	for _, r := range inbox.Rows() {
		var back inbox.Row
		require.NoError(t, back.UnmarshalText([]byte(r.String())))
		require.Equal(t, r, back)
	}
	for _, r := range inbox.Relations() {
		var back inbox.Relation
		require.NoError(t, back.UnmarshalText([]byte(r.String())))
		require.Equal(t, r, back)
	}
	for _, v := range inbox.Views() {
		var back inbox.View
		text, err := v.MarshalText()
		require.NoError(t, err)
		require.NoError(t, back.UnmarshalText(text))
		require.Equal(t, v, back)
	}
	var v inbox.View
	require.ErrorIs(t, v.UnmarshalText([]byte("Everything")), botflow.ErrInvalid)
	require.Equal(t, "row? relation? view? area? -", strings.Join([]string{
		inbox.Row(99).String(), inbox.Relation(99).String(), inbox.View(99).String(), inbox.Area(99).String(), inbox.Rights(0).String(),
	}, " "))
	for bit := inbox.See; bit <= inbox.Relay; bit <<= 1 {
		require.Len(t, bit.Names(), 1)
		text, err := json.Marshal(bit)
		require.NoError(t, err)
		var back inbox.Rights
		require.NoError(t, json.Unmarshal(text, &back))
		require.Equal(t, bit, back)
	}
}
