package record

import (
	"time"

	"github.com/repartogo/reparto/botflow"
)

// agent is one of the shop's people at work: one pair of hands, one chat after the other.
type agent struct {
	id      botflow.AgentID
	away    []absence
	busy    time.Time // until then the hands are full
	seen    time.Time // the last recorded act
	on, off time.Time // the shift
}

// absence is a time away from the desk; said: the agent set Away before.
type absence struct {
	from, to time.Time
	said     bool
}

// hire plans an agent's day: arriving, lunch, leaving.
func (s *simulation) hire(id botflow.AgentID, on, lunch, off string) *agent {
	a := &agent{id: id, on: monday(on), off: monday(off)}
	s.staff[id] = a
	a.busy = a.on
	s.later(a.on, func() { s.act(action{Who: id, Does: "online"}) })
	s.later(a.off, func() { s.act(action{Who: id, Does: "sign-out"}) })
	if lunch != "" {
		from := monday(lunch)
		to := from.Add(s.between(30*time.Minute, 40*time.Minute)).Truncate(time.Second)
		a.away = append(a.away, absence{from, to, true})
		s.later(from, func() { s.act(action{Who: id, Does: "away"}) })
		s.later(to, func() { s.act(action{Who: id, Does: "online"}) })
	}
	for at := a.on.Add(25 * time.Minute); at.Before(a.off); at = at.Add(5 * time.Minute) {
		s.later(at, func() {
			if idle := s.now.Sub(a.seen); idle > 25*time.Minute && a.free(s.now).Equal(s.now) {
				s.act(action{Who: id, Does: "touch"})
			}
		})
	}
	return a
}

func monday(at string) time.Time { return on("Mon", at) }

// free gives the earliest time from t on at which the agent can turn to something; zero: not any more today.
func (a *agent) free(t time.Time) time.Time {
	t = maxTime(maxTime(t, a.busy), a.on)
	for _, out := range a.away {
		if !t.Before(out.from) && t.Before(out.to) {
			t = out.to.Add(20 * time.Second)
		}
	}
	if !t.Before(a.off) {
		return time.Time{}
	}
	return t
}

// soon plans an act of an agent who needs some time first, and is one thing at a time. still tells at that time whether there
// is a point in it.
func (s *simulation) soon(id botflow.AgentID, from, to time.Duration, still func() bool, do func()) {
	a := s.staff[id]
	if a == nil {
		return
	}
	at := a.free(s.now.Add(s.between(from, to)))
	if at.IsZero() {
		return
	}
	a.busy = at.Add(8 * time.Second)
	s.later(at, func() {
		if still() {
			do()
		}
	})
}
