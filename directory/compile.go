package directory

import (
	"fmt"
	"maps"
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
)

// Compile lays a directory out for answering, as the given revision. It copies what it keeps, so d may change afterwards.
//
// It refuses only hours that don't compile. It doesn't validate, so that what a store holds can be read even where rules
// have become stricter: of two entries with one id the first counts, unknown members are left out, an inbox that nobody
// knows resolves to General, and unknown options change nothing. Call [Directory.Validate] before
// a directory is stored.
func Compile(d Directory, revision uint64) (*Snapshot, error) {
	d = d.Clone()
	s := &Snapshot{revision: revision, options: d.Options, matrix: d.Options.Permissions.Matrix()}
	s.takeAgents(d.Agents)
	if err := s.takeInboxes(d.Inboxes); err != nil {
		return nil, err
	}
	s.takeForwards(d.Deleted)
	s.takeMembers(d.Agents)
	s.takeReach()
	s.takeChannels(d.Channels)
	if err := s.takeAssistants(d.Assistants); err != nil {
		return nil, err
	}
	s.tags = make(map[botflow.Tag]bool, len(d.Tags))
	for _, t := range d.Tags {
		s.tags[t] = true
	}
	return s, nil
}

func (s *Snapshot) takeAgents(agents []Agent) {
	s.agents = make(map[botflow.AgentID]Agent, len(agents))
	for _, a := range agents {
		if _, twice := s.agents[a.ID]; !twice {
			s.agents[a.ID] = a
		}
	}
}

// takeInboxes makes the rooms, without their members.
func (s *Snapshot) takeInboxes(inboxes []Inbox) error {
	s.rooms = make(map[botflow.InboxID]*room, len(inboxes)+1)
	for i, in := range inboxes {
		if _, twice := s.rooms[in.ID]; twice || !in.ID.Shared() {
			continue
		}
		r := &room{inbox: in}
		if in.Hours != nil {
			var err error
			if r.schedule, err = in.Hours.Compile(); err != nil {
				return fmt.Errorf("directory: inboxes[%d].hours: %w", i, err)
			}
		}
		s.rooms[in.ID] = r
	}
	general, ok := s.rooms[botflow.General]
	if !ok {
		general = &room{inbox: Inbox{ID: botflow.General}}
		s.rooms[botflow.General] = general
	}
	for _, r := range s.rooms {
		if r.inbox.Hours == nil {
			r.schedule = general.schedule
		}
	}
	return nil
}

// takeForwards follows each deleted inbox to one that exists. A chain that leads nowhere, or in a circle, ends in General.
func (s *Snapshot) takeForwards(deleted []Deleted) {
	f := forwarding(deleted)
	maps.DeleteFunc(f, func(from, _ botflow.InboxID) bool { return s.Exists(from) })
	s.forwards = make(map[botflow.InboxID]botflow.InboxID, len(f))
	for from := range f {
		into, ok := f.follow(from)
		if !ok || !s.Exists(into) {
			into = botflow.General
		}
		if from.Shared() {
			s.forwards[from] = into
		}
	}
}

// takeMembers seats the enabled agents: in General all of them, elsewhere the members. The seats of all inboxes lie in one
// list, by inbox id.
func (s *Snapshot) takeMembers(agents []Agent) {
	everybody := make([]botflow.AgentID, 0, len(agents))
	for _, a := range agents {
		everybody = append(everybody, a.ID)
	}
	s.memberOf = make(map[botflow.AgentID][]botflow.InboxID, len(s.agents))
	total := 0
	for _, id := range s.Inboxes() {
		r, listed := s.rooms[id], everybody
		if id != botflow.General {
			listed = r.inbox.Members
		}
		r.index = make(map[botflow.AgentID]int, len(listed))
		for _, m := range listed {
			if _, twice := r.index[m]; !twice && s.Enabled(m) {
				r.index[m] = len(r.members)
				r.members = append(r.members, m)
				s.memberOf[m] = append(s.memberOf[m], id)
			}
		}
		r.members = slices.Clip(r.members)
		total += len(r.members)
	}
	for a, ids := range s.memberOf {
		s.memberOf[a] = slices.Clip(ids)
	}
	s.takeSeats(total)
}

func (s *Snapshot) takeSeats(total int) {
	ramp := s.options.RampIn
	if ramp.Limit <= 0 || ramp.Period <= 0 {
		ramp = routing.RampIn{}
	}
	s.seats = make([]routing.SeatRules, 0, total)
	for _, id := range s.Inboxes() {
		r, from := s.rooms[id], len(s.seats)
		excluded := make(map[botflow.AgentID]bool, len(r.inbox.Policy.Excluded))
		for _, a := range r.inbox.Policy.Excluded {
			excluded[a] = true
		}
		for i, m := range r.members {
			s.seats = append(s.seats, r.seat(s.agents[m], i, ramp, excluded))
		}
		r.seats = s.seats[from:len(s.seats):len(s.seats)]
	}
}

// takeReach lists, for each agent, their inboxes and the deleted ones that these stand for.
func (s *Snapshot) takeReach() {
	behind := make(map[botflow.InboxID][]botflow.InboxID)
	for _, from := range slices.Sorted(maps.Keys(s.forwards)) {
		into := s.forwards[from]
		behind[into] = append(behind[into], from)
	}
	s.reach = make(map[botflow.AgentID][]botflow.InboxID, len(s.memberOf))
	if len(behind) == 0 {
		s.reach = s.memberOf
		return
	}
	for a, ids := range s.memberOf {
		all := slices.Clone(ids)
		for _, id := range ids {
			all = append(all, behind[id]...)
		}
		slices.Sort(all)
		s.reach[a] = slices.Clip(all)
	}
}

func (s *Snapshot) takeChannels(channels []Channel) {
	s.channels = make(map[botflow.ChannelID]botflow.ChannelRules, len(channels))
	s.bots = make(map[botflow.BotID]bool)
	for _, c := range channels {
		if _, twice := s.channels[c.ID]; twice {
			continue
		}
		rules := c.rules(s.Tolerance())
		rules.Inbox = s.Resolve(c.Inbox)
		s.channels[c.ID] = rules
		if c.Bot != "" {
			s.bots[c.Bot] = true
		}
	}
}

func (s *Snapshot) takeAssistants(assistants []Assistant) error {
	s.assistants = make(map[botflow.BotID]*assistant, len(assistants))
	for i, a := range assistants {
		if _, twice := s.assistants[a.ID]; twice || a.ID == "" {
			continue
		}
		made := &assistant{Assistant: a}
		if a.Hours != nil {
			var err error
			if made.hours, err = a.Hours.Compile(); err != nil {
				return fmt.Errorf("directory: assistants[%d].hours: %w", i, err)
			}
		}
		s.assistants[a.ID] = made
		s.bots[a.ID] = true
		scope := s.governing(a.Scope)
		scope.staff = append(scope.staff, made)
	}
	return nil
}
