package reparto_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/memory"
)

// hostileIDs are ids that no door lets in.
func hostileIDs() map[string]string {
	return map[string]string{
		"empty": "", "256 bytes": strings.Repeat("x", 256), "a megabyte": strings.Repeat("x", 1<<20), "NUL": "a\x00b", "invalid UTF-8": "a\xffb",
	}
}

// hostileDoors are the places where an id enters, with the field that the refusal must name.
func hostileDoors() map[string]func(*rig, string) error {
	do := func(by botflow.Actor, on func(string) reparto.Target, cmd func(string) botflow.Command) func(*rig, string) error {
		return func(r *rig, id string) error {
			_, err := r.acc.As(by).Do(context.Background(), on(id), cmd(id), "")
			return err
		}
	}
	known := func(string) reparto.Target { return chat("K") }
	take := func(string) botflow.Command { return botflow.Take{} }
	system := botflow.System()
	return map[string]func(*rig, string) error{
		"account":        func(r *rig, id string) error { _, err := r.engine.Account(botflow.AccountID(id)); return err },
		"actor":          func(r *rig, id string) error { return do(botflow.ByAgent(botflow.AgentID(id)), known, take)(r, id) },
		"target.channel": do(system, func(id string) reparto.Target { return reparto.Chat(botflow.ChannelID(id), "K") }, take),
		"target.contact": do(system, func(id string) reparto.Target { return reparto.Chat("whatsapp", botflow.ContactID(id)) }, take),
		"message":        do(system, known, func(id string) botflow.Command { return botflow.Receive{Message: botflow.MessageID(id)} }),
		"agent":          do(system, known, func(id string) botflow.Command { return botflow.Assign{Agent: botflow.AgentID(id)} }),
		"inbox":          do(system, known, func(id string) botflow.Command { return botflow.Move{Inbox: botflow.InboxID(id)} }),
		"tag":            do(system, known, func(id string) botflow.Command { return botflow.AddTag{Tag: botflow.Tag(id)} }),
		"text":           do(system, known, func(id string) botflow.Command { return botflow.AddNote{Text: id} }),
		"attribute name": do(system, known, func(id string) botflow.Command { return botflow.SetAttributes{Attributes: map[string]string{id: "x"}} }),
		"agents[0].id": func(r *rig, id string) error {
			return r.tries(directory.Directory{Agents: []directory.Agent{{ID: botflow.AgentID(id)}}})
		},
		"inboxes[0].id": func(r *rig, id string) error {
			return r.tries(directory.Directory{Inboxes: []directory.Inbox{{ID: botflow.InboxID(id)}}})
		},
		"channels[0].id": func(r *rig, id string) error {
			return r.tries(directory.Directory{Channels: []directory.Channel{{ID: botflow.ChannelID(id)}}})
		},
		"tags[0]": func(r *rig, id string) error {
			return r.tries(directory.Directory{Tags: []botflow.Tag{botflow.Tag(id)}})
		},
		"consumer": func(r *rig, id string) error { return r.feeds(id) },
	}
}

func (r *rig) tries(d directory.Directory) error {
	_, err := r.acc.Apply(context.Background(), d)
	return err
}

func (r *rig) feeds(consumer string) error {
	for _, err := range r.acc.Events(context.Background(), consumer) {
		return err
	}
	return nil
}

// unchanged runs what must be refused and demands that nothing at all has happened.
func (r *rig) unchanged(refused func() error) error {
	r.t.Helper()
	before := r.log()
	d, revision, err := r.acc.Directory(context.Background())
	require.NoError(r.t, err)
	refusal := refused()
	require.Equal(r.t, before, r.log(), "something happened")
	after, same, err := r.acc.Directory(context.Background())
	require.NoError(r.t, err)
	require.Equal(r.t, revision, same)
	require.Equal(r.t, d, after)
	r.sound()
	return refusal
}

func TestE3_HostileIDsAreRefusedByName(t *testing.T) {
	t.Parallel()
	for field, enter := range hostileDoors() {
		for kind, id := range hostileIDs() {
			if field == "text" && kind == "256 bytes" {
				continue // a note may be longer than an id
			}
			t.Run(field+"/"+kind, func(t *testing.T) {
				t.Parallel()
				r := shop(t, cast(room("Ventas", online, "Ana")))
				r.arrives("K", "Ventas")
				err := r.unchanged(func() error { return enter(r, id) })
				require.ErrorIs(t, err, botflow.ErrInvalid)
				require.Contains(t, err.Error(), field)
				require.Less(t, len(err.Error()), 500, "a refusal doesn't carry what it refuses")
			})
		}
	}
}

func TestV5_UnknownNamesAreRefused(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		code botflow.Code
		by   botflow.Actor
		on   reparto.Target
		cmd  botflow.Command
	}{
		"an unknown agent acts":           {botflow.CodeNotFound, botflow.ByAgent("Nadie"), chat("K"), botflow.Take{}},
		"an unknown bot acts":             {botflow.CodeNotFound, botflow.ByBot("nada"), chat("K"), botflow.HandOff{}},
		"a contact acts":                  {botflow.CodeNotFound, botflow.Actor{Kind: botflow.ActorContact, ID: "K"}, chat("K"), botflow.Take{}},
		"a kind of actor that isn't one":  {botflow.CodeNotFound, botflow.Actor{Kind: 99, ID: "x"}, chat("K"), botflow.Take{}},
		"an unknown chat":                 {botflow.CodeNotFound, ana(), chat("X"), botflow.Take{}},
		"an unknown conversation":         {botflow.CodeNotFound, botflow.System(), reparto.Conversation("nope"), botflow.Close{}},
		"an unknown channel":              {botflow.CodeInvalid, botflow.System(), reparto.Chat("fax", "K"), botflow.Receive{Message: "m"}},
		"assigned to an unknown agent":    {botflow.CodeNoAgent, botflow.System(), chat("K"), botflow.Assign{Agent: "Nadie"}},
		"moved to an unknown inbox":       {botflow.CodeNoInbox, botflow.System(), chat("K"), botflow.Move{Inbox: "Nada"}},
		"an unknown tag":                  {botflow.CodeNoTag, botflow.System(), chat("K"), botflow.AddTag{Tag: "nada"}},
		"presence of an unknown agent":    {botflow.CodeNotFound, botflow.System(), reparto.Agent("Nadie"), botflow.Touch{}},
		"a command of the engine's own":   {botflow.CodeInvalid, botflow.System(), chat("K"), botflow.AutoAssign{}},
		"a deadline by hand":              {botflow.CodeInvalid, botflow.System(), chat("K"), botflow.Elapse{}},
		"inactivity by hand":              {botflow.CodeInvalid, botflow.System(), reparto.Agent("Ana"), botflow.Inactivity{}},
		"no command":                      {botflow.CodeInvalid, botflow.System(), chat("K"), nil},
		"a chat's command to an agent":    {botflow.CodeInvalid, botflow.System(), reparto.Agent("Ana"), botflow.Take{}},
		"an agent's command to a chat":    {botflow.CodeInvalid, botflow.System(), chat("K"), botflow.Touch{}},
		"a target that names two things":  {botflow.CodeInvalid, botflow.System(), reparto.Target{Conversation: "c", Agent: "Ana"}, botflow.Take{}},
		"the system takes":                {botflow.CodeInvalid, botflow.System(), chat("K"), botflow.Take{}},
		"a transfer to nowhere":           {botflow.CodeInvalid, botflow.System(), chat("K"), botflow.Transfer{}},
		"a transfer to two places":        {botflow.CodeInvalid, botflow.System(), chat("K"), botflow.Transfer{Inbox: "Ventas", Agent: "Ana"}},
		"an agent goes Offline by choice": {botflow.CodeInvalid, botflow.System(), reparto.Agent("Ana"), botflow.SetPresence{}},
		"a note of more than the longest": {botflow.CodeInvalid, botflow.System(), chat("K"), botflow.AddNote{Text: strings.Repeat("x", botflow.MaxText+1)}},
		"attributes without one":          {botflow.CodeInvalid, botflow.System(), chat("K"), botflow.SetAttributes{}},
		"an operation id for a message":   {botflow.CodeInvalid, botflow.System(), chat("K"), nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, cast(room("Ventas", byHand, "Ana")))
			r.arrives("K", "Ventas")
			err := r.unchanged(func() error {
				if name == "an operation id for a message" {
					_, err := r.acc.System().Do(context.Background(), chat("K"), botflow.Receive{Message: "m"}, "op")
					return err
				}
				_, err := r.acc.As(c.by).Do(context.Background(), c.on, c.cmd, "")
				return err
			})
			require.Equal(t, c.code, botflow.CodeOf(err), "%v", err)
		})
	}
}

func TestE3_DirectoriesThatContradictThemselvesAreRefused(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		field  string
		change func(*directory.Directory)
	}{
		"a negative limit":            {"policy.limit", policy("Ventas", func(p *routing.Policy) { p.Limit = -1 })},
		"a negative duration":         {"policy.reassignAfter", policy("Ventas", func(p *routing.Policy) { p.ReassignAfter = -time.Minute })},
		"an enormous duration":        {"policy.reassignAfter", policy("Ventas", func(p *routing.Policy) { p.ReassignAfter = 1 << 62 })},
		"an enormous window":          {"channels[0].window", func(d *directory.Directory) { d.Channels[0].Window = 1 << 62 }},
		"a member nobody knows":       {"members", func(d *directory.Directory) { d.Inboxes[0].Members = []botflow.AgentID{"Nadie"} }},
		"an agent twice":              {"agents[", func(d *directory.Directory) { d.Agents = append(d.Agents, d.Agents[0]) }},
		"a fallback to itself":        {"fallback", policy("Ventas", func(p *routing.Policy) { p.Fallback = "Ventas" })},
		"a strategy nobody knows":     {"strategy", policy("Ventas", func(p *routing.Policy) { p.Strategy = "by mood" })},
		"an option nobody knows":      {"options", func(d *directory.Directory) { d.Options.Permissions.Options = []inbox.Option{"Everything"} }},
		"a negative tolerance":        {"tolerance", func(d *directory.Directory) { d.Options.Tolerance = -time.Minute }},
		"a system inbox made by hand": {"inboxes[", func(d *directory.Directory) { d.Inboxes = append(d.Inboxes, directory.Inbox{ID: botflow.Closed}) }},
		"members of General": {"members", func(d *directory.Directory) {
			d.Inboxes = append(d.Inboxes, directory.Inbox{ID: botflow.General, Members: []botflow.AgentID{"Ana"}})
		}},
		"an assistant nowhere at home": {"assistants[0]", func(d *directory.Directory) {
			d.Assistants = []directory.Assistant{{ID: "ia", Scope: "Nada", State: directory.Active}}
		}},
		"a channel that enters nowhere": {"channels[0].inbox", func(d *directory.Directory) { d.Channels[0].Inbox = "Nada" }},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, cast(room("Ventas", online, "Ana")))
			r.arrives("K", "Ventas")
			wanted := r.wants(c.change)
			err := r.unchanged(func() error { return r.tries(wanted) })
			require.ErrorIs(t, err, botflow.ErrInvalid)
			require.Contains(t, err.Error(), c.field)
		})
	}
}

func TestI10_TimesOutsideTheCalendarAreRefused(t *testing.T) {
	t.Parallel()
	for name, at := range map[string]time.Time{
		"year 0": time.Date(0, 12, 31, 0, 0, 0, 0, time.UTC), "year 10000": time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC),
		"the far future": time.Unix(1<<55, 0), "the far past": time.Unix(-1<<55, 0),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := shop(t, cast(room("Ventas", byHand, "Ana")))
			r.arrives("K", "Ventas")
			good := r.clock.Now()
			r.clock.set(at)
			_, act := r.do(ana(), chat("K"), botflow.Take{})
			_, look := r.acc.System().Get(context.Background(), chat("K"))
			_, tick := r.engine.Tick(context.Background())
			_, set := r.acc.Apply(context.Background(), directory.Directory{})
			for _, err := range []error{act, look, tick, set} {
				require.ErrorIs(t, err, botflow.ErrInvalid)
				require.ErrorContains(t, err, "clock")
			}
			r.clock.set(good)
			r.in("BANDEJA(Ventas)", "K")
		})
	}
}

func TestNewRefusesWhatCantWork(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		db    store.DB
		cfg   reparto.Config
		field string
	}{
		"no store":          {nil, reparto.Config{}, "store"},
		"a negative sweep":  {memory.New(), reparto.Config{Sweep: -1}, "sweep"},
		"a sweep of days":   {memory.New(), reparto.Config{Sweep: 48 * time.Hour}, "sweep"},
		"a nil ranker":      {memory.New(), reparto.Config{Rankers: map[string]routing.Ranker{"vip": nil}}, "rankers"},
		"a nameless ranker": {memory.New(), reparto.Config{Rankers: map[string]routing.Ranker{"": nil}}, "rankers"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := reparto.New(c.db, c.cfg)
			require.ErrorIs(t, err, botflow.ErrInvalid)
			require.ErrorContains(t, err, c.field)
		})
	}
}

func TestListsRefuseMalformedRequests(t *testing.T) {
	t.Parallel()
	r := shop(t, cast(room("Ventas", byHand, "Ana")))
	ctx, desk := context.Background(), r.acc.System()
	_, many := desk.List(ctx, reparto.ListRequest{Limit: 1 << 30})
	_, negative := desk.List(ctx, reparto.ListRequest{Limit: -1})
	_, none := desk.Count(ctx, inbox.ViewAll, inbox.Filter{}, 0)
	_, history := desk.History(ctx, chat("K"), 0, 0)
	for _, err := range []error{many, negative, none} {
		require.ErrorIs(t, err, botflow.ErrInvalid)
	}
	require.Error(t, history)
}

// lying is a writer that fails, as a full disk does.
type lying struct{}

func (lying) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestARecordingRepeatsItself(t *testing.T) {
	t.Parallel()
	var tape bytes.Buffer
	r := newRig(t, reparto.Config{Record: &tape})
	r.apply(cast(room("Ventas", routing.Sales(), "Ana", "Beto")))
	r.ok(reparto.Agent("Ana"), botflow.SetPresence{Status: botflow.Online})
	for _, k := range []string{"K", "L", "M"} {
		r.arrives(k, "Ventas")
		r.pass(40 * time.Second)
	}
	_, _ = r.do(ana(), chat("K"), botflow.Close{}) // may be refused: that is part of the story
	_, err := r.acc.As(ana()).Change(context.Background(), directory.PutInbox{ID: "Nueva"})
	require.ErrorIs(t, err, botflow.ErrNotAllowed)
	_, err = r.acc.System().Change(context.Background(), directory.PutInbox{ID: "Nueva", Members: []botflow.AgentID{"Ana"}})
	require.NoError(t, err)
	r.pass(time.Hour)
	want := r.log()

	again := memory.New()
	require.NoError(t, reparto.Replay(context.Background(), again, reparto.Config{}, bytes.NewReader(tape.Bytes())))
	e, err := reparto.New(again, reparto.Config{Clock: r.clock})
	require.NoError(t, err)
	acc, err := e.Account("shop")
	require.NoError(t, err)
	require.Equal(t, want, (&rig{t: t, acc: acc}).log())

	require.ErrorContains(t, reparto.Replay(context.Background(), memory.New(), reparto.Config{}, strings.NewReader("{\n")), "line 1")
	full := newRig(t, reparto.Config{Record: lying{}})
	_, err = full.acc.Apply(context.Background(), directory.Directory{})
	require.ErrorContains(t, err, "disk full")
}
