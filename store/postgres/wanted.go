package postgres

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// names are ids with their accounts, as two arrays for unnest.
type names struct{ accounts, ids []string }

func (n *names) add(account, id string) {
	if id != "" {
		n.accounts, n.ids = append(n.accounts, account), append(n.ids, id)
	}
}

func (n *names) has(account, id string) bool {
	for i := range n.ids {
		if n.ids[i] == id && n.accounts[i] == account {
			return true
		}
	}
	return false
}

// arms is a union of ways to find rows, each of them an account and an id, with its parameters.
type arms struct {
	text string
	args []any
}

// add adds a way that looks ids up, unless there are none. In its text the numbers of its parameters are left open.
func (a *arms) add(text string, ids []string, args ...any) {
	if len(ids) == 0 {
		return
	}
	numbers := make([]any, len(args))
	for i := range args {
		numbers[i] = len(a.args) + i + 1
	}
	if a.text != "" {
		a.text += " union all "
	}
	a.text, a.args = a.text+fmt.Sprintf(text, numbers...), append(slices.Clip(a.args), args...)
}

// of begins with what is found through other rows, unless there are none.
func (a *arms) of(text string, through arms) {
	if len(through.args) > 0 {
		a.text, a.args = fmt.Sprintf(text, through.text), through.args
	}
}

// wanted is what the keys of a group name, as parameters of statements. Naming something twice does no harm.
type wanted struct {
	schema        string
	accounts      []string
	conversations names
	chats         struct{ accounts, contacts, channels []string }
	contacts      names
	agents        names
	inboxes       names
	scopes        names
	operations    names
	seats         struct{ accounts, agents, inboxes []string }
	locks         []advisory
}

// advisory is a lock by name. The accounts' come first, then those of what may have no row, each in the order of their numbers.
type advisory struct {
	number    int64
	ofAccount bool
	exclusive bool
}

// want adds what one call's key names.
func (w *wanted) want(of botflow.AccountID, key *store.Key) {
	account := string(of)
	if !slices.Contains(w.accounts, account) {
		w.accounts = append(w.accounts, account)
	}
	w.lock(advisory{lockOf(w.schema, "account", account, ""), true, key.Account})
	for _, id := range key.Conversations {
		w.conversations.add(account, string(id))
	}
	contacts := key.Contacts
	if key.Chat != (store.Chat{}) {
		w.chats.accounts = append(w.chats.accounts, account)
		w.chats.contacts = append(w.chats.contacts, string(key.Chat.Contact))
		w.chats.channels = append(w.chats.channels, string(key.Chat.Channel))
		contacts = append(slices.Clip(contacts), key.Chat.Contact)
	}
	for _, id := range contacts {
		w.contacts.add(account, string(id))
		w.lock(advisory{lockOf(w.schema, "contact", account, string(id)), false, true})
	}
	for _, id := range key.Agents {
		w.agents.add(account, string(id))
	}
	for _, id := range key.Inboxes {
		w.inboxes.add(account, string(id))
		w.scopes.add(account, string(id))
	}
	for _, id := range key.Scopes {
		w.scopes.add(account, string(id))
	}
	for _, k := range key.Seats {
		w.seats.accounts = append(w.seats.accounts, account)
		w.seats.agents = append(w.seats.agents, string(k.Agent))
		w.seats.inboxes = append(w.seats.inboxes, string(k.Inbox))
	}
	w.operations.add(account, string(key.Op))
}

// lock adds a lock; an exclusive one takes the place of a shared one.
func (w *wanted) lock(a advisory) {
	for i := range w.locks {
		if w.locks[i].number == a.number {
			w.locks[i].exclusive = w.locks[i].exclusive || a.exclusive
			return
		}
	}
	w.locks = append(w.locks, a)
}

// sorted gives the locks as parameters, in the one order in which everybody takes them.
func (w *wanted) sorted() (numbers []int64, exclusive []bool) {
	slices.SortFunc(w.locks, func(x, y advisory) int {
		if x.ofAccount != y.ofAccount {
			if x.ofAccount {
				return -1
			}
			return 1
		}
		return cmp.Compare(x.number, y.number)
	})
	for _, a := range w.locks {
		numbers, exclusive = append(numbers, a.number), append(exclusive, a.exclusive)
	}
	return numbers, exclusive
}

// absent is the lock of an agent or an inbox that has no row, so that it still has none at the write.
func (w *wanted) absent(kind, account, id string) advisory {
	return advisory{lockOf(w.schema, kind, account, id), false, true}
}
