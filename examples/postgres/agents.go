package main

import (
	"context"
	"time"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
)

// attend is an agent's day: they come online, and answer and close what they are given, one chat after the other.
func (s *shop) attend(ctx context.Context, agent botflow.AgentID) error {
	me := s.account.As(botflow.ByAgent(agent))
	if _, err := me.Do(ctx, reparto.Agent(agent), botflow.SetPresence{Status: botflow.Online}, ""); err != nil {
		return err
	}
	for {
		page, err := me.List(ctx, reparto.ListRequest{View: inbox.ViewMine})
		if err != nil {
			return err
		}
		for i := range page.Conversations {
			chat := reparto.Conversation(page.Conversations[i].ID)
			for _, cmd := range []botflow.Command{botflow.Reply{}, botflow.Close{}} {
				if _, err := me.Do(ctx, chat, cmd, ""); err != nil {
					return err
				}
			}
		}
		pause(ctx, 20*time.Millisecond) // for a sip of mate
	}
}

// idle tells whether every chat is closed.
func (s *shop) idle(ctx context.Context) (bool, error) {
	const many = 1 << 20
	closed, err := s.account.System().Count(ctx, inbox.ViewClosed, inbox.Filter{}, many)
	if err != nil {
		return false, err
	}
	all, err := s.account.System().Count(ctx, inbox.ViewAll, inbox.Filter{}, many)
	return closed == all, err
}
