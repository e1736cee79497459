package botflow_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
)

// samples gives a well-formed value of every command, all fields set; where a command has two uses, both.
func samples() []botflow.Command {
	priority := int32(math.MinInt32)
	decision := botflow.Decision{
		Inbox: "Ventas", Revision: 3, Strategy: "turn", Chosen: "Ana", Why: botflow.ReasonTurn, Total: 2,
		Candidates: []botflow.Candidate{{Agent: "Ben", Reason: botflow.ReasonAway}},
	}
	return []botflow.Command{
		botflow.Receive{Message: "wamid.1", SentAt: nine},
		botflow.HandOff{Inbox: "Ventas", Priority: &priority, Epoch: math.MaxUint64},
		botflow.Reply{Automatic: true, Epoch: 1},
		botflow.Take{},
		botflow.Assign{Agent: "Ben"},
		botflow.Move{Inbox: "Soporte"},
		botflow.Return{Epoch: 1},
		botflow.Transfer{Inbox: "Soporte", Comment: "ojo", Epoch: 1},
		botflow.Transfer{Inbox: "Ventas", Epoch: 1},
		botflow.Transfer{Agent: "Ben", Comment: "línea 1\nlínea 2", Epoch: 1},
		botflow.Close{Epoch: 1},
		botflow.SendTemplate{Template: "hola", Epoch: 1},
		botflow.SendCampaign{Template: "promo"},
		botflow.ReportFailure{Message: "m", Detail: "131026"},
		botflow.Leave{},
		botflow.AddNote{Text: "ojo"},
		botflow.AddTag{Tag: "vip"},
		botflow.RemoveTag{Tag: "vip"},
		botflow.MarkRead{},
		botflow.MarkUnread{},
		botflow.SetPrivate{Private: true},
		botflow.SetPriority{Priority: math.MaxInt32},
		botflow.SetAttributes{Attributes: map[string]string{"city": "Quito", "age": ""}},
		botflow.SetAffinity{Agent: "Ana"},
		botflow.SetAffinity{},
		botflow.Forget{},
		botflow.AutoAssign{Decision: decision},
		botflow.NoteNobody{Decision: decision},
		botflow.Elapse{Deadline: botflow.DeadlineWindow},
		botflow.Elapse{Deadline: botflow.DeadlineAutoClose},
		botflow.Elapse{Deadline: botflow.DeadlineTemplate},
		botflow.Elapse{Deadline: botflow.DeadlineAnswer},
		botflow.Elapse{Deadline: botflow.DeadlineBotIdle},
		botflow.Release{},
		botflow.Drain{Into: "Soporte"},
		online, away,
		botflow.SignOut{},
		botflow.Touch{},
		botflow.Inactivity{},
	}
}

func TestCommandsSurviveJSON(t *testing.T) {
	t.Parallel()
	for _, cmd := range samples() {
		t.Run(string(cmd.Name()), func(t *testing.T) {
			t.Parallel()
			require.NoError(t, cmd.Check())
			text, err := botflow.EncodeCommand(cmd)
			require.NoError(t, err)
			back, err := botflow.DecodeCommand(text)
			require.NoError(t, err)
			require.Equal(t, cmd, back)
		})
	}
}

func TestDecodeCommandRefuses(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, text string }{
		{"nothing", ""},
		{"no object", `"Take"`},
		{"no name", `{}`},
		{"an unknown name", `{"name":"Dance"}`},
		{"an unknown field", `{"name":"Take","fields":{"agent":"Ana"}}`},
		{"an unknown field beside", `{"name":"Take","by":"Ana"}`},
		{"data after it", `{"name":"Take"}{}`},
		{"data after its fields", `{"name":"Take","fields":{}]}`},
		{"fields of the wrong type", `{"name":"Assign","fields":{"agent":7}}`},
		{"a number too large", `{"name":"Reply","fields":{"epoch":18446744073709551616}}`},
		{"a priority too large", `{"name":"SetPriority","fields":{"priority":2147483648}}`},
		{"a negative epoch", `{"name":"Close","fields":{"epoch":-1}}`},
		{"a fraction", `{"name":"Close","fields":{"epoch":1.5}}`},
		{"half a UTF-16 pair", `{"name":"AddTag","fields":{"tag":"\ud800"}}`},
		{"the other half", `{"name":"AddTag","fields":{"tag":"\udc00x"}}`},
		{"two first halves", `{"name":"AddTag","fields":{"tag":"\ud800\ud800"}}`},
		{"invalid UTF-8", "{\"name\":\"AddTag\",\"fields\":{\"tag\":\"\xff\"}}"},
		{"a NUL", `{"name":"AddTag","fields":{"tag":"a\u0000"}}`},
		{"a malformed command", `{"name":"Assign"}`},
		{"an unknown deadline", `{"name":"Elapse","fields":{"deadline":"lunch"}}`},
		{"a year too late", `{"name":"Receive","fields":{"message":"m","sentAt":"10000-01-01T00:00:00Z"}}`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			cmd, err := botflow.DecodeCommand([]byte(tc.text))
			require.Equal(t, botflow.CodeInvalid, botflow.CodeOf(err), "%v", err)
			require.Nil(t, cmd)
		})
	}
	for name, text := range map[string]string{"a whole pair": `\ud83d\ude00`, "an escaped backslash": `\\ud800`, "a plain escape": `\u00e9`} {
		cmd, err := botflow.DecodeCommand([]byte(`{"name":"AddTag","fields":{"tag":"` + text + `"}}`))
		require.NoError(t, err, name)
		require.NotEqual(t, botflow.AddTag{}, cmd)
	}
}

func TestCheckNamesTheField(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 256)
	many := map[string]string{}
	for i := range 257 {
		many[fmt.Sprint("k", i)] = "v"
	}
	for _, tc := range []struct {
		name, field string
		cmd         botflow.Command
	}{
		{"no message id", "message", botflow.Receive{}},
		{"a long message id", "message", botflow.Receive{Message: botflow.MessageID(long)}},
		{"a message id with NUL", "message", botflow.Receive{Message: "a\x00b"}},
		{"a message id that is no UTF-8", "message", botflow.Receive{Message: "a\xff"}},
		{"a malformed inbox", "inbox", botflow.HandOff{Inbox: "\xff"}},
		{"nobody assigned", "agent", botflow.Assign{}},
		{"moved nowhere", "inbox", botflow.Move{}},
		{"drained nowhere", "into", botflow.Drain{}},
		{"nobody chosen", "decision.chosen", botflow.AutoAssign{}},
		{"transferred nowhere", "transfer", botflow.Transfer{}},
		{"a long inbox", "inbox", botflow.Transfer{Inbox: botflow.InboxID(long)}},
		{"a long agent", "agent", botflow.Transfer{Agent: botflow.AgentID(long)}},
		{"a long comment", "comment", botflow.Transfer{Agent: "Ben", Comment: strings.Repeat("x", botflow.MaxText+1)}},
		{"an empty note", "text", botflow.AddNote{}},
		{"a megabyte", "text", botflow.AddNote{Text: strings.Repeat("x", 1<<20)}},
		{"no tag", "tag", botflow.AddTag{}},
		{"no tag to remove", "tag", botflow.RemoveTag{}},
		{"a bad template", "template", botflow.SendTemplate{Template: "\x00"}},
		{"a bad campaign", "template", botflow.SendCampaign{Template: "\xc0\x80"}},
		{"a bad detail", "detail", botflow.ReportFailure{Detail: "\xff"}},
		{"a long failed message", "message", botflow.ReportFailure{Message: botflow.MessageID(long)}},
		{"no attributes", "attributes", botflow.SetAttributes{}},
		{"too many attributes", "attributes", botflow.SetAttributes{Attributes: many}},
		{"a nameless attribute", "attribute name", botflow.SetAttributes{Attributes: map[string]string{"": "x"}}},
		{"a bad attribute", "attribute a", botflow.SetAttributes{Attributes: map[string]string{"a": "\xff"}}},
		{"a long affinity agent", "agent", botflow.SetAffinity{Agent: botflow.AgentID(long)}},
		{"an unknown deadline", "deadline", botflow.Elapse{Deadline: 200}},
		{"offline by choice", "status", botflow.SetPresence{}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var refusal *botflow.Error
			require.ErrorAs(t, tc.cmd.Check(), &refusal)
			require.ErrorIs(t, refusal, botflow.ErrInvalid)
			require.Equal(t, tc.field, refusal.Field)
			require.NotEmpty(t, refusal.Detail)
		})
	}
	require.NoError(t, botflow.CheckID("id", strings.Repeat("x", 255)))
	require.NoError(t, botflow.CheckText("text", strings.Repeat("x", botflow.MaxText)))
	require.NoError(t, botflow.AddTag{Tag: "e\u0301"}.Check())
}

func TestErrorsPrintForAPerson(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		err  error
		want string
		code botflow.Code
	}{
		{botflow.ErrNotFound, "reparto: not found", botflow.CodeNotFound},
		{botflow.Invalid("tag", "is empty"), "reparto: invalid: tag is empty", botflow.CodeInvalid},
		{&botflow.Error{Code: botflow.CodeNoAgent, Field: "Ben"}, "reparto: no such agent: Ben", botflow.CodeNoAgent},
		{&botflow.Error{Code: botflow.CodeConflict, Detail: "try again"}, "reparto: conflict: try again", botflow.CodeConflict},
		{&botflow.TakenError{}, "reparto: already taken", botflow.CodeTaken},
		{&botflow.TakenError{Owner: "Ana"}, "reparto: already taken by Ana", botflow.CodeTaken},
	} {
		require.Equal(t, tc.want, tc.err.Error())
		require.Equal(t, tc.code, botflow.CodeOf(fmt.Errorf("around it: %w", tc.err)))
		require.ErrorIs(t, tc.err, &botflow.Error{Code: tc.code})
		require.NotErrorIs(t, tc.err, &botflow.Error{Code: "other"})
	}
	require.Empty(t, botflow.CodeOf(nil))
	require.Empty(t, botflow.CodeOf(fmt.Errorf("no refusal")))
	require.NotErrorIs(t, botflow.ErrInvalid, botflow.Invalid("tag", "is empty"), "a sentinel is wider than what it matches")
}

// TestEnumsSurviveJSON: every word of every enum comes back, and others are refused.
func TestEnumsSurviveJSON(t *testing.T) {
	t.Parallel()
	checkEnum(t, 5, func(i int) botflow.State { return botflow.State(i) })
	checkEnum(t, 4, func(i int) botflow.ActorKind { return botflow.ActorKind(i) })
	checkEnum(t, 3, func(i int) botflow.Role { return botflow.Role(i) })
	checkEnum(t, 3, func(i int) botflow.Status { return botflow.Status(i) })
	checkEnum(t, 5, func(i int) botflow.DeadlineKind { return botflow.DeadlineKind(i) })
	checkEnum(t, 2, func(i int) botflow.ResponderKind { return botflow.ResponderKind(i) })
	checkEnum(t, 3, func(i int) botflow.WindowEnd { return botflow.WindowEnd(i) })
	checkEnum(t, 2, func(i int) botflow.CountFrom { return botflow.CountFrom(i) })
	checkEnum(t, 2, func(i int) botflow.IdleAction { return botflow.IdleAction(i) })
}

func checkEnum[T interface {
	comparable
	fmt.Stringer
}](t *testing.T, n int, at func(int) T,
) {
	t.Helper()
	var words []string
	for i := range n {
		text, err := json.Marshal(at(i))
		require.NoError(t, err)
		var back T
		require.NoError(t, json.Unmarshal(text, &back))
		require.Equal(t, at(i), back)
		require.NotContains(t, words, at(i).String())
		words = append(words, at(i).String())
	}
	var back T
	require.Equal(t, botflow.CodeInvalid, botflow.CodeOf(json.Unmarshal([]byte(`"martes"`), &back)))
}
