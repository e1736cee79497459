package reparto

import (
	"context"
	"fmt"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
)

// Verify checks the account's invariants (section 10 of the rules): the store's own books, and that nobody waits beside an
// agent who could be given the chat. It changes nothing; each line is one violation, in words. Ask when no command is in
// flight: between a commit and its matching a chat waits rightly.
func (a *Account) Verify(ctx context.Context) ([]string, error) {
	found, err := a.store.Verify(ctx)
	if err != nil {
		return nil, err
	}
	if err := a.matcher.failed(); err != nil {
		found = append(found, "I3: the last matching failed: "+err.Error())
	}
	snap, err := a.refresh(ctx)
	if err != nil {
		return nil, err
	}
	queues, err := a.waiting(ctx)
	if err != nil || len(queues) == 0 {
		return found, err
	}
	req := store.ViewRequest{Inboxes: queues, Queue: 1 << 20, Seats: 1 << 20, Members: botflow.MaxCandidates}
	view, err := a.store.View(ctx, req)
	if err != nil {
		return nil, err
	}
	a.rules(&view, snap, botflow.Instant(a.last.Load()))
	for _, d := range routing.Match(view).Assignments {
		found = append(found, fmt.Sprintf("I3: %s waits in %s beside %s, who could be given it", d.Conversation, d.Inbox, d.Agent))
	}
	return found, nil
}
