package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/repartogo/reparto/botflow"
)

// header is the first line of a record.
const header = "vru_line,call_id,customer_id,priority,type,date,vru_entry,vru_exit,vru_time,q_start,q_exit,q_time,outcome,ser_start,ser_exit,ser_time,server"

// nobody stands in the column server where no agent is named.
const nobody = "NO_SERVER"

// row reads the fields of one line by their column's name, and remembers the first that can't be read.
type row struct {
	fields map[string]string
	err    error
}

func newRow(fields []string) *row {
	r := &row{fields: make(map[string]string, len(fields))}
	for i, name := range strings.Split(header, ",") {
		r.fields[name] = strings.TrimSpace(fields[i])
	}
	return r
}

// fail remembers what is wrong with a column, unless something was wrong before.
func (r *row) fail(column string, err error) {
	if r.err == nil {
		r.err = fmt.Errorf("%s: %w", column, err)
	}
}

func (r *row) clock(column string) moment {
	m, err := parseMoment(r.fields[column])
	if err != nil {
		r.fail(column, err)
	}
	return m
}

// seconds reads a length of time. A few are below zero, where clocks disagree.
func (r *row) seconds(column string) int {
	n, err := strconv.Atoi(r.fields[column])
	if err != nil || n < -day24 || n > day24 {
		r.fail(column, fmt.Errorf("%q is no number of seconds within a day", r.fields[column]))
	}
	return n
}

// call makes a call of the row. line is its number in the file, which tells calls with the same id apart.
func (r *row) call(line int) (call, error) {
	c := call{
		contact: botflow.ContactID(fmt.Sprintf("%s/%s:%d", r.fields["vru_line"], r.fields["call_id"], line)),
		service: r.service(), priority: r.priority(), entry: r.clock("vru_entry"),
	}
	exit, bot := r.clock("vru_exit"), r.seconds("vru_time")
	start, wait := r.clock("q_start"), r.seconds("q_time")
	r.clock("q_exit") // the seconds say it better
	c.handOff = believe(c.entry+moment(max(bot, 0)), exit)
	if wait > 0 {
		c.handOff = believe(c.handOff, start) // a few calls reach the queue some seconds after the bot
	}
	c.handOff = max(c.handOff, c.entry)
	c.recorded = fate{end: r.ending(wait)}
	if c.recorded.queued() {
		c.recorded.wait = max(wait, 0)
	}
	r.serve(&c)
	if err := botflow.CheckID("vru_line and call_id", c.contact); err != nil {
		r.fail("call_id", err)
	}
	return c, r.err
}

// ending reads how the call ended: hanging up counts by where it happened.
func (r *row) ending(wait int) ending {
	switch outcome := r.fields["outcome"]; outcome {
	case "AGENT":
		return answered
	case "HANG":
		if wait > 0 {
			return abandoned
		}
		return inBot
	case "PHANTOM":
		return ignored
	default:
		r.fail("outcome", fmt.Errorf("%q is none of AGENT, HANG, PHANTOM", outcome))
		return ignored
	}
}

// believe gives the clock time of something that a row's seconds put at about m, or m itself where the clock is far from it:
// a blank reads as midnight sharp.
func believe(m, clock moment) moment {
	const doubt = hour
	if clock = m.near(clock); clock < m-doubt || clock > m+doubt {
		return m
	}
	return clock
}

// serve reads the service. Only an answered call has one, whatever else a row says. Where its columns are blank (midnight
// sharp, and no seconds), its length isn't known.
func (r *row) serve(c *call) {
	start, end, busy := r.clock("ser_start"), r.clock("ser_exit"), r.seconds("ser_time")
	agent := botflow.AgentID(r.fields["server"])
	if err := botflow.CheckID("server", agent); err != nil {
		r.fail("server", err)
	}
	if c.recorded.end != answered {
		return
	}
	c.timed = start != 0 || end != 0 || busy != 0
	c.recorded.from = believe(c.handOff+moment(c.recorded.wait), start)
	c.recorded.busy = max(busy, 0)
	if agent != nobody {
		c.recorded.agent = agent
	}
}

// service reads the type, which becomes an inbox's name.
func (r *row) service() botflow.InboxID {
	name := r.fields["type"]
	odd := func(c rune) bool { return (c < 'A' || c > 'Z') && (c < '0' || c > '9') }
	if name == "" || len(name) > 8 || strings.ContainsFunc(name, odd) {
		r.fail("type", fmt.Errorf("%q is no type: write up to eight capital letters and digits, such as PS", name))
	}
	return botflow.InboxID(name)
}

// priority reads the priority: 0 and 1 are both regular, and wait alike.
func (r *row) priority() int32 {
	n, err := strconv.ParseUint(r.fields["priority"], 10, 8)
	if err != nil {
		r.fail("priority", fmt.Errorf("%q is no priority: write 0 or 1 (regular) or 2 (high)", r.fields["priority"]))
	}
	if n < 2 {
		return 0
	}
	return int32(n)
}
