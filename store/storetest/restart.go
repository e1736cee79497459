package storetest

import (
	"errors"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
)

func restartChecks() []Check {
	return []Check{
		{
			Duty: 2, Name: "what was written is there after opening again", Needs: NeedReopen,
			Explain: "A step was answered for, the process began anew, and a part of the step is gone: the host was told of something that never was (I7).",
			Run:     probing(writtenIsThereAfterwards),
		},
		{
			Duty: 2, Name: "a refused changeset leaves nothing behind", Needs: NeedReopen,
			Explain: "A step was refused, and after the process began anew a part of it is there: it was kept before it was checked (I7).",
			Run:     probing(refusedLeavesNothingBehind),
		},
		{
			Duty: 10, Name: "numbers go on after opening again", Needs: NeedReopen,
			Explain: "After the process began anew, events were numbered from the start again, a position of the feed came twice, or the directory's revision fell back (E1, F9).",
			Run:     probing(numbersGoOn),
		},
		{
			Duty: 10, Name: "consumers are where they were after opening again", Needs: NeedReopen,
			Explain: "After the process began anew, a consumer got what it had acknowledged, or never gets what it hadn't (E1).",
			Run:     probing(consumersAreWhereTheyWere),
		},
		{
			Duty: 19, Name: "holds are there after opening again", Needs: NeedReopen,
			Explain: "After the process began anew, a consumer's holds were forgotten, or an old process could write over newer ones: events are lost (E1).",
			Run:     probing(holdsAreThere),
		},
		{
			Duty: 14, Name: "what went stays gone after opening again", Needs: NeedReopen,
			Explain: "Something that was forgotten, pruned or finished came back when the process began anew: a contact's texts, an old operation, a job (E4).",
			Run:     probing(goneStaysGone),
		},
	}
}

// bystander is an account of equal ids that the checks of restarts must not mix up with the first.
const bystander botflow.AccountID = "Acme"

func writtenIsThereAfterwards(p *probe) {
	p.write(rich())
	other := p.in(bystander)
	other.write(store.Changeset{Op: "op", Result: []byte("theirs"), Conversations: []botflow.Conversation{chat("1")}})
	before, text, theirs := p.look(), p.record(), other.look()
	seats := p.view()
	for range 2 {
		p = p.reopened()
		p.same("after opening again, the account", p.look(), before)
		p.same("after opening again, the account", p.record(), text)
		p.same("after opening again, the view", p.view(), seats)
		p.same("after opening again, the other account", p.in(bystander).look(), theirs)
		p.verified()
	}
	accounts, _, err := p.db.Accounts(p.ctx, "", 100, 9)
	p.no(err, "accounts")
	p.same("after opening again, the accounts with work", accounts, []botflow.AccountID{bystander, "acme"})
}

// view reads all that there is to match from in General.
func (p *probe) view() routing.View {
	v, err := p.View(p.ctx, store.ViewRequest{Inboxes: []botflow.InboxID{botflow.General}, Queue: 9, Seats: 9, Members: 9})
	p.no(err, "view")
	return v
}

func refusedLeavesNothingBehind(p *probe) {
	p.write(store.Changeset{Directory: staff("Ana")})
	before := p.look()
	wrong := full()
	wrong.Events[0].Seq = 5
	p.refused("an event is missing", wrong)
	p.refusedUnder(store.Key{Op: "op"}, "its rows aren't named", full())
	refusal := errors.New("no")
	err := p.Apply(p.ctx, Naming(full()), func(store.Loaded) (store.Changeset, error) { return full(), refusal })
	p.want(errors.Is(err, refusal), "decide's error came back as %v", err)
	p = p.reopened()
	p.same("after opening again, the account that refused", p.look(), before)
}

func numbersGoOn(p *probe) {
	agent, account := botflow.OfAgent("Ana"), botflow.OfAccount()
	p.unread("reader", 9)
	position, seq := uint64(0), uint64(0)
	for revision := uint64(1); revision <= 4; revision++ {
		c := told(events(agent, seq+1, seq+2), events(account, seq+1, seq+2))
		c.Directory = staff("Ana")
		p.write(c)
		seq += 2
		records := p.unread("reader", 99)
		p.want(len(records) == 4*int(revision), "after opening again, the feed has %d events instead of %d", len(records), 4*revision)
		p.want(records[4*revision-4].Position > position, "after opening again, position %d comes after %d", records[4*revision-4].Position, position)
		position = records[len(records)-1].Position
		l := p.get(store.Key{Account: true})
		p.want(l.Revision == revision && l.AccountSeq == seq, "the directory's revision is %d and the account's last event %d, instead of %d and %d",
			l.Revision, l.AccountSeq, revision, seq)
		p = p.reopened()
		p.refused("the agent has more events than none", told(events(agent, 1)))
		p.refused("the account has fewer events", told(events(account, seq+2)))
	}
	p.verified()
}

func consumersAreWhereTheyWere(p *probe) {
	account := botflow.OfAccount()
	p.unread("slow", 9) // known from now on, though it has acknowledged nothing
	p.write(told(events(account, 1, 2, 3)))
	records := p.unread("fast", 9)
	p.want(len(records) == 3, "the feed has %d events instead of 3", len(records))
	p.ack("fast", records[1].Position)
	p = p.reopened()
	left := p.unread("fast", 9)
	p.want(len(left) == 1 && left[0].Position == records[2].Position, "of 3 events, 2 of them acknowledged, %d come after opening again", len(left))
	p.ack("fast", records[0].Position)
	p.want(len(p.unread("fast", 9)) == 1, "after opening again, an old acknowledgement took a later one back")
	p.ack("fast", records[2].Position)
	p = p.reopened()
	p.prune()
	p.want(len(p.unread("slow", 9)) == 3, "a consumer that has acknowledged nothing finds %d of 3 events after opening again", len(p.unread("slow", 9)))
	p.ack("slow", records[2].Position)
	p = p.reopened()
	p.prune()
	p.want(len(p.unread("new", 9)) == 0, "every consumer has acknowledged, and the events stay")
	p.write(told(events(account, 4)))
	p.want(len(p.unread("fast", 9)) == 1 && len(p.unread("slow", 9)) == 1, "an event written after opening again isn't delivered")
}

func holdsAreThere(p *probe) {
	p.write(told(events(botflow.OfAgent("Ana"), 1, 2, 3)))
	p.unread("c", 9)
	first := p.consumer("c")
	c := first
	c.Held = []store.Hold{held("Ana", 2)}
	c = p.advance(c)
	p = p.reopened()
	p.same("after opening again, a consumer", p.consumer("c"), c)
	p.moved("after opening again,", first)
	p.prune()
	p.want(len(p.unread("c", 9)) == 3, "after opening again, of 3 events that wait for a consumer %d are left", len(p.unread("c", 9)))
	p.no(p.DropConsumer(p.ctx, "c"), "drop")
	p = p.reopened()
	p.want(p.consumer("c").Revision == 0, "after opening again, a consumer that was dropped is known")
	p.unread("c", 9)
	p.moved("after opening again, once it was dropped and came back,", first)
	p.moved("after opening again, once it was dropped and came back,", c)
}

func goneStaysGone(p *probe) {
	c := full()
	c.Conversations = append(c.Conversations, chat("2"))
	p.write(c)
	p.write(store.Changeset{Op: "late", At: 5000})
	p.ack("reader", 1<<62)
	p.write(store.Changeset{Forget: []botflow.ConversationID{"1"}, Done: []string{"job"}})
	p.prune()
	before := p.look()
	p.want(len(before.Jobs) == 0 && !before.Loaded.Seen && len(before.Loaded.Conversations) == 0, "a job, an operation or a chat didn't go: %+v", before)
	p = p.reopened()
	p.same("after opening again, the account", p.look(), before)
	p.want(p.get(store.Key{Op: "late"}).Seen, "after opening again, an operation that was kept is gone")
	p.verified()
}
