package main

import "github.com/repartogo/reparto/botflow"

// load is what one agent, or all of them, had to do. It counts by when it was done, not by when the call came.
type load struct {
	Calls int     `json:"calls"` // answered in this time
	Busy  int     `json:"busy"`  // seconds of service
	Share float64 `json:"share"` // Busy as a share of the time online; above 1 where a call outlasts it; 0 when nobody is online
}

// bothLoad is the load in the record and in the replay.
type bothLoad struct {
	Record load `json:"record"`
	Replay load `json:"replay"`
}

// loadOf counts what an agent did in an hour.
func loadOf(fates []fate, agent botflow.AgentID, hourOf int) (l load) {
	for i := range fates {
		f := &fates[i]
		if f.agent != agent {
			continue
		}
		if f.from.hour() == hourOf {
			l.Calls++
		}
		l.Busy += within(f.from, f.from+moment(f.busy), hourOf)
	}
	return l
}

// add adds calls and busy time. Shares don't add up: see share.
func (b *bothLoad) add(more bothLoad) {
	b.Record.Calls, b.Record.Busy = b.Record.Calls+more.Record.Calls, b.Record.Busy+more.Record.Busy
	b.Replay.Calls, b.Replay.Busy = b.Replay.Calls+more.Replay.Calls, b.Replay.Busy+more.Replay.Busy
}

// share sets the shares of so many seconds online. Being online is the same in record and replay.
func (b *bothLoad) share(online int) {
	b.Record.Share, b.Replay.Share = ratio(b.Record.Busy, online), ratio(b.Replay.Busy, online)
}

// online gives the seconds that the agent is online in an hour.
func (s *shift) online(hourOf int) int {
	sum := 0
	for _, st := range s.stretches {
		sum += within(st.from, st.to, hourOf)
	}
	return sum
}

// within gives the seconds between two moments that lie in an hour.
func within(from, to moment, hourOf int) int {
	begin := moment(hourOf * hour)
	return int(max(min(to, begin+hour)-max(from, begin), 0))
}
