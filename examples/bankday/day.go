package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// day is the bank at work: an engine over a store, a clock of its own, and what lies ahead.
type day struct {
	engine *reparto.Engine
	bank   *reparto.Account
	clock  *clock
	record *record
	shifts []shift
	plans  []plan
	fates  []fate // so far
	agenda agenda
	calls  map[botflow.ConversationID]int // the number of the call that a conversation is
	looks  int                            // how often the engine's books were looked at
}

// openDay sets the engine up and writes the agenda: calls as they came, agents as they were there. Ids and choices depend
// on nothing but the record, so the same record gives the same day on any empty store.
func openDay(ctx context.Context, db store.DB, r *record, of belief) (*day, error) {
	c := &clock{now: r.midnight}
	drawn := uint64(0)
	engine, err := reparto.New(db, reparto.Config{Clock: c, Entropy: func() uint64 { drawn++; return drawn }})
	if err != nil {
		return nil, err
	}
	bank, err := engine.Account("bank")
	if err != nil {
		return nil, err
	}
	if _, err := bank.Apply(ctx, r.setup()); err != nil {
		return nil, fmt.Errorf("%s: %w", r.name, err)
	}
	d := &day{
		engine: engine, bank: bank, clock: c, record: r, shifts: r.shifts(), plans: r.plans(of), fates: make([]fate, len(r.calls)),
		calls: map[botflow.ConversationID]int{},
	}
	for i := range r.calls {
		if r.calls[i].recorded.end == ignored {
			d.fates[i].end = ignored
			continue
		}
		d.agenda.add(step{r.calls[i].entry, ring, i})
	}
	for i := range d.shifts {
		d.staff(i)
	}
	return d, nil
}

// staff writes an agent's shift into the agenda.
func (d *day) staff(i int) {
	stretches := d.shifts[i].stretches
	for j, s := range stretches {
		d.agenda.add(step{s.from, comeOnline, i})
		leave := takeBreak
		if j == len(stretches)-1 {
			leave = signOut
		}
		d.agenda.add(step{s.to, leave, i})
	}
}

// play lets the whole day happen, and looks at the engine's books at the end of each hour. Whoever still waits when
// nothing more is to come, with endless patience and no agent left, hangs up then.
func (d *day) play(ctx context.Context) error {
	for !d.agenda.empty() {
		last := d.agenda.next().at.hour()
		if err := d.until(ctx, moment((last+1)*hour-1)); err != nil {
			return err
		}
		if err := d.verify(ctx); err != nil {
			return err
		}
		if d.agenda.empty() {
			d.closeDown()
		}
	}
	return nil
}

// closeDown lets those who still wait hang up.
func (d *day) closeDown() {
	now := moment(d.clock.now.Sub(d.record.midnight) / time.Second)
	for i := range d.fates {
		if d.fates[i].end == waiting {
			d.agenda.add(step{now, losePatience, i})
		}
	}
}

// verify lets the engine check its own invariants.
func (d *day) verify(ctx context.Context) error {
	found, err := d.bank.Verify(ctx)
	if err == nil && len(found) > 0 {
		err = fmt.Errorf("the engine's books are wrong at %s: %s", d.clock.now.Format(time.DateTime), strings.Join(found, "; "))
	}
	d.looks++
	return err
}

// until lets everything happen up to a moment, that one included.
func (d *day) until(ctx context.Context, end moment) error {
	for !d.agenda.empty() && d.agenda.next().at <= end {
		s := d.agenda.take()
		if err := d.advance(ctx, s.at); err != nil {
			return err
		}
		if err := d.happen(ctx, s); err != nil {
			return fmt.Errorf("at %s: %w", s.at, err)
		}
		if err := d.listen(ctx); err != nil {
			return err
		}
	}
	return nil
}

// advance moves the clock on, and lets the engine apply what is due then. A phone bank's configuration sets no deadlines;
// a host that has some would stop at each, or let Engine.Run do all of this.
func (d *day) advance(ctx context.Context, to moment) error {
	at := d.record.midnight.Add(time.Duration(to) * time.Second)
	if !d.clock.now.Before(at) {
		return nil
	}
	d.clock.now = at
	_, err := d.engine.Tick(ctx)
	return err
}

// happen carries out one step.
func (d *day) happen(ctx context.Context, s step) error {
	switch s.act {
	case comeOnline:
		return d.presence(ctx, s.who, botflow.SetPresence{Status: botflow.Online})
	case takeBreak:
		return d.presence(ctx, s.who, botflow.SetPresence{Status: botflow.Away})
	case signOut:
		return d.presence(ctx, s.who, botflow.SignOut{})
	case ring:
		return d.ring(ctx, s.who)
	case leaveBot:
		return d.leaveBot(ctx, s.who)
	case finish:
		return d.do(ctx, botflow.ByAgent(d.fates[s.who].agent), s.who, botflow.Close{})
	case losePatience:
		return d.losePatience(ctx, s)
	}
	return nil
}

// presence is an agent who comes or goes. A call in hand stays with them, and is finished.
func (d *day) presence(ctx context.Context, i int, cmd botflow.Command) error {
	agent := d.shifts[i].agent
	_, err := d.bank.As(botflow.ByAgent(agent)).Do(ctx, reparto.Agent(agent), cmd, "")
	return err
}

// ring is a call that comes in: the contact writes, and the bot answers.
func (d *day) ring(ctx context.Context, i int) error {
	c := &d.record.calls[i]
	r, err := d.bank.System().Do(ctx, reparto.Chat(phone, c.contact), botflow.Receive{Message: "call"}, "")
	if err != nil {
		return err
	}
	d.calls[r.Conversation.ID] = i
	d.agenda.add(step{c.handOff, leaveBot, i})
	return nil
}

// leaveBot is the end of the bot's talk: the call is handed to the inbox of its service, or hangs up.
func (d *day) leaveBot(ctx context.Context, i int) error {
	c := &d.record.calls[i]
	if c.recorded.end == inBot {
		d.fates[i].end = inBot
		return d.do(ctx, botflow.System(), i, botflow.Leave{})
	}
	if patience := d.plans[i].patience; patience < endless {
		d.agenda.add(step{c.handOff + moment(patience), losePatience, i})
	}
	return d.do(ctx, botflow.ByBot(vru), i, botflow.HandOff{Inbox: c.service, Priority: &c.priority})
}

// losePatience is a caller who hangs up, unless an agent has answered by now.
func (d *day) losePatience(ctx context.Context, s step) error {
	if d.fates[s.who].end != waiting {
		return nil
	}
	d.fates[s.who] = fate{end: abandoned, wait: int(s.at - d.record.calls[s.who].handOff)}
	return d.do(ctx, botflow.System(), s.who, botflow.Leave{})
}

// do gives a command on a call.
func (d *day) do(ctx context.Context, by botflow.Actor, i int, cmd botflow.Command) error {
	_, err := d.bank.As(by).Do(ctx, reparto.Chat(phone, d.record.calls[i].contact), cmd, "")
	return err
}

// listen reads what has happened from the account's durable feed, and acknowledges it. Whoever is given a call answers it.
func (d *day) listen(ctx context.Context) error {
	var given []botflow.Event
	var last *reparto.Delivery
	for delivery, err := range d.bank.Events(ctx, "agents") {
		if err != nil {
			return err
		}
		if last = &delivery; delivery.Event.Type == botflow.Assigned {
			given = append(given, delivery.Event)
		}
	}
	if last == nil {
		return nil
	}
	if err := last.Ack(ctx); err != nil {
		return err
	}
	for i := range given {
		if err := d.answer(ctx, &given[i]); err != nil {
			return err
		}
	}
	return nil
}

// answer is an agent's first word on a call, and begins its service.
func (d *day) answer(ctx context.Context, e *botflow.Event) error {
	i := d.calls[botflow.ConversationID(e.Subject.ID)]
	now := moment(e.At.Time().Sub(d.record.midnight) / time.Second)
	d.fates[i] = fate{end: answered, wait: int(now - d.record.calls[i].handOff), agent: e.Agent, from: now, busy: d.plans[i].busy}
	d.agenda.add(step{now + moment(d.plans[i].busy), finish, i})
	return d.do(ctx, botflow.ByAgent(e.Agent), i, botflow.Reply{})
}
