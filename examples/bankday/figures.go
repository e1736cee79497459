package main

import (
	"time"

	"github.com/repartogo/reparto/botflow"
)

// dayFigures are all figures of a day: the record's, and the replay's beside them. Lengths of time are in seconds.
type dayFigures struct {
	Date     string           `json:"date"`
	Patience belief           `json:"patience"` // what is assumed of the patience of those who were answered
	Assumed  []string         `json:"assumed"`  // what isn't in the record
	Verified int              `json:"verified"` // how often the engine's invariants were checked, and held
	Total    timeFigures      `json:"total"`
	Hours    []hourFigures    `json:"hours"` // every hour from the first to the last in which anything happened
	Services []serviceFigures `json:"services"`
	Agents   []agentFigures   `json:"agents"`
}

// timeFigures are the figures of some time.
type timeFigures struct {
	Online int      `json:"online"` // seconds that agents were online, all together
	Record figures  `json:"record"`
	Replay figures  `json:"replay"`
	Load   bothLoad `json:"load"` // of all agents together
}

// hourFigures are the figures of one hour of the clock.
type hourFigures struct {
	Hour int `json:"hour"` // 9 is from 09:00:00 to 09:59:59, and 24 the hour after midnight
	timeFigures
}

// serviceFigures are the figures of one type of service.
type serviceFigures struct {
	Service botflow.InboxID `json:"service"`
	Members int             `json:"members"` // agents who answered it that day
	Record  figures         `json:"record"`
	Replay  figures         `json:"replay"`
}

// agentFigures are the figures of one agent.
type agentFigures struct {
	Agent  botflow.AgentID `json:"agent"`
	Online int             `json:"online"` // seconds
	Load   bothLoad        `json:"load"`
	Hours  []bothLoad      `json:"hours"` // in the order of the day's hours
}

// figures counts the day once it is over.
func (d *day) figures(of belief) *dayFigures {
	recorded := d.record.fates()
	out := &dayFigures{Date: d.record.midnight.Format(time.DateOnly), Patience: of, Assumed: d.record.assumed(of), Verified: d.looks}
	first, last := hoursOf(d.record, recorded, d.fates)
	for h := first; h <= last; h++ {
		out.Hours = append(out.Hours, hourFigures{Hour: h})
	}
	at := map[botflow.InboxID]int{}
	for i, in := range d.record.setup().Inboxes {
		at[in.ID] = i
		out.Services = append(out.Services, serviceFigures{Service: in.ID, Members: len(in.Members)})
	}
	for i := range d.record.calls {
		c := &d.record.calls[i]
		h, s := &out.Hours[c.entry.hour()-first], &out.Services[at[c.service]]
		for _, g := range [...]*figures{&out.Total.Record, &h.Record, &s.Record} {
			g.add(&recorded[i])
		}
		for _, g := range [...]*figures{&out.Total.Replay, &h.Replay, &s.Replay} {
			g.add(&d.fates[i])
		}
	}
	d.measure(out, recorded)
	return out
}

// hoursOf gives the first and the last hour in which anything happened.
func hoursOf(r *record, fates ...[]fate) (first, last int) {
	first = r.calls[0].entry.hour()
	for i := range r.calls {
		first, last = min(first, r.calls[i].entry.hour()), max(last, r.calls[i].entry.hour())
		for _, some := range fates {
			if f := &some[i]; f.agent != "" {
				first, last = min(first, f.from.hour()), max(last, (f.from+moment(f.busy)).hour())
			}
		}
	}
	return first, last
}

// measure counts what the agents did, by hour and by agent.
func (d *day) measure(out *dayFigures, recorded []fate) {
	for i := range d.shifts {
		s := &d.shifts[i]
		a := agentFigures{Agent: s.agent, Hours: make([]bothLoad, len(out.Hours))}
		for j := range out.Hours {
			h := &out.Hours[j]
			online := s.online(h.Hour)
			a.Hours[j] = bothLoad{Record: loadOf(recorded, s.agent, h.Hour), Replay: loadOf(d.fates, s.agent, h.Hour)}
			for _, to := range [...]*bothLoad{&a.Load, &h.Load, &out.Total.Load} {
				to.add(a.Hours[j])
			}
			a.Hours[j].share(online)
			a.Online, h.Online, out.Total.Online = a.Online+online, h.Online+online, out.Total.Online+online
		}
		a.Load.share(a.Online)
		out.Agents = append(out.Agents, a)
	}
	for j := range out.Hours {
		out.Hours[j].Load.share(out.Hours[j].Online)
	}
	out.Total.Load.share(out.Total.Online)
}
