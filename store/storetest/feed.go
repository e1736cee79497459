package storetest

import (
	"fmt"
	"sync/atomic"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

func feedChecks() []Check {
	return []Check{
		{
			Duty: 10, Name: "the feed gives everything once acknowledged",
			Explain: "A consumer missed an event, got one again that it had acknowledged, or was moved by another consumer (E1).",
			Run:     probing(feedGivesEverything),
		},
		{
			Duty: 10, Name: "an acknowledgement stays",
			Explain: "An old acknowledgement took a later one back, or one ahead of the feed swallowed events that came after it (E1).",
			Run:     probing(acknowledgementStays),
		},
		{
			Duty: 10, Name: "the feed reads on without acknowledging",
			Explain: "A consumer that acknowledges only at the end is shown the first page again and again, or reading on took what it had yet to acknowledge (E1).",
			Run:     probing(feedReadsOn),
		},
		{
			Duty: 10, Name: "no late commit is passed over",
			Explain: "A consumer that reads while others write acknowledged a position, or read on from one, and never saw an event before it that was committed later (E1).",
			Run:     probing(noLateCommitIsPassedOver),
		},
	}
}

// unread gives a consumer's next events.
func (p *probe) unread(consumer string, limit int) []store.Record {
	records, err := p.Feed(p.ctx, consumer, 0, limit)
	p.no(err, "feed of %q", consumer)
	return records
}

func (p *probe) ack(consumer string, position uint64) {
	p.no(p.Ack(p.ctx, consumer, position), "acknowledge %d for %q", position, consumer)
}

func feedGivesEverything(p *probe) {
	one, two := botflow.OfConversation("1"), botflow.OfAgent("1")
	p.want(len(p.unread("early", 9)) == 0, "an empty feed has events")
	for i := range uint64(10) {
		p.write(told(events(one, 2*i+1, 2*i+2), events(two, i+1)))
	}
	for consumer, portion := range map[string]int{"early": 4, "late": 7} {
		next, last := map[botflow.Subject]uint64{}, uint64(0)
		for range 30 {
			records := p.unread(consumer, portion)
			p.want(len(records) <= portion, "%d events were given instead of at most %d", len(records), portion)
			for _, r := range records {
				next[r.Event.Subject]++
				p.want(r.Event.Seq == next[r.Event.Subject], "%q is given event %d of %s instead of %d", consumer, r.Event.Seq, r.Event.Subject, next[r.Event.Subject])
				p.want(r.Position > last, "position %d comes after %d", r.Position, last)
				last = r.Position
			}
			if len(records) > 0 {
				again := p.unread(consumer, portion)
				p.want(len(again) > 0 && again[0].Position == records[0].Position, "what %q hasn't acknowledged doesn't come again", consumer)
				p.ack(consumer, last)
			}
		}
		p.want(next[one] == 20 && next[two] == 10, "%q has seen %d and %d events instead of 20 and 10", consumer, next[one], next[two])
	}
}

func acknowledgementStays(p *probe) {
	of := botflow.OfAccount()
	p.write(told(events(of, 1, 2, 3)))
	records := p.unread("c", 9)
	p.want(len(records) == 3, "the feed has %d events instead of 3", len(records))
	p.ack("c", records[1].Position)
	p.ack("c", records[0].Position)
	p.ack("c", 0)
	left := p.unread("c", 9)
	p.want(len(left) == 1 && left[0].Event.Seq == 3, "after two acknowledgements and two older ones, %d events are left", len(left))
	p.ack("c", 1<<62)
	p.want(len(p.unread("c", 9)) == 0, "everything is acknowledged and events are left")
	p.write(told(events(of, 4)))
	left = p.unread("c", 9)
	p.want(len(left) == 1 && left[0].Event.Seq == 4, "after an acknowledgement ahead of the feed, %d of 1 new events came", len(left))
	p.ack("new", records[0].Position)
	p.want(len(p.unread("new", 9)) == 3, "a consumer that begins by acknowledging isn't where it said")
}

func feedReadsOn(p *probe) {
	of := botflow.OfAgent("1")
	for i := range uint64(10) {
		p.write(told(events(of, 2*i+1, 2*i+2)))
	}
	all := p.unread("all", 99)
	p.want(len(all) == 20, "the feed has %d events instead of 20", len(all))
	behind := func(after uint64, limit, from int) {
		records, err := p.Feed(p.ctx, "c", after, limit)
		p.no(err, "feed")
		want := all[min(from, len(all)):]
		p.same(fmt.Sprintf("the feed behind position %d, at most %d,", after, limit), records, want[:min(limit, len(want))])
	}
	for _, portion := range []int{1, 3, 20, 99} {
		for read := 0; read < 20; read += portion {
			after := uint64(0)
			if read > 0 {
				after = all[read-1].Position
			}
			behind(after, portion, read)
		}
		behind(all[19].Position, portion, 20)
		behind(0, portion, 0) // nothing was acknowledged by reading on
	}
	behind(all[4].Position, 0, 5)
	behind(all[19].Position+1000, 9, 20)
	p.ack("c", all[9].Position)
	behind(0, 9, 10)
	behind(all[4].Position, 9, 10)
	behind(all[14].Position, 9, 15)
	p.ack("c", all[19].Position)
	behind(0, 9, 20)
}

func noLateCommitIsPassedOver(p *probe) {
	const writers, each = 6, 30
	var writing atomic.Int32
	writing.Store(writers)
	p.together(writers+2, func(caller int) error {
		if caller >= writers {
			seen, err := p.readAll(fmt.Sprint("consumer ", caller), caller == writers, &writing)
			for of := range writers {
				if n := seen[botflow.OfAgent(botflow.AgentID(fmt.Sprint(of)))]; err == nil && n != each {
					err = fmt.Errorf("of the %d events of writer %d a consumer saw %d", each, of, n)
				}
			}
			return err
		}
		defer writing.Add(-1)
		of := botflow.OfAgent(botflow.AgentID(fmt.Sprint(caller)))
		for i := range uint64(each) {
			if err := p.try(told(events(of, i+1))); err != nil {
				return err
			}
		}
		return nil
	})
}

// readAll reads while others write, and then to the end, and gives the last event of each subject. It acknowledges each event, or
// reads on without.
func (p *probe) readAll(consumer string, acknowledge bool, writing *atomic.Int32) (map[botflow.Subject]uint64, error) {
	seen, after := map[botflow.Subject]uint64{}, uint64(0)
	for {
		done := writing.Load() == 0 // whatever is committed by now must come
		records, err := p.Feed(p.ctx, consumer, after, 5)
		if err != nil {
			return nil, err
		}
		for _, r := range records {
			of := r.Event.Subject
			if seen[of]++; r.Event.Seq != seen[of] {
				return nil, fmt.Errorf("event %d of %s came instead of %d", r.Event.Seq, of, seen[of])
			}
			if !acknowledge {
				after = r.Position
			} else if err := p.Ack(p.ctx, consumer, r.Position); err != nil {
				return nil, err
			}
		}
		if done && len(records) == 0 {
			return seen, nil
		}
	}
}
