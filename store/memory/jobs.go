package memory

import (
	"context"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// Jobs implements [store.Store].
func (a *account) Jobs(ctx context.Context, limit int) ([]store.Job, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	var open []store.Job
	for j := range a.agenda.all() {
		if len(open) >= limit {
			break
		}
		open = append(open, j)
	}
	return open, nil
}

func (a *account) putJob(j store.Job) {
	a.dropJob(j.ID)
	a.jobs[j.ID] = j
	a.agenda.add(j)
}

func (a *account) dropJob(id string) {
	if j, open := a.jobs[id]; open {
		a.agenda.remove(j)
		delete(a.jobs, id)
	}
}

// Members implements [store.Store]. Of a contact with affinity to a removed agent it names the first chat, by id.
func (a *account) Members(ctx context.Context, of store.Job, limit int) ([]botflow.ConversationID, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	switch of.Kind {
	case store.JobRemoveAgent:
		return idsOf(limit, a.owned[of.Agent], a.inside[botflow.Personal(of.Agent)], a.leads[of.Agent]), nil
	case store.JobDeleteInbox:
		return idsOf(limit, a.inside[of.Inbox]), nil
	}
	return nil, nil
}
