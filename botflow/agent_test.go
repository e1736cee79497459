package botflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
)

// shiftScene plays commands on Ana's presence.
type shiftScene struct {
	t      *testing.T
	p      botflow.Presence
	now    botflow.Instant
	by     botflow.Actor
	events []botflow.Event
}

func newShift(t *testing.T) *shiftScene {
	t.Helper()
	return &shiftScene{t: t, p: botflow.Presence{Agent: "Ana"}, now: nine, by: ana}
}

func (s *shiftScene) env() botflow.AgentEnv {
	return botflow.AgentEnv{Now: s.now, Recorded: s.now, By: s.by, InactiveAfter: 10 * time.Minute}
}

func (s *shiftScene) do(cmd botflow.Command) *shiftScene {
	s.t.Helper()
	p, events, err := botflow.StepAgent(s.p, cmd, s.env())
	require.NoError(s.t, err)
	s.p, s.events = p, events
	return s
}

func (s *shiftScene) after(d time.Duration) *shiftScene { s.now = s.now.Add(d); return s }

func (s *shiftScene) is(status botflow.Status) *shiftScene {
	s.t.Helper()
	require.Equal(s.t, status, s.p.Status)
	return s
}

var online, away = botflow.SetPresence{Status: botflow.Online}, botflow.SetPresence{Status: botflow.Away}

func TestP1_AgentChoosesOnlineOrAway(t *testing.T) {
	t.Parallel()
	newShift(t).do(online).is(botflow.Online).do(away).is(botflow.Away).do(online).is(botflow.Online)
	_, _, err := botflow.StepAgent(botflow.Presence{Agent: "Ana"}, botflow.SetPresence{Status: botflow.Offline}, botflow.AgentEnv{Now: nine})
	require.ErrorIs(t, err, botflow.ErrInvalid)
}

func TestP2_Inactivity(t *testing.T) {
	t.Parallel()
	for _, status := range []botflow.SetPresence{online, away} {
		t.Run(status.Status.String()+" for 10 minutes without activity", func(t *testing.T) {
			t.Parallel()
			s := newShift(t).do(status)
			require.Equal(t, nine.Add(10*time.Minute), s.p.Wake)
			s.after(10*time.Minute - time.Microsecond).do(botflow.Inactivity{}).is(status.Status)
			s.after(time.Microsecond).do(botflow.Inactivity{}).is(botflow.Offline)
			require.Equal(t, botflow.CauseInactivity, s.p.Cause)
			s.do(botflow.Inactivity{})
			require.Empty(t, s.events, "at most once")
			s.after(time.Hour).do(botflow.Touch{}).is(status.Status)
			require.Equal(t, botflow.CauseActivity, s.p.Cause, "what was last chosen is restored")
		})
	}
	t.Run("any action is activity", func(t *testing.T) {
		t.Parallel()
		s := newShift(t).do(online).after(5 * time.Minute)
		p, events, err := botflow.Active(s.p, s.env())
		require.NoError(t, err)
		require.Empty(t, events)
		s.p = p
		require.Equal(t, nine.Add(15*time.Minute), s.p.InactiveAt(10*time.Minute))
		s.after(5 * time.Minute).do(botflow.Inactivity{}).is(botflow.Online)
		require.Equal(t, nine.Add(15*time.Minute), s.p.Wake, "the hint is set right")
	})
	t.Run("after signing out the agent must choose", func(t *testing.T) {
		t.Parallel()
		newShift(t).do(online).do(botflow.SignOut{}).is(botflow.Offline).do(botflow.Touch{}).is(botflow.Offline).do(online).is(botflow.Online)
		newShift(t).do(online).after(time.Hour).do(botflow.Inactivity{}).do(botflow.SignOut{}).do(botflow.Touch{}).is(botflow.Offline)
	})
	t.Run("new agents are Offline, and activity doesn't change it", func(t *testing.T) {
		t.Parallel()
		s := newShift(t).is(botflow.Offline).do(botflow.Touch{}).is(botflow.Offline)
		require.Zero(t, s.p.Wake)
	})
	t.Run("never, when it is off", func(t *testing.T) {
		t.Parallel()
		s := newShift(t).do(online)
		p, events, err := botflow.StepAgent(s.p, botflow.Inactivity{}, botflow.AgentEnv{Now: nine.Add(day)})
		require.NoError(t, err)
		require.Empty(t, events)
		require.Equal(t, botflow.Online, p.Status)
		require.Zero(t, p.InactiveAt(0))
	})
	t.Run("a clock that jumps back takes no activity away", func(t *testing.T) {
		t.Parallel()
		s := newShift(t).do(online).after(5 * time.Minute).do(botflow.Touch{})
		was := s.p
		s.after(-3 * time.Minute).do(online).do(botflow.Touch{})
		require.Equal(t, was, s.p)
	})
}

// Rules: P3, I8
func TestP3_LoadStaysWithTheAgent(t *testing.T) {
	t.Parallel()
	s := newShift(t).do(online)
	s.p.Load = 3
	for _, cmd := range []botflow.Command{away, botflow.SignOut{}, online, botflow.Touch{}} {
		require.Equal(t, 3, s.do(cmd).p.Load)
	}
	t.Run("I8 and moves with the ownership", func(t *testing.T) {
		t.Parallel()
		from, to := botflow.Shift(botflow.Presence{Agent: "Ana", Load: 3}, botflow.Presence{Agent: "Ben", Load: 1}, nine, true)
		require.Equal(t, botflow.Presence{Agent: "Ana", Load: 2, IdleFrom: nine}, from)
		require.Equal(t, botflow.Presence{Agent: "Ben", Load: 2, IdleFrom: nine, Ramped: 1}, to)
		from, to = botflow.Shift(botflow.Presence{}, botflow.Presence{Agent: "Ben"}, nine, false)
		require.Equal(t, [2]botflow.Presence{{}, {Agent: "Ben", Load: 1, IdleFrom: nine}}, [2]botflow.Presence{from, to})
		same := botflow.Presence{Agent: "Ana", Load: 3}
		from, to = botflow.Shift(same, same, nine, true)
		require.Equal(t, [2]botflow.Presence{same, same}, [2]botflow.Presence{from, to})
	})
	t.Run("P5 ramp-in counts from coming online", func(t *testing.T) {
		t.Parallel()
		s := newShift(t).do(away)
		s.p.Ramped = 4
		require.Zero(t, s.after(time.Minute).do(online).p.Ramped)
		require.Equal(t, s.now, s.p.IdleFrom)
		online := s.now
		s.p.Ramped = 2
		s.after(time.Minute).do(away)
		require.Equal(t, online, s.p.IdleFrom, "A7: only coming online counts")
		require.Equal(t, 2, s.p.Ramped)
	})
}

func TestP4_EveryChangeIsAnEvent(t *testing.T) {
	t.Parallel()
	s := newShift(t)
	for i, step := range []struct {
		cmd     botflow.Command
		was, is botflow.Status
		cause   botflow.Cause
		later   time.Duration
	}{
		{online, botflow.Offline, botflow.Online, botflow.CauseChosen, 0},
		{away, botflow.Online, botflow.Away, botflow.CauseChosen, time.Minute},
		{botflow.Inactivity{}, botflow.Away, botflow.Offline, botflow.CauseInactivity, 10 * time.Minute},
		{botflow.Touch{}, botflow.Offline, botflow.Away, botflow.CauseActivity, time.Minute},
		{botflow.SignOut{}, botflow.Away, botflow.Offline, botflow.CauseSignOut, time.Minute},
	} {
		s.after(step.later).do(step.cmd).is(step.is)
		require.Equal(t, []botflow.Event{{
			Subject: botflow.OfAgent("Ana"), Seq: uint64(i + 1), Type: botflow.PresenceChanged, At: s.now, Recorded: s.now, By: ana,
			Agent: "Ana", Was: step.was, Is: step.is, Cause: step.cause,
		}}, s.events)
		require.Equal(t, s.now, s.p.Since)
	}
	require.Empty(t, s.do(botflow.SignOut{}).events, "no change, no event")
	require.Empty(t, s.do(online).do(online).events)
	t.Run("removed", func(t *testing.T) {
		t.Parallel()
		s := newShift(t).do(online)
		env := s.env()
		env.Removed = true
		p, events, err := botflow.StepAgent(s.p, botflow.SignOut{}, env)
		require.NoError(t, err)
		require.Equal(t, botflow.CauseRemoved, events[0].Cause)
		require.Equal(t, botflow.Offline, p.Status)
	})
	t.Run("a conversation's command isn't one of an agent", func(t *testing.T) {
		t.Parallel()
		_, _, err := botflow.StepAgent(botflow.Presence{Agent: "Ana"}, botflow.Take{}, botflow.AgentEnv{Now: nine})
		require.Equal(t, botflow.CodeInvalid, botflow.CodeOf(err))
	})
}
