package memory

import (
	"slices"
	"strings"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// contact is one customer: what their chats share, and which these are. It exists while there is a row or a chat.
type contact struct {
	botflow.Contact
	written bool    // there is a row, not only chats
	chats   []*chat // by id
}

// contactOf gives the contact, made anew where there is none.
func (a *account) contactOf(id botflow.ContactID) *contact {
	k := a.contacts[id]
	if k == nil {
		k = &contact{Contact: botflow.Contact{ID: id}}
		a.contacts[id] = k
	}
	return k
}

// chatOf finds the conversation of a channel and contact; nil if there is none.
func (a *account) chatOf(of store.Chat) *chat {
	if k := a.contacts[of.Contact]; k != nil {
		for _, row := range k.chats {
			if row.Channel == of.Channel {
				return row
			}
		}
	}
	return nil
}

// putContact writes the row of a contact.
func (a *account) putContact(next botflow.Contact) {
	k := a.contactOf(next.ID)
	a.unlead(k)
	k.Contact, k.written = next, true
	a.lead(k)
}

// joinContact gives a new row to its contact.
func (a *account) joinContact(row *chat) {
	k := a.contactOf(row.Contact)
	a.unlead(k)
	i, _ := slices.BinarySearchFunc(k.chats, row, func(x, y *chat) int { return strings.Compare(string(x.ID), string(y.ID)) })
	k.chats = slices.Insert(k.chats, i, row)
	row.contact = k
	a.lead(k)
}

// leaveContact takes a row from its contact, who goes with their last chat. It tells whether a contact's row went.
func (a *account) leaveContact(row *chat) (gone bool) {
	k := row.contact
	a.unlead(k)
	k.chats = slices.DeleteFunc(k.chats, func(x *chat) bool { return x == row })
	if len(k.chats) > 0 {
		a.lead(k)
		return false
	}
	delete(a.contacts, k.ID)
	return k.written
}

// lead keeps the contact's first chat among those that lead to an affinity agent (N1).
func (a *account) lead(k *contact) {
	if k.Affinity != "" && len(k.chats) > 0 {
		addTo(a.leads, k.Affinity, byID, k.chats[0])
	}
}

func (a *account) unlead(k *contact) {
	if k.Affinity != "" && len(k.chats) > 0 {
		removeFrom(a.leads, k.Affinity, k.chats[0])
	}
}
