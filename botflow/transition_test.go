package botflow_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
)

// legal is section 3 of the rules by hand: which place knows which command. One column for each spot, in order:
// none, flow bot, assistant, waiting, Closed, owned, EXPIRADO.
var legal = map[botflow.CommandName]string{
	"Receive":       "xxxxxxx", // L1-L4, L8, L12, L17, L27, L28
	"HandOff":       ".xx....", // L5-L7
	"Reply":         ".xx..x.", // L16, L55
	"Take":          ".xxxxx.", // L10, L29, L52, L53
	"Assign":        "...xx..", // L14
	"Move":          ".xxxx..", // L13, L52
	"Return":        ".....x.", // L18
	"Transfer":      ".....x.", // L18-L20
	"Close":         ".xxx.xx", // L9, L23, L51, L52
	"SendTemplate":  "x....xx", // L31, L33, L56
	"SendCampaign":  "xxxxxxx", // L34
	"ReportFailure": ".xxxxxx", // L32
	"Leave":         ".xxx.x.", // L58
	"AddNote":       ".xxxxxx", // L36
	"AddTag":        ".xxxxxx",
	"RemoveTag":     ".xxxxxx",
	"MarkRead":      ".xxxxxx",
	"MarkUnread":    ".xxxxxx",
	"SetPrivate":    ".xxxxxx",
	"SetPriority":   ".xxxxxx",
	"SetAttributes": ".xxxxxx",
	"SetAffinity":   ".xxxxxx", // N2
	"Forget":        ".xxxxxx", // E4
	"AutoAssign":    "...x...", // L11
	"NoteNobody":    "...x...", // A12
	"Elapse":        ".xxxxxx", // L15, L21, L22, L24, L30, L32, L37, L42, L57
	"Release":       "...x.x.", // L26, S8
	"Drain":         "...x...", // L54
}

func TestEveryPlaceKnowsItsCommands(t *testing.T) {
	t.Parallel()
	listed := map[botflow.CommandName][]byte{}
	for _, cmd := range botflow.Commands() {
		listed[cmd.Name()] = []byte(strings.Repeat(".", len(botflow.Spots())))
	}
	for _, row := range botflow.Transitions() {
		require.Contains(t, listed, row.Command, "a row of %s asks for no known command", row.Rule)
		require.NotEmpty(t, row.From)
		for _, s := range row.From {
			listed[row.Command][s] = 'x'
		}
	}
	for name, spots := range listed {
		require.Equal(t, legal[name], string(spots), "%s: bring this table, which is written from the rules, into line", name)
	}
	require.Len(t, legal, len(listed))
}

// chats gives conversations in each spot: what a scene gives, and what becomes of it in different ways.
func chats(t *testing.T) map[botflow.Spot][]*scene {
	t.Helper()
	all := map[botflow.Spot][]*scene{}
	for _, s := range []*scene{
		newScene(t), inFlow(t), inAssistant(t), waiting(t), owned(t), shut(t), expired(t), awaiting(t),
		owned(t).do(ana, botflow.Return{}),
		owned(t).do(ana, botflow.Transfer{Inbox: botflow.Personal("Ben")}),
		awaiting(t).do(ana, botflow.Return{}),
		shut(t).after(2 * day).take(ben),
		byTheBot(t), byTime(t), waiting(t).do(sup, botflow.Close{}),
		newScene(t).do(host, botflow.SendCampaign{}),
		waiting(t).do(ana, botflow.AddTag{Tag: "vip"}).do(ana, botflow.SetPrivate{Private: true}).do(ana, botflow.SetPriority{Priority: 1}),
		owned(t).do(host, botflow.Forget{}),
		dueAtOnce(inFlow(t)), dueAtOnce(inAssistant(t)), dueAtOnce(waiting(t)), dueAtOnce(owned(t)), dueAtOnce(awaiting(t)), dueAtOnce(awaiting(t).do(ana, botflow.Return{})),
	} {
		all[s.c.Place.Spot()] = append(all[s.c.Place.Spot()], s)
	}
	return all
}

// dueAtOnce puts all deadlines in the past, on a channel that has them all.
func dueAtOnce(s *scene) *scene {
	s.channel.AutoClose, s.channel.BotIdleAfter = day, day
	s.now = s.now.Add(9 * day)
	for _, k := range botflow.DeadlineKinds() {
		if k != botflow.DeadlineTemplate || s.c.AwaitingContact() { // one that is set keeps the window's from being
			s.c.Deadlines[k] = s.now.Add(-1)
		}
	}
	return s
}

// worlds are the circumstances that guards ask for.
func worlds() map[string]func(*scene) {
	return map[string]func(*scene){
		"humans first": func(*scene) {},
		"a flow bot":   func(s *scene) { s.channel.Bot = "flow" },
		"an assistant": func(s *scene) { s.first = botflow.Responder{Kind: botflow.Assistant, Bot: "iris"} },
		"closings": func(s *scene) {
			s.gone = true
			s.channel.OnWindowEnd, s.channel.BotIdleAction, s.channel.Tolerance = botflow.WindowCloses, botflow.IdleCloses, 100*day
		},
		"a clock": func(s *scene) {
			for _, id := range []botflow.InboxID{botflow.General, "Ventas", "Soporte"} {
				s.reassign[id] = day
			}
			s.next = "Ben"
		},
		"nobody next": func(s *scene) {
			for _, id := range []botflow.InboxID{botflow.General, "Ventas", "Soporte"} {
				s.reassign[id] = day
			}
		},
		"one rotation at most": func(s *scene) {
			s.c.Rotations = 1
			for _, id := range []botflow.InboxID{botflow.General, "Ventas", "Soporte"} {
				s.reassign[id] = day
				s.edit(id, func(r *botflow.InboxRules) { r.MaxRotations = 1 })
			}
		},
		"labelled":     func(s *scene) { s.c.Tags, s.c.Unread = []botflow.Tag{"vip"}, false },
		"at the limit": func(s *scene) { s.full = true },
		"refusing": func(s *scene) {
			s.full, s.inboxes = true, map[botflow.InboxID]botflow.InboxRules{}
			s.disabled["Ana"], s.disabled["Ben"], s.disabled["Sup"] = true, true, true
		},
	}
}

// TestEveryPairIsARowOrARefusal gives every command by everybody to a conversation in every spot, in every world: each is
// a row of the table, or a refusal with a code; and each row is taken at least once.
func TestEveryPairIsARowOrARefusal(t *testing.T) {
	t.Parallel()
	taken, refused := map[string]bool{}, map[botflow.CommandName][]botflow.Code{}
	begun := chats(t)
	for _, spot := range botflow.Spots() {
		require.NotEmpty(t, begun[spot], "no conversation in %s", spot)
		for _, s := range begun[spot] {
			for _, change := range worlds() {
				for _, cmd := range tries(s.c.Epoch) {
					for _, by := range []botflow.Actor{host, ana, ben, flow, iris} {
						s := s.fork(t)
						change(s)
						checkPair(t, s, by, cmd, taken, refused)
					}
				}
			}
		}
	}
	for _, cmd := range botflow.Commands() {
		seen, listed := refused[cmd.Name()], botflow.Refusals(cmd)
		for _, code := range seen {
			if code != botflow.CodeNotFound && code != botflow.CodeNotInCharge && !slices.Contains(listed, code) {
				t.Fatalf("%s is refused with %q, which Refusals doesn't list", cmd.Name(), code)
			}
		}
		for _, code := range listed {
			require.Contains(t, seen, code, "%s is never refused so", cmd.Name())
		}
	}
	for _, row := range botflow.Transitions() {
		for _, spot := range row.From {
			key := pairKey(row.Rule, spot, row.Command)
			require.True(t, taken[key] || len(row.Events) == 0, "the row %s (%s) was never taken: add a conversation or a world for it", key, row.When)
		}
	}
}

// tries gives commands of every type: well-formed, on an old epoch, malformed, and with other names.
func tries(epoch uint64) []botflow.Command {
	list := []botflow.Command{
		botflow.Assign{Agent: "Ana"},
		botflow.Transfer{Agent: "Ana"},
		botflow.Transfer{Inbox: botflow.Closed},
		botflow.Drain{Into: "Ventas"},
		botflow.Drain{Into: botflow.Closed},
		botflow.Move{Inbox: "Ventas"},
		botflow.Elapse{Deadline: 99},
		botflow.AutoAssign{},
	}
	for _, cmd := range samples() {
		list = append(list, cmd, plain(cmd, epoch), plain(spoiled(cmd, "\x00", 1), epoch))
	}
	return list
}

// plain gives commands the epoch of the day, so that it isn't in the way.
func plain(cmd botflow.Command, epoch uint64) botflow.Command {
	switch cmd := cmd.(type) {
	case botflow.HandOff:
		cmd.Epoch = epoch
		return cmd
	case botflow.Reply:
		return botflow.Reply{Epoch: epoch}
	case botflow.Close:
		return botflow.Close{Epoch: epoch}
	case botflow.Return:
		return botflow.Return{Epoch: epoch}
	case botflow.Transfer:
		cmd.Epoch = epoch
		return cmd
	case botflow.SendTemplate:
		return botflow.SendTemplate{Epoch: epoch}
	}
	return cmd
}

func pairKey(rule string, spot botflow.Spot, name botflow.CommandName) string {
	return fmt.Sprintf("%s %s %s", rule, spot, name)
}

func checkPair(t *testing.T, s *scene, by botflow.Actor, cmd botflow.Command, taken map[string]bool, refused map[botflow.CommandName][]botflow.Code) {
	t.Helper()
	spot := s.c.Place.Spot()
	known := legal[cmd.Name()] != "" && legal[cmd.Name()][spot] == 'x'
	out, err := botflow.Step(s.c, cmd, s.env(by, cmd))
	problem := ""
	switch {
	case slices.Contains(botflow.Permitted(&s.c), cmd.Name()) != (known && !botflow.Internal(cmd)):
		problem = "is permitted, or isn't, against the table"
	case err != nil && botflow.CodeOf(err) == "":
		problem = "is refused without a code: " + err.Error()
	case err != nil:
		refused[cmd.Name()] = append(refused[cmd.Name()], botflow.CodeOf(err))
		return
	case !known:
		problem = "is legal by no row"
	case len(out.Events) == 0 && s.c.Place != out.Next.Place:
		problem = "moves without an event"
	case len(out.Events) > 0:
		if err := checkRow(&s.c, cmd, &out); err != nil {
			problem = err.Error()
		}
		taken[pairKey(out.Events[0].Rule, spot, cmd.Name())] = true
	}
	if problem != "" {
		t.Fatalf("%s by %s in %s: %s", cmd.Name(), by, s.c.Place, problem)
	}
}

// checkRow finds the row that a step says it took, and checks that it did no more than the row declares.
func checkRow(was *botflow.Conversation, cmd botflow.Command, out *botflow.Outcome) error {
	for _, row := range botflow.Transitions() {
		if row.Rule != out.Events[0].Rule || row.Command != cmd.Name() || !slices.Contains(row.From, was.Place.Spot()) {
			continue
		}
		if inOrder(types(out.Events), row.Events) && fits(row.To, was.Place, out.Next.Place) {
			return nil
		}
	}
	return fmt.Errorf("%s of rule %s, from %s to %s with %v, is no row", cmd.Name(), out.Events[0].Rule, was.Place, out.Next.Place, types(out.Events))
}

// inOrder tells whether the events are among those declared, in the same order, each at most once.
func inOrder(got, declared []botflow.EventType) bool {
	for _, e := range got {
		at := slices.Index(declared, e)
		if at < 0 {
			return false
		}
		declared = declared[at+1:]
	}
	return true
}

// fits tells whether a place is what a row's To says.
func fits(to string, was, is botflow.Place) bool {
	switch to {
	case "":
		return is == was
	case "none":
		return is.Spot() == botflow.SpotNone
	case "Closed":
		return is.Spot() == botflow.SpotClosed
	}
	same := strings.HasSuffix(to, ", or unchanged") && is == was
	kind, _, _ := strings.Cut(to, "(")
	if kind == "BOT" && !strings.HasPrefix(to, is.Spot().String()) {
		return false
	}
	return same || kind == is.State.String() && is.Spot() != botflow.SpotClosed
}

// TestEveryCommandTypeIsListed reads the package's source: whatever has a command's methods must be in Commands or in
// AgentCommands, be decoded, and have a sample in the tests.
func TestEveryCommandTypeIsListed(t *testing.T) {
	t.Parallel()
	var found, listed, sampled []string
	for _, file := range sources(t) {
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.Name == "Name" {
				receiver, ok := f.Recv.List[0].Type.(*ast.Ident)
				require.True(t, ok, "commands are values, not pointers")
				found = append(found, receiver.Name)
			}
		}
	}
	for _, cmd := range slices.Concat(botflow.Commands(), botflow.AgentCommands()) {
		name := string(cmd.Name())
		require.Equal(t, "botflow."+name, fmt.Sprintf("%T", cmd), "a command is named after its type")
		require.NotContains(t, listed, name)
		listed = append(listed, name)
		_, err := botflow.DecodeCommand([]byte(`{"name":"` + name + `","fields":{"no such field":1}}`))
		require.ErrorContains(t, err, "unknown field", "decodeFields knows it")
	}
	for _, cmd := range samples() {
		sampled = append(sampled, string(cmd.Name()))
	}
	require.ElementsMatch(t, found, listed)
	slices.Sort(sampled)
	require.ElementsMatch(t, listed, slices.Compact(sampled))
}

// TestEveryEventIsListed: the events of the source are those of EventTypes, and each of a conversation stands in a row.
func TestEveryEventIsListed(t *testing.T) {
	t.Parallel()
	var found []botflow.EventType
	for _, file := range sources(t) {
		ast.Inspect(file, func(node ast.Node) bool {
			spec, ok := node.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if kind, ok := spec.Type.(*ast.Ident); ok && kind.Name == "EventType" {
				text, ok := spec.Values[0].(*ast.BasicLit)
				require.True(t, ok)
				found = append(found, botflow.EventType(strings.Trim(text.Value, `"`)))
			}
			return true
		})
	}
	require.ElementsMatch(t, found, botflow.EventTypes())
	var declared []botflow.EventType
	for _, row := range botflow.Transitions() {
		declared = append(declared, row.Events...)
	}
	elsewhere := []botflow.EventType{
		botflow.PresenceChanged, botflow.AgentChanged, botflow.InboxChanged, botflow.ChannelChanged, botflow.AssistantChanged,
		botflow.CatalogueChanged, botflow.OptionsChanged, botflow.ConsumerParked,
	}
	for _, e := range botflow.EventTypes() {
		require.NotEqual(t, slices.Contains(elsewhere, e), slices.Contains(declared, e), e)
	}
}

// sources parses the package, tests left out.
func sources(t *testing.T) map[string]*ast.File {
	t.Helper()
	packages, err := parser.ParseDir(token.NewFileSet(), ".", func(f fs.FileInfo) bool { //nolint:staticcheck // build tags don't matter here
		return !strings.HasSuffix(f.Name(), "_test.go")
	}, 0)
	require.NoError(t, err)
	return packages["botflow"].Files
}

func TestTransitionsAreACopy(t *testing.T) {
	t.Parallel()
	first := botflow.Transitions()
	first[0].From[0], first[0].Events[0], first[0].Rule = botflow.SpotOwned, "x", "x"
	require.NotEqual(t, first[0], botflow.Transitions()[0])
}
