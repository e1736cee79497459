package routing

import "github.com/repartogo/reparto/botflow"

// Ready tells whether presence, limit and membership let the agent be given a chat of the inbox by assignment (A5).
// Whether a certain chat is held back from them (A11, N1), or all of them for a while (P5), is another question.
func (s *Seat) Ready() bool {
	return s.Barred == "" && s.available() && !s.full()
}

// available tells whether presence is as the policy asks.
func (s *Seat) available() bool { return !s.NeedsOnline || s.Status == botflow.Online }

// full tells whether the limit is reached; a limit of 0 never is (A4).
func (s *Seat) full() bool { return s.Limit > 0 && s.Load >= s.Limit }

// rampEnds gives when ramp-in stops holding the agent back at now: 0 when it doesn't (P5).
func (s *Seat) rampEnds(now botflow.Instant) botflow.Instant {
	if s.RampIn.Limit <= 0 || s.RampIn.Period <= 0 || s.Status != botflow.Online || s.Ramped < s.RampIn.Limit {
		return 0
	}
	if end := s.Since.Add(s.RampIn.Period); now < end {
		return end
	}
	return 0
}

// Ramping tells whether ramp-in holds the agent back at now (P5).
func (s *Seat) Ramping(now botflow.Instant) bool { return s.rampEnds(now) != 0 }
