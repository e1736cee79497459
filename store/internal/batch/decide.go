package batch

import (
	"errors"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/store"
)

// Decide runs one call on the Set. It answers the call itself when nothing is to be written: a refusal, an empty changeset. It
// sends it to the next group when rows are missing, or a directory must be decided on what the database has. Otherwise what the call wants is in the Set, and written is true: the
// store answers it when the group is committed. An error is the database's, from [Lookup]: the group can't go on.
func (s *Set) Decide(c *Call) (written bool, err error) {
	if s.full {
		c.Again()
		return false, nil
	}
	loaded, complete := s.Loaded(c.Key)
	if !complete {
		c.Again()
		return false, nil
	}
	named := c.Key.Named(&loaded)
	changes, err := c.decide(loaded)
	var more *store.More
	switch {
	case c.panicked != nil:
		c.Answer(nil)
		return false, nil
	case errors.As(err, &more):
		c.further(more.Key)
		return false, nil
	case err != nil || changes.Empty():
		c.Answer(err)
		return false, nil
	case changes.Directory != nil && s.touched:
		c.Again() // whether a chat is in an inbox was read before the calls ahead of it
		return false, nil
	}
	compiled, refused, err := s.check(&named, &changes)
	if err != nil || refused != nil {
		c.Answer(refused)
		return false, err
	}
	s.write(&changes, compiled)
	return true, nil
}

// decide calls the caller's function and keeps its panic for the caller.
func (c *Call) decide(l store.Loaded) (changes store.Changeset, err error) {
	defer func() {
		if p := recover(); p != nil {
			c.panicked = p
		}
	}()
	return c.Decide(l)
}

// further widens the key and sends the call to the next group, a bounded number of times.
func (c *Call) further(key store.Key) {
	if c.mores++; c.mores > store.MaxMore {
		c.Answer(store.ErrMore)
		return
	}
	c.Key = c.Key.With(key)
	c.Again()
}

// check refuses what must not be written, and compiles the directory if there is a new one.
func (s *Set) check(named *store.Named, c *store.Changeset) (compiled *directory.Snapshot, refused, err error) {
	if refused = errors.Join(c.Check(), named.Check(c)); refused != nil {
		return nil, refused, nil
	}
	for _, check := range [...]func(*store.Changeset) (refused, err error){s.checkIDs, s.checkNotes, s.checkEvents} {
		if refused, err = check(c); refused != nil || err != nil {
			return nil, refused, err
		}
	}
	if c.Directory == nil {
		return nil, nil, nil
	}
	compiled, refused = directory.Compile(*c.Directory, s.Revision+1)
	return compiled, refused, nil
}

// checkIDs wants the id of a new conversation to be new: to the database, and to what the calls before it have made.
func (s *Set) checkIDs(c *store.Changeset) (refused, err error) {
	for i := range c.Conversations {
		next := &c.Conversations[i]
		taken := store.Chat{}
		if row := s.conversations[next.ID]; row == nil {
			if taken, err = s.Lookup.ChatOf(next.ID); err != nil {
				return nil, err
			}
		} else if row.Channel != next.Channel || row.Contact != next.Contact {
			taken = store.Chat{Channel: row.Channel, Contact: row.Contact}
		}
		if taken != (store.Chat{}) {
			return store.Refuse("conversation %q is of another channel or contact", next.ID), nil
		}
	}
	return nil, nil
}

func (s *Set) checkNotes(c *store.Changeset) (refused, err error) {
	for i := range c.Notes {
		n := &c.Notes[i]
		written := false
		for j := range c.Conversations {
			written = written || c.Conversations[j].ID == n.Conversation
		}
		if s.conversations[n.Conversation] == nil && !written {
			return store.Refuse("note %d is of conversation %q, which doesn't exist", n.Seq, n.Conversation), nil
		}
		last, known := s.lastNotes[n.Conversation]
		if !known && s.conversations[n.Conversation] != nil {
			if last, err = s.Lookup.LastNote(n.Conversation); err != nil {
				return nil, err
			}
			s.lastNotes[n.Conversation] = last
		}
		if n.Seq <= last {
			return store.Refuse("note %d of conversation %q comes after note %d", n.Seq, n.Conversation, last), nil
		}
	}
	return nil, nil
}

// checkEvents wants each subject's first event to continue its last; that the further ones follow it is checked without rows.
func (s *Set) checkEvents(c *store.Changeset) (refused, err error) {
	begun := make(map[botflow.Subject]bool, 2)
	for i := range c.Events {
		e := &c.Events[i]
		if begun[e.Subject] {
			continue
		}
		begun[e.Subject] = true
		last, err := s.lastEvent(e.Subject)
		if err != nil {
			return nil, err
		}
		if e.Seq != last+1 {
			return store.Refuse("event %d of %s comes after event %d", e.Seq, e.Subject, last), nil
		}
	}
	return nil, nil
}

// lastEvent gives the number of a subject's last event: its row knows, else it is looked up once.
func (s *Set) lastEvent(of botflow.Subject) (last uint64, err error) {
	switch of.Kind {
	case botflow.SubjectAccount:
		return s.Events, nil
	case botflow.SubjectConversation:
		if c := s.conversations[botflow.ConversationID(of.ID)]; c != nil {
			return c.Events, nil
		}
	case botflow.SubjectAgent:
		if a := s.agents[botflow.AgentID(of.ID)]; a != nil {
			return a.Events, nil
		}
	}
	last, known := s.lastEvents[of]
	if !known {
		if last, err = s.Lookup.LastEvent(of); err != nil {
			return 0, err
		}
		s.lastEvents[of] = last
	}
	return last, nil
}
