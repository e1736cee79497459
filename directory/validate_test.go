package directory_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/schedule"
)

func TestValidateAcceptsWhatIsFine(t *testing.T) {
	t.Parallel()
	require.NoError(t, directory.Directory{}.Validate(), "the zero value is an account")
	require.NoError(t, shop().Validate())
}

// contradiction changes a fine directory so that exactly the fields of want are wrong.
type contradiction struct {
	name string
	make func(d *directory.Directory)
	want []string
}

func runContradictions(t *testing.T, table []contradiction) {
	t.Helper()
	for _, tc := range table {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			d := shop()
			tc.make(&d)
			err := d.Validate()
			require.ErrorIs(t, err, botflow.ErrInvalid)
			require.Equal(t, botflow.CodeInvalid, botflow.CodeOf(err))
			var fields []string
			for _, p := range directory.Problems(err) {
				fields = append(fields, p.Field)
				require.Contains(t, p.Reason, ": ", "what is wrong, then the cure: %s", p)
			}
			require.Equal(t, tc.want, fields, err.Error())
		})
	}
}

func TestValidateNamesWhatIsWrongWithPeople(t *testing.T) {
	t.Parallel()
	longest := strings.Repeat("x", botflow.MaxID-len(botflow.Personal("")))
	runContradictions(t, []contradiction{
		{"no id", func(d *directory.Directory) { d.Agents[0].ID = "" }, []string{"agents[0].id", "inboxes[1].members[1]"}},
		{"id not UTF-8", func(d *directory.Directory) { d.Agents[2].ID, d.Inboxes[2].Members[0] = "\xff", "\xff" }, []string{"agents[2].id"}},
		{"id with NUL", func(d *directory.Directory) { d.Agents[5].ID = "a\x00" }, []string{"agents[5].id"}},
		{"id too long for a Personal inbox", func(d *directory.Directory) {
			d.Agents[5].ID = botflow.AgentID(longest + "x")
		}, []string{"agents[5].id"}},
		{"one id twice", func(d *directory.Directory) { d.Agents[5].ID = "ana" }, []string{"agents[5].id"}},
		{"role", func(d *directory.Directory) { d.Agents[0].Role = 9 }, []string{"agents[0].role"}},
		{"negative limit", func(d *directory.Directory) { d.Agents[1].Limit = -1 }, []string{"agents[1].limit"}},
		{"limit beyond reason", func(d *directory.Directory) { d.Agents[1].Limit = directory.MaxCount + 1 }, []string{"agents[1].limit"}},
		{"too many", func(d *directory.Directory) {
			for i := range directory.MaxAgents {
				d.Agents = append(d.Agents, directory.Agent{ID: botflow.AgentID(fmt.Sprint(i))})
			}
		}, []string{"agents"}},
	})
	d := shop()
	d.Agents[5].ID = botflow.AgentID(longest)
	require.NoError(t, d.Validate(), "the longest id that is fine")
}

func TestValidateNamesWhatIsWrongWithInboxes(t *testing.T) {
	t.Parallel()
	runContradictions(t, []contradiction{
		{"no id", func(d *directory.Directory) { d.Inboxes[1].ID, d.Channels[0].Inbox = "", ""; d.Assistants = nil }, []string{"inboxes[1].id"}},
		{"S4: Closed is the library's", func(d *directory.Directory) {
			d.Inboxes = append(d.Inboxes, directory.Inbox{ID: botflow.Closed})
		}, []string{"inboxes[3].id"}},
		{"S4: Personal is the library's", func(d *directory.Directory) {
			d.Inboxes = append(d.Inboxes, directory.Inbox{ID: botflow.Personal("ana")})
		}, []string{"inboxes[3].id"}},
		{"one id twice", func(d *directory.Directory) {
			d.Inboxes = append(d.Inboxes, directory.Inbox{ID: "Ventas"})
		}, []string{"inboxes[3].id"}},
		{"S4: General with members", func(d *directory.Directory) { d.Inboxes[0].Members = []botflow.AgentID{"ana"} }, []string{"inboxes[0].members"}},
		{"name too long", func(d *directory.Directory) {
			d.Inboxes[1].Name = strings.Repeat("x", directory.MaxName+1)
		}, []string{"inboxes[1].name"}},
		{"unknown member", func(d *directory.Directory) { d.Inboxes[1].Members[1] = "nobody" }, []string{"inboxes[1].members[1]"}},
		{"member twice", func(d *directory.Directory) { d.Inboxes[1].Members[1] = "leo" }, []string{"inboxes[1].members[1]"}},
		{"unknown excluded", func(d *directory.Directory) {
			d.Inboxes[2].Policy.Excluded = []botflow.AgentID{"leo", "nobody"}
		}, []string{"inboxes[2].policy.excluded[1]"}},
		{"eligible", func(d *directory.Directory) { d.Inboxes[2].Policy.Eligible = 7 }, []string{"inboxes[2].policy.eligible"}},
		{"negative limit", func(d *directory.Directory) { d.Inboxes[2].Policy.Limit = -1 }, []string{"inboxes[2].policy.limit"}},
		{"negative rotations", func(d *directory.Directory) { d.Inboxes[2].Policy.MaxRotations = -1 }, []string{"inboxes[2].policy.maxRotations"}},
		{"answer clock over ten years", func(d *directory.Directory) {
			d.Inboxes[2].Policy.ReassignAfter = directory.MaxDuration + 1
		}, []string{"inboxes[2].policy.reassignAfter"}},
		{"answer clock under a second", func(d *directory.Directory) {
			d.Inboxes[2].Policy.ReassignAfter = time.Millisecond
		}, []string{"inboxes[2].policy.reassignAfter"}},
		{"negative wait", func(d *directory.Directory) { d.Inboxes[2].Policy.AffinityWait = -2 }, []string{"inboxes[2].policy.affinityWait"}},
		{"negative memory", func(d *directory.Directory) { d.Inboxes[2].Policy.ReturnMemory = -time.Hour }, []string{"inboxes[2].policy.returnMemory"}},
		{"unknown strategy", func(d *directory.Directory) { d.Inboxes[2].Policy.Strategy = "best" }, []string{"inboxes[2].policy.strategy"}},
		{"L57: falls back to itself", func(d *directory.Directory) { d.Inboxes[1].Policy.Fallback = "Ventas" }, []string{"inboxes[1].policy.fallback"}},
		{"L57: falls back to nowhere", func(d *directory.Directory) { d.Inboxes[1].Policy.Fallback = "Nada" }, []string{"inboxes[1].policy.fallback"}},
		{"L57: falls back to Closed", func(d *directory.Directory) { d.Inboxes[1].Policy.Fallback = botflow.Closed }, []string{"inboxes[1].policy.fallback"}},
		{"F13: hours without a zone", func(d *directory.Directory) { d.Inboxes[2].Hours = &schedule.Hours{} }, []string{"inboxes[2].hours.zone"}},
		{"F13: hours twice wrong", func(d *directory.Directory) {
			d.Inboxes[2].Hours = &schedule.Hours{Zone: "Mars/Olympus", Week: schedule.Week{"Lun": {"09:00-18:00"}}}
		}, []string{"inboxes[2].hours.zone", "inboxes[2].hours.week.Lun"}},
		{"F1: priority", func(d *directory.Directory) { d.Inboxes[2].Priority = 9 }, []string{"inboxes[2].priority"}},
	})
	d := shop()
	d.Inboxes[2].Policy.Strategy = "best"
	require.NoError(t, d.Validate("worst", "best"), "a host's own strategy (A7)")
	d.Inboxes[0].Policy = routing.Support()
	d.Inboxes[0].Policy.ReturnMemory, d.Channels[0].Window, d.Options.InactiveAfter = botflow.None, botflow.None, botflow.None
	require.NoError(t, d.Validate("best"), "General has a policy as every shared inbox; None is never")
}

func TestValidateNamesWhatIsWrongWithChannelsAndAssistants(t *testing.T) {
	t.Parallel()
	active := func(id botflow.BotID, scope botflow.InboxID, channels ...botflow.ChannelID) directory.Assistant {
		return directory.Assistant{ID: id, Scope: scope, State: directory.Active, Channels: channels}
	}
	add := func(a ...directory.Assistant) func(d *directory.Directory) {
		return func(d *directory.Directory) { d.Assistants = append(d.Assistants, a...) }
	}
	runContradictions(t, []contradiction{
		{"channel twice", func(d *directory.Directory) { d.Channels[1].ID = "whatsapp"; d.Assistants = nil }, []string{"channels[1].id"}},
		{"channel's inbox", func(d *directory.Directory) { d.Channels[1].Inbox = "Nada" }, []string{"channels[1].inbox"}},
		{"channel into Personal", func(d *directory.Directory) { d.Channels[1].Inbox = botflow.Personal("ana") }, []string{"channels[1].inbox"}},
		{"channel into a deleted inbox", func(d *directory.Directory) { d.Channels[1].Inbox = "Cobros" }, []string{"channels[1].inbox"}},
		{"bot's id", func(d *directory.Directory) { d.Channels[0].Bot = "\xff" }, []string{"channels[0].bot"}},
		{"L42: negative window", func(d *directory.Directory) { d.Channels[0].Window = -time.Second }, []string{"channels[0].window"}},
		{"L42: too long a close", func(d *directory.Directory) { d.Channels[0].AutoClose = 20 * directory.MaxDuration }, []string{"channels[0].autoClose"}},
		{"L37: too short an idle time", func(d *directory.Directory) { d.Channels[0].BotIdleAfter = 1 }, []string{"channels[0].botIdleAfter"}},
		{"enums", func(d *directory.Directory) {
			d.Channels[0].OnWindowEnd, d.Channels[0].AutoCloseFrom, d.Channels[0].BotIdleAction = 9, 9, 9
		}, []string{"channels[0].onWindowEnd", "channels[0].autoCloseFrom", "channels[0].botIdleAction"}},
		{"assistant twice", add(directory.Assistant{ID: "ada"}), []string{"assistants[3].id"}},
		{"assistant is a flow bot", add(directory.Assistant{ID: "flow"}), []string{"assistants[3].id"}},
		{"assistant's scope", add(active("x", "Nada")), []string{"assistants[3].scope"}},
		{"assistant's channel", add(active("x", "Soporte", "web", "fax")), []string{"assistants[3].channels[1]"}},
		{"assistant's channel twice", add(active("x", "Soporte", "web", "web")), []string{"assistants[3].channels[1]"}},
		{"assistant's hours", add(directory.Assistant{ID: "x", Hours: &schedule.Hours{Zone: "Local"}}), []string{"assistants[3].hours.zone"}},
		{"assistant's state", add(directory.Assistant{ID: "x", State: 9}), []string{"assistants[3].state"}},
		{"two in one scope on all channels", add(active("x", botflow.General)), []string{"assistants[3].channels"}},
		{"two in one scope on one channel", add(active("x", "Ventas", "whatsapp", "web")), []string{"assistants[3].channels"}},
		{"two in one scope, one on all", add(active("x", "Ventas")), []string{"assistants[3].channels"}},
	})
	d := shop()
	add(active("x", "Ventas", "whatsapp"), active("y", "Soporte"))(&d)
	require.NoError(t, d.Validate(), "one for each channel, one for each scope")
}

func TestValidateNamesWhatIsWrongWithTheRest(t *testing.T) {
	t.Parallel()
	gone := func(list ...directory.Deleted) func(d *directory.Directory) {
		return func(d *directory.Directory) { d.Deleted = list }
	}
	runContradictions(t, []contradiction{
		{"V2: tag twice", func(d *directory.Directory) { d.Tags[1] = "vip" }, []string{"tags[1]"}},
		{"V2: empty tag", func(d *directory.Directory) { d.Tags[1] = "" }, []string{"tags[1]"}},
		{"L27: tolerance", func(d *directory.Directory) { d.Options.Tolerance = -5 }, []string{"options.tolerance"}},
		{"P2: inactivity", func(d *directory.Directory) { d.Options.InactiveAfter = time.Nanosecond }, []string{"options.inactiveAfter"}},
		{"P5: negative ramp-in", func(d *directory.Directory) { d.Options.RampIn = routing.RampIn{Limit: -1} }, []string{"options.rampIn.limit"}},
		{"P5: negative period", func(d *directory.Directory) { d.Options.RampIn = routing.RampIn{Period: -1} }, []string{"options.rampIn.period"}},
		{"P5: no period", func(d *directory.Directory) { d.Options.RampIn = routing.RampIn{Limit: 1} }, []string{"options.rampIn.period"}},
		{"P5: no limit", func(d *directory.Directory) { d.Options.RampIn = routing.RampIn{Period: time.Hour} }, []string{"options.rampIn.limit"}},
		{"permissions: unknown option", func(d *directory.Directory) {
			d.Options.Permissions.Options = []inbox.Option{inbox.Intervene, "All"}
		}, []string{"options.permissions.options[1]"}},
		{"permissions: option twice", func(d *directory.Directory) {
			d.Options.Permissions.Options = []inbox.Option{inbox.Intervene, inbox.Intervene}
		}, []string{"options.permissions.options[1]"}},
		{"permissions: edits that mean nothing", func(d *directory.Directory) {
			d.Options.Permissions.Edits = []inbox.Edit{{}, {Row: inbox.RowBot, As: inbox.AgentMember, Grant: inbox.Take}, {As: inbox.System}}
		}, []string{"options.permissions.edits[0]", "options.permissions.edits[2]"}},
		{"S8: deleted and there", gone(directory.Deleted{Inbox: "Ventas", Into: "Soporte"}), []string{"deleted[0].inbox"}},
		{"S8: deleted twice", gone(directory.Deleted{Inbox: "X", Into: "Soporte"}, directory.Deleted{Inbox: "X", Into: "Ventas"}), []string{"deleted[1].inbox"}},
		{"S8: General stays", gone(directory.Deleted{Inbox: botflow.General, Into: "Ventas"}), []string{"deleted[0].inbox"}},
		{"S8: Closed stays", gone(directory.Deleted{Inbox: botflow.Closed, Into: "Ventas"}), []string{"deleted[0].inbox"}},
		{"S8: into nowhere", gone(directory.Deleted{Inbox: "X", Into: "Nada"}), []string{"deleted[0].into"}},
		{"S8: into nothing", gone(directory.Deleted{Inbox: "X"}), []string{"deleted[0].into"}},
		{"S8: into Closed", gone(directory.Deleted{Inbox: "X", Into: botflow.Closed}), []string{"deleted[0].into"}},
		{"S8: into Personal", gone(directory.Deleted{Inbox: "X", Into: botflow.Personal("ana")}), []string{"deleted[0].into"}},
		{"S8: into itself", gone(directory.Deleted{Inbox: "X", Into: "X"}), []string{"deleted[0].into"}},
		{"S8: in a circle", gone(directory.Deleted{Inbox: "X", Into: "Y"}, directory.Deleted{Inbox: "Y", Into: "X"}), []string{"deleted[0].into", "deleted[1].into"}},
	})
	d := shop()
	gone(directory.Deleted{Inbox: "X", Into: "Y"}, directory.Deleted{Inbox: "Y", Into: "Ventas"})(&d)
	require.NoError(t, d.Validate(), "a chain that ends")
}

func TestValidateTellsAllAtOnceInOrder(t *testing.T) {
	t.Parallel()
	d := shop()
	d.Tags[0], d.Agents[0].Limit, d.Inboxes[1].Policy.Limit, d.Channels[0].Window = "", -1, -1, -7
	d.Deleted[0].Into = "Nada"
	err := d.Validate()
	all := directory.Problems(err)
	require.Len(t, all, 5)
	require.True(t, slices.IsSortedFunc(all, func(a, b *directory.Problem) int {
		order := []string{"agents", "inboxes", "channels", "tags", "deleted"}
		part := func(p *directory.Problem) int { return slices.Index(order, p.Field[:strings.IndexAny(p.Field, "[.")]) }
		return part(a) - part(b)
	}), err)
	require.Equal(t, "directory: inboxes[1].policy.limit is negative: write 0 for none, or a number above it", all[1].Error())
	require.Empty(t, directory.Problems(nil))
	require.Empty(t, directory.Problems(errors.New("another")))
}
