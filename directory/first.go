package directory

import (
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/schedule"
)

// FirstInput gathers what [routing.First] must know for a scope and a channel at an instant; humans tells whether somebody is
// available in the scope (F4), which only the store knows. A scope that isn't a shared inbox is resolved as in
// [Snapshot.Resolve]. In General the scope's own assistant and General's are the same.
func (s *Snapshot) FirstInput(scope botflow.InboxID, ch botflow.ChannelID, now botflow.Instant, humans bool) routing.FirstInput {
	own, general := s.governing(scope), s.rooms[botflow.General]
	in := routing.FirstInput{
		Scope:           own.inbox.ID,
		Own:             own.assistant(ch, now),
		General:         general.assistant(ch, now),
		Priority:        own.inbox.Priority,
		GeneralPriority: general.inbox.Priority,
		Humans:          humans,
	}
	in.Open, in.Changes = openNow(own.schedule, now)
	return in
}

// AssistantUsable tells whether an assistant may answer on the channel at the instant: known, active, serving the channel and
// within its own hours (F5, F9). Flow bots are no assistants.
func (s *Snapshot) AssistantUsable(bot botflow.BotID, ch botflow.ChannelID, now botflow.Instant) bool {
	a, ok := s.assistants[bot]
	return ok && a.State == Active && a.serves(ch) && a.hours.IsOpen(now.Time())
}

// assistant gives the scope's active assistant for the channel; the zero value if there is none. [Directory.Validate] sees to
// it that there aren't two.
func (r *room) assistant(ch botflow.ChannelID, now botflow.Instant) routing.AssistantNow {
	for _, a := range r.staff {
		if a.State != Active || !a.serves(ch) {
			continue
		}
		it := routing.AssistantNow{Bot: a.ID, Active: true, Serves: true}
		it.Open, it.Changes = openNow(a.hours, now)
		return it
	}
	return routing.AssistantNow{}
}

// openNow tells whether a schedule is open and when that changes next; 0: never.
func openNow(s *schedule.Schedule, now botflow.Instant) (open bool, changes botflow.Instant) {
	at := now.Time()
	if next := reached(s.NextChange(at)); next != botflow.Forever {
		changes = next
	}
	return s.IsOpen(at), changes
}
