package storetest

import (
	"fmt"
	"strings"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

func accountChecks() []Check {
	return []Check{
		{
			Duty: 7, Name: "accounts are apart",
			Explain: "One tenant's rows were read or changed through another's store, because their ids are equal (V6, I11).",
			Run:     probing(accountsAreApart),
		},
		{
			Duty: 7, Name: "accounts with work are listed",
			Explain: "An account with something due or waiting chats was not listed: nobody looks after it (I3).",
			Run:     probing(accountsWithWorkAreListed),
		},
	}
}

func accountsAreApart(p *probe) {
	other := p.in("Acme")
	empty := other.look()
	p.write(full())
	p.same("an account that nothing was written to", other.look(), empty)
	mine := p.look()
	theirs := full()
	theirs.Result = []byte("theirs")
	theirs.Conversations[0].Tags = []botflow.Tag{"theirs"}
	theirs.Agents[0].Status = botflow.Away
	theirs.Contacts[0].Affinity = ""
	theirs.Notes[0].Text = "theirs"
	other.write(theirs)
	p.same("an account after equal ids were written in another", p.look(), mine)
	l := other.get(everything())
	p.want(string(l.Result) == "theirs" && l.Conversations[0].HasTag("theirs"), "the other account reads %+v", l)
	view := text(p.view())
	p.want(view != text(other.view()), "the view of an account is another's")
	other.ack("reader", 1<<62)
	p.same("an account after another acknowledged", p.look(), mine)
	other.write(store.Changeset{Forget: []botflow.ConversationID{"1"}, Done: []string{"job"}})
	other.prune()
	p.same("an account after another forgot and pruned", p.look(), mine)
	p.same("the view of an account after another forgot and pruned", text(p.view()), view)
	other.write(store.Changeset{Agents: []botflow.Presence{{Agent: "Ana", Load: 7, Seq: 1}}})
	wrong, err := other.Verify(other.ctx)
	p.no(err, "verify")
	p.want(len(wrong) > 0, "the books of an account were taken for another's")
	p.verified()
	other.write(store.Changeset{Agents: []botflow.Presence{{Agent: "Ana", Seq: 1}}})
	p.verified()
	other.verified()
}

func accountsWithWorkAreListed(p *probe) {
	for i, id := range []botflow.AccountID{"b", "a", "C", "d", "e", "f"} {
		s := p.in(id)
		switch id {
		case "a", "e": // waiting chats
			s.write(store.Changeset{Conversations: []botflow.Conversation{chat("1")}})
		case "C": // due at 20, then at 90
			s.write(store.Changeset{Agents: []botflow.Presence{{Agent: "x", Wake: 20}, {Agent: "y", Wake: 90}}})
		case "b": // due at 40
			s.write(store.Changeset{Inboxes: []store.InboxState{{ID: "x", Wake: 40}}})
		case "f": // a job is open
			s.write(store.Changeset{Jobs: []store.Job{{ID: "job", Kind: store.JobRemoveAgent, Agent: "ana", At: 1}}})
		case "d": // nothing to do
			s.write(store.Changeset{Op: "op", At: botflow.Instant(i)})
		}
	}
	for _, tc := range []struct {
		after botflow.AccountID
		now   botflow.Instant
		limit int
		want  string
	}{
		{"", 0, 9, "[a e f] 20"},
		{"", 19, 9, "[a e f] 20"},
		{"", 20, 9, "[C a e f] 40"},
		{"", 40, 9, "[C a b e f] 90"},
		{"", 90, 9, "[C a b e f] 0"},
		{"", 40, 2, "[C a] 90"},
		{"a", 40, 2, "[b e] 90"},
		{"f", 40, 2, "[] 90"},
		{"", 40, 0, "[] 90"},
	} {
		ids, next, err := p.db.Accounts(p.ctx, tc.after, tc.now, tc.limit)
		p.no(err, "accounts")
		p.same(fmt.Sprintf("the accounts after %q with work at %d, at most %d, and the next wake,", tc.after, tc.now, tc.limit),
			fmt.Sprint(ids, int64(next)), tc.want)
	}
	for _, id := range []string{"", "a\x00b", "\xff", strings.Repeat("x", botflow.MaxID+1)} {
		_, err := p.db.Account(botflow.AccountID(id))
		p.want(botflow.CodeOf(err) == botflow.CodeInvalid, "an account of the id %.20q was opened: %v", id, err)
	}
}
