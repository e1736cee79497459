package directory

import (
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/schedule"
)

// Snapshot is a compiled [Directory] of one revision. It never changes, is safe for any number of goroutines, and answers
// each question in constant time. Slices that it returns are shared: read them, don't change them.
//
// Make one with [Compile]. That of the zero Directory is an account with the inboxes General and Closed, no agents, no
// channels and no assistants, always open, that assigns nothing.
type Snapshot struct {
	revision   uint64
	options    Options
	agents     map[botflow.AgentID]Agent
	rooms      map[botflow.InboxID]*room           // the shared inboxes, General among them
	forwards   map[botflow.InboxID]botflow.InboxID // deleted inboxes, to the one that stands for them
	channels   map[botflow.ChannelID]botflow.ChannelRules
	bots       map[botflow.BotID]bool
	assistants map[botflow.BotID]*assistant
	tags       map[botflow.Tag]bool
	memberOf   map[botflow.AgentID][]botflow.InboxID
	reach      map[botflow.AgentID][]botflow.InboxID
	seats      []routing.SeatRules
	matrix     inbox.Matrix
}

// room is one shared inbox, compiled.
type room struct {
	inbox    Inbox
	members  []botflow.AgentID // enabled, in member order
	seats    []routing.SeatRules
	index    map[botflow.AgentID]int // into members and seats
	schedule *schedule.Schedule      // its own, else General's
	staff    []*assistant            // the assistants whose scope it is
}

// assistant is one AI assistant, compiled.
type assistant struct {
	Assistant
	hours *schedule.Schedule
}

// Revision gives the revision that the snapshot was compiled for.
func (s *Snapshot) Revision() uint64 { return s.revision }

// Agent gives an agent as configured; false if the id was never known. A removed agent is known and disabled.
func (s *Snapshot) Agent(id botflow.AgentID) (Agent, bool) {
	a, ok := s.agents[id]
	return a, ok
}

// Enabled tells whether the agent is known and not disabled.
func (s *Snapshot) Enabled(id botflow.AgentID) bool {
	a, ok := s.agents[id]
	return ok && !a.Disabled
}

// Member tells whether an enabled agent is a member of a shared inbox. A deleted inbox has the members of the one that
// stands for it; Closed, Personal and unknown inboxes have none.
func (s *Snapshot) Member(inbox botflow.InboxID, agent botflow.AgentID) bool {
	r := s.room(inbox)
	if r == nil {
		return false
	}
	_, ok := r.index[agent]
	return ok
}

// Members gives the enabled members of a shared inbox in member order; of General every enabled agent, supervisor and admin,
// in the directory's order (S4). Other inboxes have none; a deleted one is as in [Snapshot.Member].
func (s *Snapshot) Members(inbox botflow.InboxID) []botflow.AgentID {
	if r := s.room(inbox); r != nil {
		return r.members
	}
	return nil
}

// InboxesOf gives the shared inboxes that an enabled agent is a member of, General among them, sorted. None for an unknown or
// disabled agent.
func (s *Snapshot) InboxesOf(agent botflow.AgentID) []botflow.InboxID { return s.memberOf[agent] }

// Resolve gives the shared inbox that stands for the one named: itself if it exists, where a deleted one forwards to, and
// General for any other, the empty one included (S8). Closed and Personal inboxes resolve to General too, since they are
// never the place that governs a chat (S9).
func (s *Snapshot) Resolve(inbox botflow.InboxID) botflow.InboxID {
	if r := s.room(inbox); r != nil {
		return r.inbox.ID
	}
	return botflow.General
}

// Exists tells whether the inbox is shared and can be entered: General, or one that was made and isn't deleted.
func (s *Snapshot) Exists(inbox botflow.InboxID) bool {
	_, ok := s.rooms[inbox]
	return ok
}

// ExistsAny tells whether the inbox is there at all: a shared one as in [Snapshot.Exists], Closed, or the Personal inbox of
// an enabled agent.
func (s *Snapshot) ExistsAny(inbox botflow.InboxID) bool {
	if owner, ok := inbox.Owner(); ok {
		return s.Enabled(owner)
	}
	return inbox == botflow.Closed || s.Exists(inbox)
}

// Inboxes lists the shared inboxes, General among them, sorted.
func (s *Snapshot) Inboxes() []botflow.InboxID {
	all := make([]botflow.InboxID, 0, len(s.rooms))
	for id := range s.rooms {
		all = append(all, id)
	}
	slices.Sort(all)
	return all
}

// Aliases lists the deleted inboxes that lead to this one, sorted (S8).
func (s *Snapshot) Aliases(inbox botflow.InboxID) (gone []botflow.InboxID) {
	for from, into := range s.forwards {
		if into == inbox {
			gone = append(gone, from)
		}
	}
	slices.Sort(gone)
	return gone
}

// Name gives an inbox's name for people: as configured, else its id.
func (s *Snapshot) Name(inbox botflow.InboxID) string {
	if r := s.room(inbox); r != nil && r.inbox.Name != "" {
		return r.inbox.Name
	}
	return string(inbox)
}

// Schedule gives the hours that govern an inbox: its own, else General's, else nil, which is always open (F12). Inboxes that
// aren't shared have General's; a deleted one has those of the inbox that stands for it.
func (s *Snapshot) Schedule(inbox botflow.InboxID) *schedule.Schedule {
	return s.governing(inbox).schedule
}

// Policy gives the policy in force in a shared inbox, resolved as in [Snapshot.Resolve] where it is deleted. Closed and
// Personal inboxes have none: the zero policy (A8).
func (s *Snapshot) Policy(inbox botflow.InboxID) routing.Policy {
	if r := s.room(inbox); r != nil {
		return r.inbox.Policy
	}
	return routing.Policy{}
}

// HasTag tells whether the tag is in the catalogue (V2).
func (s *Snapshot) HasTag(tag botflow.Tag) bool { return s.tags[tag] }

// room finds a shared inbox, following the deleted ones; nil for every other.
func (s *Snapshot) room(inbox botflow.InboxID) *room {
	if r, ok := s.rooms[inbox]; ok {
		return r
	}
	if into, ok := s.forwards[inbox]; ok {
		return s.rooms[into]
	}
	return nil
}

// governing finds the shared inbox that stands for any inbox.
func (s *Snapshot) governing(inbox botflow.InboxID) *room {
	if r := s.room(inbox); r != nil {
		return r
	}
	return s.rooms[botflow.General]
}
