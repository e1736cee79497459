package botflow

import (
	"maps"
	"slices"
)

// Rows that move nothing (L36). Asking for what is so already is no change and no event.

func addNote(s *step) error {
	text := as[AddNote](s).Text
	s.say(Noted).Text = text
	s.notes = append(s.notes, Note{Conversation: s.c.ID, By: s.env.By, At: s.env.Now, Text: text})
	return nil
}

func addTag(s *step) error {
	t := as[AddTag](s).Tag
	at, found := slices.BinarySearch(s.c.Tags, t)
	if found {
		return nil
	}
	s.c.Tags = slices.Insert(slices.Clone(s.c.Tags), at, t)
	s.say(Tagged).Tag = t
	return nil
}

func removeTag(s *step) error {
	t := as[RemoveTag](s).Tag
	at, found := slices.BinarySearch(s.c.Tags, t)
	if !found {
		return nil
	}
	s.c.Tags = slices.Delete(slices.Clone(s.c.Tags), at, at+1)
	s.say(Untagged).Tag = t
	return nil
}

func markRead(s *step) error {
	if s.c.Unread {
		s.c.Unread = false
		s.say(Read)
	}
	return nil
}

func markUnread(s *step) error {
	if !s.c.Unread {
		s.c.Unread = true
		s.say(Unread)
	}
	return nil
}

func setPrivate(s *step) error {
	want := as[SetPrivate](s).Private
	if want == s.c.Private {
		return nil
	}
	s.c.Private = want
	if want {
		s.say(MadePrivate)
	} else {
		s.say(MadePublic)
	}
	return nil
}

func setPriority(s *step) error {
	p := as[SetPriority](s).Priority
	if p == s.c.Priority {
		return nil
	}
	s.c.Priority = p
	s.say(PriorityChanged).Priority = p
	return nil
}

func setAttributes(s *step) error {
	next := s.env.Contact
	next.ID = s.c.Contact
	next.Attributes = maps.Clone(next.Attributes)
	if next.Attributes == nil {
		next.Attributes = map[string]string{}
	}
	changed := map[string]string{}
	for k, v := range as[SetAttributes](s).Attributes {
		if next.Attributes[k] == v {
			continue
		}
		changed[k] = v
		if v == "" {
			delete(next.Attributes, k)
		} else {
			next.Attributes[k] = v
		}
	}
	if len(changed) == 0 {
		return nil
	}
	s.contact = &next
	s.say(AttributesChanged).Changed = changed
	return nil
}

func setAffinity(s *step) error {
	a := as[SetAffinity](s).Agent
	next := s.env.Contact
	next.ID = s.c.Contact
	if a == next.Affinity {
		return nil
	}
	if a != "" && !s.env.Enabled {
		return &Error{Code: CodeNoAgent, Field: string(a)}
	}
	e := s.say(AffinityChanged)
	e.Agent, e.Other = a, next.Affinity
	next.Affinity = a
	s.contact = &next
	return nil
}
