package botflow_test

import (
	"bytes"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
)

// hostile are texts that somebody will send one day.
func hostile() []string {
	return []string{
		"", "x", strings.Repeat("x", 255), strings.Repeat("x", 256), strings.Repeat("é", 128), strings.Repeat("x", 1<<20),
		"a\x00b", "\x00", "\xff\xfe", "\xc0\x80", "\xed\xa0\x80", `\ud800`, `\ud83d\ude00`, `"`, `\`, "\u2028", "\u202e", "Personal of Ana", "Cerradas",
	}
}

func FuzzDecodeCommand(f *testing.F) {
	for _, cmd := range samples() {
		text, err := botflow.EncodeCommand(cmd)
		require.NoError(f, err)
		f.Add(text)
	}
	for _, text := range hostile() {
		f.Add([]byte(text))
		f.Add([]byte(`{"name":"AddTag","fields":{"tag":"` + text + `"}}`))
		f.Add([]byte(`{"name":"` + text + `"}`))
	}
	for _, number := range []string{"18446744073709551616", "-1", "1e400", "1.5", strings.Repeat("9", 4000)} {
		f.Add([]byte(`{"name":"Close","fields":{"epoch":` + number + `}}`))
		f.Add([]byte(`{"name":"SetPriority","fields":{"priority":` + number + `}}`))
	}
	f.Add([]byte(strings.Repeat("[", 20000)))
	f.Add([]byte(`{"name":"Take","fields":null}`))
	f.Add([]byte(`{"name":"Receive","fields":{"message":"m","sentAt":"forever"}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		given := bytes.Clone(text)
		cmd, err := botflow.DecodeCommand(text)
		require.Equal(t, given, text)
		if err != nil {
			require.Equal(t, botflow.CodeInvalid, botflow.CodeOf(err))
			require.Nil(t, cmd)
			return
		}
		require.NoError(t, cmd.Check())
		encoded, err := botflow.EncodeCommand(cmd)
		require.NoError(t, err)
		back, err := botflow.DecodeCommand(encoded)
		require.NoError(t, err, "%s", encoded)
		again, err := botflow.EncodeCommand(back)
		require.NoError(t, err)
		require.Equal(t, string(encoded), string(again))
	})
}

// FuzzStep reads commands from bytes: each picks a sample and an actor, some with the text and the number in its fields.
// The number is every duration of the world, too.
func FuzzStep(f *testing.F) {
	script := make([]byte, 120)
	for i := range script {
		script[i] = byte(i * 7)
	}
	for i, text := range hostile() {
		number := []int64{0, 1, -1, int64(time.Hour), int64(-time.Hour), math.MaxInt64, math.MinInt64}[i%7]
		f.Add(script, text, number)
	}
	f.Fuzz(func(t *testing.T, script []byte, text string, number int64) {
		s := newScene(t)
		d := time.Duration(number)
		s.channel = botflow.ChannelRules{
			Window: d, AutoClose: d, TemplateWait: d, BotIdleAfter: d, Tolerance: d, Inbox: botflow.InboxID(text),
			Bot: []botflow.BotID{"", "flow"}[len(text)%2], OnWindowEnd: botflow.WindowEnd(uint64(number) % 4),
		}
		s.reassign["Ventas"], s.next = d, "Ben"
		tr := &trial{TestingT: t, c: s.c, contact: s.contact, pending: map[uint32]int{}}
		for i, b := range script[:min(len(script), 200)] {
			cmd := plain(samples()[int(b)%len(samples())], tr.c.Epoch)
			if i%3 == 0 {
				cmd = spoiled(cmd, text, number)
			}
			by := []botflow.Actor{host, ana, ben, flow, iris, botflow.ByAgent(botflow.AgentID(text))}[(i+int(b)/16)%6]
			if at, _, ok := tr.c.Due(botflow.Forever); ok && b%5 == 0 {
				s.now = max(s.now, tr.c.Deadlines[at])
			}
			was := tr.c
			s.c, s.contact = tr.c, tr.contact
			env := s.env(by, cmd)
			if out, ok := tr.take(cmd, env); ok {
				tr.laws(&was, cmd, &env, &out)
				require.NotContains(t, out.String(), "\n")
			}
		}
	})
}

// spoiled puts hostile values into a command's fields.
func spoiled(cmd botflow.Command, text string, number int64) botflow.Command {
	priority := int32(number)
	switch cmd.(type) {
	case botflow.Receive:
		return botflow.Receive{Message: botflow.MessageID(text), SentAt: botflow.Instant(number)}
	case botflow.HandOff:
		return botflow.HandOff{Inbox: botflow.InboxID(text), Priority: &priority}
	case botflow.Move:
		return botflow.Move{Inbox: botflow.InboxID(text)}
	case botflow.Assign:
		return botflow.Assign{Agent: botflow.AgentID(text)}
	case botflow.Transfer:
		return botflow.Transfer{Agent: botflow.AgentID(text), Comment: text}
	case botflow.AddNote:
		return botflow.AddNote{Text: text}
	case botflow.AddTag:
		return botflow.AddTag{Tag: botflow.Tag(text)}
	case botflow.RemoveTag:
		return botflow.RemoveTag{Tag: botflow.Tag(text)}
	case botflow.SetAffinity:
		return botflow.SetAffinity{Agent: botflow.AgentID(text)}
	case botflow.SendTemplate:
		return botflow.SendTemplate{Template: text}
	case botflow.SendCampaign:
		return botflow.SendCampaign{Template: text}
	case botflow.ReportFailure:
		return botflow.ReportFailure{Message: botflow.MessageID(text), Detail: text}
	case botflow.SetAttributes:
		return botflow.SetAttributes{Attributes: map[string]string{text: text}}
	case botflow.Elapse:
		return botflow.Elapse{Deadline: botflow.DeadlineKind(number)}
	case botflow.Reply:
		return botflow.Reply{Epoch: uint64(number)}
	case botflow.SetPriority:
		return botflow.SetPriority{Priority: priority}
	}
	return cmd
}
