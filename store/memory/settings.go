package memory

import (
	"context"

	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/store"
)

// Directory implements [store.Store].
func (a *account) Directory(ctx context.Context, known uint64) (directory.Directory, uint64, error) {
	if err := ctx.Err(); err != nil {
		return directory.Directory{}, 0, err
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	if known == a.revision() {
		return directory.Directory{}, known, nil
	}
	return a.settings.Clone(), a.revision(), nil
}

// revision gives that of the directory in force; 0: none has been written.
func (a *account) revision() uint64 {
	if a.snapshot == nil {
		return 0
	}
	return a.snapshot.Revision()
}

// putDirectory sets the configuration in force and moves only the seats that it changes.
func (a *account) putDirectory(d directory.Directory, compiled *directory.Snapshot) {
	a.settings, a.snapshot = d.Clone(), compiled
	kept := make(map[store.SeatKey]bool, len(compiled.Seats()))
	for _, rules := range compiled.Seats() {
		kept[store.SeatKey{Inbox: rules.Inbox, Agent: rules.Agent}] = true
		g, r := a.agentOf(rules.Agent), a.roomOf(rules.Inbox)
		next := seated(rules, r.turns[rules.Agent], &g.Presence)
		if s := g.seats[rules.Inbox]; s != nil {
			s.become(next)
			continue
		}
		s := &seat{Seat: next, room: r}
		g.seats[rules.Inbox] = s
		s.sit()
	}
	for id, g := range a.agents {
		for in, s := range g.seats {
			if !kept[store.SeatKey{Inbox: in, Agent: id}] {
				s.rise()
				delete(g.seats, in)
			}
		}
	}
}
