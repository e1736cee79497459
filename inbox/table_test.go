package inbox_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
)

// table is the visibility table with every option off, written by hand: what becomes of take, send, move, close and hand-off.
// A chat that isn't found isn't seen. What is dashed in the table (closing a closed chat) passes here: its state refuses it.
const table = `
place    asker   take           send           move           close          handoff
BOT      ana     not-allowed    not-owner      not-allowed    not-allowed    not-allowed
BOT      carlos  not-allowed    not-owner      not-allowed    not-allowed    not-allowed
BOT      sara    not-allowed    not-owner      not-allowed    not-allowed    not-allowed
BOT      samuel  not-allowed    not-owner      not-allowed    not-allowed    not-allowed
BOT      abel    not-allowed    not-owner      not-allowed    not-allowed    not-allowed
BOT      flow    not-allowed    yes            not-allowed    yes            yes
BOT      other   not-in-charge  not-in-charge  not-in-charge  not-in-charge  not-in-charge
BOT      system  yes            yes            yes            yes            yes
General  ana     yes            not-owner      not-allowed    not-allowed    not-allowed
General  carlos  yes            not-owner      not-allowed    not-allowed    not-allowed
General  sara    yes            not-owner      yes            yes            not-allowed
General  samuel  yes            not-owner      yes            yes            not-allowed
General  alba    yes            not-owner      yes            yes            not-allowed
General  flow    not-in-charge  not-in-charge  not-in-charge  not-in-charge  not-in-charge
General  system  yes            yes            yes            yes            yes
Ventas   ana     yes            not-owner      not-allowed    not-allowed    not-allowed
Ventas   berta   yes            not-owner      not-allowed    not-allowed    not-allowed
Ventas   carlos  not-found      not-found      not-found      not-found      not-found
Ventas   sara    yes            not-owner      yes            yes            not-allowed
Ventas   samuel  not-allowed    not-owner      yes            yes            not-allowed
Ventas   abel    yes            not-owner      yes            yes            not-allowed
Ventas   alba    not-allowed    not-owner      yes            yes            not-allowed
Ventas   flow    not-in-charge  not-in-charge  not-in-charge  not-in-charge  not-in-charge
Personal ana     yes            not-owner      yes            not-allowed    not-allowed
Personal berta   not-found      not-found      not-found      not-found      not-found
Personal carlos  not-found      not-found      not-found      not-found      not-found
Personal sara    not-allowed    not-owner      yes            not-allowed    not-allowed
Personal samuel  not-allowed    not-owner      yes            not-allowed    not-allowed
Personal alba    not-allowed    not-owner      yes            not-allowed    not-allowed
AGENTE   ana     same-place     yes            yes            yes            not-allowed
AGENTE   berta   not-found      not-found      not-found      not-found      not-found
AGENTE   carlos  not-found      not-found      not-found      not-found      not-found
AGENTE   sara    already-taken  not-owner      yes            yes            not-allowed
AGENTE   samuel  already-taken  not-owner      yes            yes            not-allowed
AGENTE   alba    already-taken  not-owner      yes            yes            not-allowed
AGENTE   flow    not-in-charge  not-in-charge  not-in-charge  not-in-charge  not-in-charge
AGENTE   system  yes            yes            yes            yes            yes
EXPIRADO ana     not-allowed    not-owner      not-allowed    not-allowed    not-allowed
EXPIRADO carlos  not-allowed    not-owner      not-allowed    not-allowed    not-allowed
EXPIRADO sara    not-allowed    not-owner      not-allowed    yes            not-allowed
EXPIRADO alba    not-allowed    not-owner      not-allowed    yes            not-allowed
Closed   ana     yes            not-owner      not-allowed    yes            not-allowed
Closed   carlos  yes            not-owner      not-allowed    yes            not-allowed
Closed   sara    yes            not-owner      yes            yes            not-allowed
Closed   alba    yes            not-owner      yes            yes            not-allowed
Closed   flow    not-in-charge  not-in-charge  not-in-charge  not-in-charge  not-in-charge
`

func acts() map[string]botflow.Command {
	return map[string]botflow.Command{
		"take": botflow.Take{}, "send": botflow.Reply{}, "move": botflow.Move{Inbox: soporte}, "close": botflow.Close{}, "handoff": botflow.HandOff{},
		"assign": botflow.Assign{Agent: "zoe"}, "return": botflow.Return{}, "transfer": botflow.Transfer{Agent: "zoe"},
	}
}

func TestV7_TheTableOfWhoMayDoWhat(t *testing.T) {
	t.Parallel()
	m := inbox.Default()
	places, people, commands := scenes(), cast(), acts()
	lines := strings.Split(strings.TrimSpace(table), "\n")
	heads := strings.Fields(lines[0])
	for _, line := range lines[1:] {
		cells := strings.Fields(line)
		require.Len(t, cells, len(heads), line)
		c, a := places[cells[0]], people[cells[1]]
		seen := cells[2] != "not-found" && cells[2] != "not-in-charge"
		require.Equal(t, seen, inbox.Can(&m, a, c, inbox.See), line)
		for i, act := range heads[2:] {
			err := inbox.Authorize(&m, a, c, botflow.Contact{}, commands[act], now)
			require.Equal(t, cells[2+i], strings.ReplaceAll(verdict(err), " ", "-"), "%s: %s", line, act)
		}
	}
}

// Assigning, returning and transferring count as moving, in every place and for everybody; assigning is also a claim of
// an owned chat (L44).
func TestV7_AssigningReturningAndTransferringCountAsMoving(t *testing.T) {
	t.Parallel()
	m := inbox.Default()
	commands := acts()
	for place, c := range scenes() {
		for name, a := range cast() {
			move := verdict(inbox.Authorize(&m, a, c, botflow.Contact{}, commands["move"], now))
			for _, act := range []string{"return", "transfer", "assign"} {
				if act == "assign" && place == "AGENTE" {
					continue
				}
				require.Equal(t, move, verdict(inbox.Authorize(&m, a, c, botflow.Contact{}, commands[act], now)), "%s %s %s", place, name, act)
			}
		}
	}
}

// The rest of the rules' acts: who may write, mark and label, where. People stand for their role and standing; "-" is nobody.
func TestV_WhoMayLabel(t *testing.T) {
	t.Parallel()
	everybody := "abel alba ana berta carlos samuel sara"
	managers := "abel alba samuel sara"
	for _, tc := range []struct {
		name    string
		cmd     botflow.Command
		allowed map[string]string
	}{
		{"V1: notes by any agent who sees it", botflow.AddNote{Text: "x"}, map[string]string{
			"BOT": everybody, "General": everybody, "Ventas": "abel alba ana berta samuel sara", "Personal": managers + " ana",
			"AGENTE": managers + " ana", "EXPIRADO": everybody, "Closed": everybody,
		}},
		{"V2: tags by the owner, supervisors, admins and the bot in charge", botflow.AddTag{Tag: "vip"}, map[string]string{
			"BOT": managers + " flow", "General": managers, "Ventas": managers, "Personal": managers,
			"AGENTE": managers + " ana", "EXPIRADO": managers, "Closed": managers,
		}},
		{"V2: and off again", botflow.RemoveTag{Tag: "vip"}, map[string]string{
			"BOT": managers + " flow", "General": managers, "Ventas": managers, "Personal": managers,
			"AGENTE": managers + " ana", "EXPIRADO": managers, "Closed": managers,
		}},
		{"V3: attributes by any agent who sees it", botflow.SetAttributes{Attributes: map[string]string{"k": "v"}}, map[string]string{
			"BOT": everybody + " flow", "General": everybody, "Ventas": "abel alba ana berta samuel sara", "Personal": managers + " ana",
			"AGENTE": managers + " ana", "EXPIRADO": everybody, "Closed": everybody,
		}},
		{"V4: private by the owner, supervisors and admins", botflow.SetPrivate{Private: true}, map[string]string{
			"BOT": managers, "General": managers, "Ventas": managers, "Personal": managers,
			"AGENTE": managers + " ana", "EXPIRADO": managers, "Closed": managers,
		}},
		{"V8: read by the owner in AGENTE, by who may take in BANDEJA", botflow.MarkRead{}, map[string]string{
			"General": everybody, "Ventas": "abel ana berta sara", "Personal": "ana", "AGENTE": "ana", "Closed": everybody,
		}},
		{"V8: and unread", botflow.MarkUnread{}, map[string]string{
			"General": everybody, "Ventas": "abel ana berta sara", "Personal": "ana", "AGENTE": "ana", "Closed": everybody,
		}},
		{"A5: priority by supervisors and admins", botflow.SetPriority{Priority: 1}, map[string]string{
			"BOT": managers, "General": managers, "Ventas": managers, "Personal": managers, "AGENTE": managers, "EXPIRADO": managers, "Closed": managers,
		}},
		{"E4: forgetting by admins", botflow.Forget{}, map[string]string{
			"BOT": "abel alba", "General": "abel alba", "Ventas": "abel alba", "Personal": "abel alba", "AGENTE": "abel alba",
			"EXPIRADO": "abel alba", "Closed": "abel alba",
		}},
		{"L31: templates by any agent in EXPIRADO, L56: by the owner in AGENTE", botflow.SendTemplate{}, map[string]string{
			"AGENTE": "ana", "EXPIRADO": everybody,
		}},
		{"the contact's message by the system alone", botflow.Receive{Message: "1"}, nil},
		{"L58: leaving by the system alone", botflow.Leave{}, nil},
		{"L32: failures by the system alone", botflow.ReportFailure{}, nil},
		{"L34: campaigns by the system alone", botflow.SendCampaign{}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			m := inbox.Default()
			people := cast()
			for place, c := range scenes() {
				var got []string
				for _, name := range slices.Sorted(maps.Keys(people)) {
					if inbox.Authorize(&m, people[name], c, botflow.Contact{}, tc.cmd, now) == nil {
						got = append(got, name)
					}
				}
				want := append(strings.Fields(tc.allowed[place]), "system")
				slices.Sort(want)
				require.Equal(t, want, got, place)
			}
		})
	}
}

// What only the engine gives is nobody's, the system's neither.
func TestV7_InternalCommandsAreNobodys(t *testing.T) {
	t.Parallel()
	m := inbox.Default()
	agents := botflow.AgentCommands()
	for i, cmd := range slices.Concat(agents, botflow.Commands()) {
		if i >= len(agents) && !botflow.Internal(cmd) {
			continue
		}
		for place, c := range scenes() {
			for name, a := range cast() {
				require.Error(t, inbox.Authorize(&m, a, c, botflow.Contact{}, cmd, now), "%s %s %s", place, name, cmd.Name())
			}
		}
	}
}
