package reparto

import (
	"context"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
)

// Change carries out edits of the configuration, all of them or none, and answers what changed. Supervisors manage inboxes and
// membership, admins and the host's own code everything (V8). For the whole desired state at once see [Account.Apply], which
// also says what becomes of removed agents and deleted inboxes.
func (d *Desk) Change(ctx context.Context, edits ...directory.Edit) ([]directory.Change, error) {
	return d.account.configure(ctx, d.by, func(old directory.Directory) (directory.Directory, error) {
		if err := mayEdit(old, d.by, edits); err != nil {
			return old, err
		}
		return old.With(edits...)
	})
}

// mayEdit looks the actor's role up in the configuration in force (V5).
func mayEdit(in directory.Directory, by botflow.Actor, edits []directory.Edit) error {
	switch by.Kind {
	case botflow.ActorSystem:
		return nil
	case botflow.ActorBot, botflow.ActorContact:
		return botflow.ErrNotFound
	case botflow.ActorAgent:
	}
	for _, a := range in.Agents {
		if a.ID != by.Agent() || a.Disabled {
			continue
		}
		for _, e := range edits {
			if a.Role == botflow.RoleAgent || a.Role == botflow.RoleSupervisor && (e == nil || !e.SupervisorMay()) {
				return botflow.ErrNotAllowed
			}
		}
		return nil
	}
	return botflow.ErrNotFound
}
