package store

import (
	"strconv"

	"github.com/repartogo/reparto/botflow"
)

// Check refuses malformed ids and half a Chat, with an *[botflow.Error] of code "invalid" that names the field. An empty id in a list is fine
// and names nothing: keys are made of rows, in which an owner may be nobody. It allocates nothing for a key that is right.
func (k Key) Check() error {
	if err := idIn("key.op", k.Op); err != nil {
		return err
	}
	if k.Chat != (Chat{}) {
		if err := botflow.CheckID("key.chat.channel", k.Chat.Channel); err != nil {
			return err
		}
		if err := botflow.CheckID("key.chat.contact", k.Chat.Contact); err != nil {
			return err
		}
	}
	if err := idsIn("key.conversations", k.Conversations); err != nil {
		return err
	}
	if err := idsIn("key.agents", k.Agents); err != nil {
		return err
	}
	if err := inboxesIn("key.inboxes", k.Inboxes); err != nil {
		return err
	}
	if err := inboxesIn("key.scopes", k.Scopes); err != nil {
		return err
	}
	if err := idsIn("key.contacts", k.Contacts); err != nil {
		return err
	}
	for i, s := range k.Seats {
		if inboxIn("", s.Inbox) != nil || idIn("", s.Agent) != nil {
			field := nth("key.seats", i)
			if err := inboxIn(field+".inbox", s.Inbox); err != nil {
				return err
			}
			return idIn(field+".agent", s.Agent)
		}
	}
	return nil
}

// Check refuses malformed and empty ids of inboxes, and a malformed chat, as [Key.Check] does.
func (r ViewRequest) Check() error {
	for i, id := range r.Inboxes {
		if botflow.CheckInbox("", id) != nil {
			return botflow.CheckInbox(nth("request.inboxes", i), id)
		}
	}
	return idIn("request.chat", r.Chat)
}

// checkAim refuses a job that visits nothing: of its other fields finding its members reads none.
func (j *Job) checkAim() error {
	switch j.Kind {
	case JobRemoveAgent:
		return botflow.CheckID("job.agent", j.Agent)
	case JobDeleteInbox:
		return botflow.CheckInbox("job.inbox", j.Inbox)
	}
	return botflow.Invalid("job.kind", "is not one of remove agent, delete inbox")
}

// subjectIn refuses what no event can be about.
func subjectIn(field string, of botflow.Subject) error {
	switch of.Kind {
	case botflow.SubjectConversation, botflow.SubjectAgent:
		return botflow.CheckID(field, of.ID)
	case botflow.SubjectAccount:
		if of.ID != "" {
			return botflow.Invalid(field, "is the account, which has no id of its own here: leave it empty")
		}
		return nil
	}
	return botflow.Invalid(field, "is neither a conversation nor an agent nor the account")
}

// idIn refuses a malformed id; an empty one stands for none.
func idIn[T ~string](field string, id T) error {
	if id == "" {
		return nil
	}
	return botflow.CheckID(field, id)
}

// inboxIn is idIn for an inbox.
func inboxIn(field string, id botflow.InboxID) error {
	if id == "" {
		return nil
	}
	return botflow.CheckInbox(field, id)
}

// idsIn refuses malformed ids in a list.
func idsIn[T ~string](field string, ids []T) error {
	for i, id := range ids {
		if idIn("", id) != nil {
			return idIn(nth(field, i), id)
		}
	}
	return nil
}

// inboxesIn is idsIn for inboxes.
func inboxesIn(field string, ids []botflow.InboxID) error {
	for i, id := range ids {
		if inboxIn("", id) != nil {
			return inboxIn(nth(field, i), id)
		}
	}
	return nil
}

// nth names a place in a list.
func nth(field string, i int) string { return field + "[" + strconv.Itoa(i) + "]" }

// CheckAfter refuses a malformed id for [DB.Accounts] to go on from, as [Checked] does for the methods of a [Store]. The empty one is the
// beginning.
func CheckAfter(after botflow.AccountID) error { return idIn("after", after) }
