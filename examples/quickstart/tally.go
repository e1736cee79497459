package main

import (
	"fmt"
	"strings"

	"github.com/repartogo/reparto/botflow"
)

// tally counts what the timeline doesn't tell one by one.
type tally struct {
	began, messages, botReplies, answers, closed, tags, ignored int
}

// count adds an event, and tells whether it deserves a line as well.
func (c *tally) count(e *botflow.Event) (telling bool) {
	switch e.Type {
	case botflow.Started:
		c.began++
	case botflow.Received:
		c.messages++
	case botflow.BotReplied:
		c.botReplies++
	case botflow.Answered:
		c.answers++
	case botflow.Tagged:
		c.tags++
	case botflow.ClosedEvent:
		c.closed++
		return e.Reason == botflow.ReasonAutomatic
	case botflow.Pending, botflow.Read:
	default:
		return true
	}
	return false
}

// String prints the counts that aren't zero.
func (c tally) String() string {
	var parts []string
	for _, p := range []struct {
		n         int
		one, many string
	}{
		{c.began, "chat began", "chats began"},
		{c.messages, "message in", "messages in"},
		{c.botReplies, "bot reply", "bot replies"},
		{c.answers, "answer", "answers"},
		{c.tags, "tag", "tags"},
		{c.closed, "chat closed", "chats closed"},
		{c.ignored, "receipt or reaction", "receipts and reactions"},
	} {
		switch p.n {
		case 0:
		case 1:
			parts = append(parts, "1 "+p.one)
		default:
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.many))
		}
	}
	return strings.Join(parts, " · ")
}
