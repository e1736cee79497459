package botflow_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
)

var update = flag.Bool("update", false, "write the traces in testdata anew")

// tracer writes what a scene does in the text forms.
type tracer struct {
	*scene
	b strings.Builder
}

func (tr *tracer) do(by botflow.Actor, cmd botflow.Command) {
	text, err := botflow.EncodeCommand(cmd)
	require.NoError(tr.t, err)
	tr.b.WriteString("> " + tr.now.String() + " " + by.String() + " " + string(text) + "\n")
	if err := tr.try(by, cmd); err != nil {
		tr.b.WriteString("  refused: " + err.Error() + "\n\n")
		return
	}
	for _, part := range strings.Split(tr.out.String(), " | ") {
		tr.b.WriteString("  " + part + "\n")
	}
	tr.b.WriteString("\n")
}

func (tr *tracer) tick(k botflow.DeadlineKind) {
	tr.now = tr.c.Deadlines[k]
	tr.do(host, botflow.Elapse{Deadline: k})
}

// traces are scenarios; testdata holds what they print.
func traces() map[string]func(*tracer) {
	return map[string]func(*tracer){"sales": traceSales, "assistant": traceAssistant, "templates": traceTemplates, "forget": traceForget}
}

func traceSales(tr *tracer) {
	tr.channel.Bot, tr.channel.Tolerance = "flow", time.Hour
	tr.reassign["Ventas"], tr.next = time.Minute, "Ben"
	tr.do(host, botflow.Receive{Message: "wamid.1", SentAt: tr.now.Add(-time.Second)})
	tr.do(flow, botflow.Reply{})
	priority := int32(5)
	tr.do(flow, botflow.HandOff{Inbox: "Ventas", Priority: &priority})
	tr.do(host, botflow.AutoAssign{Decision: botflow.Decision{
		Inbox: "Ventas", Revision: 3, Strategy: "turn", Chosen: "Ana", Why: botflow.ReasonTurn, Total: 2,
		Candidates: []botflow.Candidate{{Agent: "Ana", Reason: botflow.ReasonTurn}, {Agent: "Ben", Reason: botflow.ReasonNotTurn}},
	}})
	tr.tick(botflow.DeadlineAnswer)
	tr.after(10 * time.Second)
	tr.do(ana, botflow.Reply{})
	tr.do(ben, botflow.Reply{})
	tr.do(ben, botflow.AddTag{Tag: "a b"})
	tr.do(ben, botflow.Transfer{Agent: "Ana", Comment: "pide factura,\nurgente"})
	tr.do(ana, botflow.Close{})
	tr.after(time.Minute)
	tr.do(host, botflow.Receive{Message: "wamid.2"})
	tr.do(ana, botflow.Return{})
	tr.do(host, botflow.NoteNobody{Decision: botflow.Decision{Inbox: "Ventas", Why: botflow.ReasonNoAgents}})
	tr.tick(botflow.DeadlineWindow)
}

func traceAssistant(tr *tracer) {
	tr.channel.Inbox = "Soporte"
	tr.first = botflow.Responder{Kind: botflow.Assistant, Bot: "iris", Scope: "Soporte", Why: botflow.ReasonClosedHours}
	tr.edit("Soporte", func(r *botflow.InboxRules) { r.Open, r.NextOpening = false, nine.Add(time.Hour) })
	tr.do(host, botflow.Receive{Message: "m1"})
	tr.gone = true
	tr.after(time.Minute)
	tr.do(host, botflow.Receive{Message: "m2"})
	tr.do(iris, botflow.Reply{Epoch: 1})
	tr.do(sup, botflow.Move{Inbox: "Marte"})
	tr.do(sup, botflow.Assign{Agent: "Ana"})
	tr.do(host, botflow.Leave{})
}

func traceTemplates(tr *tracer) {
	tr.do(host, botflow.SendCampaign{Template: "promo"})
	tr.do(ana, botflow.SendTemplate{Template: "hola"})
	tr.do(ana, botflow.Reply{})
	tr.do(host, botflow.ReportFailure{Message: "m9", Detail: "131026"})
	tr.do(ben, botflow.SendTemplate{Template: "hola"})
	tr.after(time.Minute)
	tr.do(host, botflow.Receive{Message: "m1"})
	tr.do(ben, botflow.Reply{})
}

func traceForget(tr *tracer) {
	tr.do(host, botflow.Receive{Message: "m1"})
	tr.do(ana, botflow.Take{})
	tr.do(ana, botflow.SetAttributes{Attributes: map[string]string{"full name": "Juan Pérez", "city": "Quito"}})
	tr.do(ana, botflow.SetAffinity{Agent: "Ana"})
	tr.do(ana, botflow.AddNote{Text: "llama \"mañana\""})
	tr.do(ana, botflow.SetPrivate{Private: true})
	tr.do(ana, botflow.MarkRead{})
	tr.do(host, botflow.Forget{})
	tr.do(host, botflow.Forget{})
}

// TestTraces compares the text forms of whole scenarios with testdata/traces. After a change that is meant:
// go test ./botflow -run TestTraces -update, and read the difference.
func TestTraces(t *testing.T) {
	t.Parallel()
	for name, play := range traces() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tr := &tracer{scene: newScene(t)}
			play(tr)
			path := filepath.Join("testdata", "traces", name+".txt")
			if *update {
				require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
				require.NoError(t, os.WriteFile(path, []byte(tr.b.String()), 0o644))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, string(want), tr.b.String())
		})
	}
}

func TestTextFormsAreOneLine(t *testing.T) {
	t.Parallel()
	c := botflow.Conversation{
		ID: "a\nb", Place: botflow.Place{State: botflow.StateInbox, Inbox: "x\ny"}, Tags: []botflow.Tag{"p,q", "\n"},
		LastOwner: "A B", Scope: "s=t", Clock: 9,
	}
	require.Equal(t, `"conversation/a\nb" "BANDEJA(x\ny)" home="x\ny" scope="s=t" lastOwner="A B" clock=Clock(9) tags="p,q","\n"`, c.String())
	e := botflow.Event{
		Subject: botflow.OfAgent("A\nB"), Seq: 1, Type: botflow.PresenceChanged, At: nine, Recorded: nine, By: host,
		Was: botflow.Away, Is: botflow.Offline, Cause: botflow.CauseSignOut,
	}
	require.Equal(t, `"agent/A\nB#1" PresenceChanged 2026-03-02T09:00:00Z by=system Away -> Offline cause=sign-out`, e.String())
	e = botflow.Event{Subject: botflow.OfAccount(), Type: botflow.OptionsChanged, At: nine, Recorded: nine + 1, Setting: `{"a":1}`}
	require.Equal(t, `account#0 OptionsChanged 2026-03-02T09:00:00Z recorded=2026-03-02T09:00:00.000001Z by=system setting="{\"a\":1}"`, e.String())
	require.Equal(t, `contact/juan affinity=Ana "full name":="J|P"`,
		botflow.Contact{ID: "juan", Affinity: "Ana", Attributes: map[string]string{"full name": "J|P"}}.String())
}
