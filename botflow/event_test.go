package botflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
)

func TestE1_EventsTellWhatHappened(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.channel.Bot = "flow"
	s.after(time.Second).receive().after(time.Second).do(flow, botflow.HandOff{Inbox: "Ventas"})
	s.after(time.Second).take(ana).do(ana, botflow.Transfer{Agent: "Ben", Comment: "ojo"}).do(ben, botflow.Close{})
	for i, e := range s.journal {
		require.Equal(t, uint64(i+1), e.Seq, "numbered without a gap")
		require.Equal(t, botflow.OfConversation("c1"), e.Subject)
		require.Equal(t, botflow.ChannelID("wa"), e.Channel)
		require.Equal(t, botflow.ContactID("juan"), e.Contact)
		require.NotEmpty(t, e.Rule)
	}
	require.Equal(t, uint64(len(s.journal)), s.c.Seq)

	t.Run("with the places before and after, and who", func(t *testing.T) {
		t.Parallel()
		s := waiting(t)
		was := s.c.Place
		s.do(ana, botflow.Take{})
		e := s.said(botflow.Taken)
		require.Equal(t, was, e.From)
		require.Equal(t, s.c.Place, e.To)
		require.Equal(t, ana, e.By)
		require.Equal(t, s.now, e.At)
		require.Equal(t, s.c.Epoch, e.Epoch)
		require.Equal(t, "L10", e.Rule)
		require.Equal(t, "conversation/c1#5", e.ID())
	})
	t.Run("all events of one step have the same places", func(t *testing.T) {
		t.Parallel()
		s := newScene(t).receive()
		for _, e := range s.out.Events {
			require.Equal(t, "NONE", e.From.String(), e.Type)
			require.Equal(t, "BANDEJA(General)", e.To.String(), e.Type)
			require.Equal(t, uint32(1), e.Episode)
		}
	})
	t.Run("when it takes effect and when it was written", func(t *testing.T) {
		t.Parallel()
		s := waiting(t)
		env := s.env(host, botflow.Elapse{Deadline: botflow.DeadlineWindow})
		env.Now, env.Recorded = s.c.Deadlines[botflow.DeadlineWindow], nine.Add(48*time.Hour)
		out, err := botflow.Step(s.c, botflow.Elapse{Deadline: botflow.DeadlineWindow}, env)
		require.NoError(t, err)
		require.Equal(t, nine.Add(day), out.Events[0].At, "a late deadline's own time")
		require.Equal(t, env.Recorded, out.Events[0].Recorded)
		require.Equal(t, nine.Add(day), out.Next.Place.Since)
	})
	t.Run("a message with its own time stamp", func(t *testing.T) {
		t.Parallel()
		s := waiting(t).do(host, botflow.Receive{Message: "wamid.7", SentAt: nine.Add(-time.Hour)})
		e := s.said(botflow.Received)
		require.Equal(t, botflow.MessageID("wamid.7"), e.Message)
		require.Equal(t, nine.Add(-time.Hour), e.SentAt)
		require.Equal(t, s.now, s.c.LastInbound, "state goes by arrival")
	})
}

// Rules: E1
func TestE1_NamesOfSubjects(t *testing.T) {
	t.Parallel()
	require.Equal(t, "agent/Ana", botflow.OfAgent("Ana").String())
	require.Equal(t, "account", botflow.OfAccount().String())
	require.Equal(t, "subject(9)/x", botflow.Subject{Kind: 9, ID: "x"}.String())
}

func TestE4_ForgetLeavesASkeleton(t *testing.T) {
	t.Parallel()
	for name, s := range everywhere(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s.do(ana, botflow.AddTag{Tag: "vip"}).do(ana, botflow.SetPriority{Priority: 2})
			was := s.c
			s.do(host, botflow.Forget{}).is("NONE", botflow.Forgotten)
			require.True(t, s.out.Forget)
			require.Equal(t, botflow.Conversation{
				ID: was.ID, Channel: was.Channel, Contact: was.Contact, Place: botflow.Place{Since: s.now},
				Seq: was.Seq + 1, Episode: was.Episode, Epoch: s.c.Epoch, Updated: s.now,
			}, s.c, "the numbers go on, nothing else is known")
			e := s.said(botflow.Forgotten)
			require.Empty(t, e.Contact, "anonymous")
			require.Equal(t, was.Place, e.From, "an owned chat frees its slot")
			held := was.Place.Owner != "" || was.Place.Bot != ""
			require.Equal(t, held, s.c.Epoch > was.Epoch)

			s.channel.Bot = ""
			s.first = botflow.Responder{}
			s.receive()
			require.Equal(t, was.Episode+1, s.c.Episode)
		})
	}
	newScene(t).refuses(botflow.CodeNotFound, host, botflow.Forget{})
}
