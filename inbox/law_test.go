package inbox_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
)

// inView says in the rules' words what a view shows.
func inView(v inbox.View, a *inbox.Asker, c *botflow.Conversation) bool {
	state, closed := c.Place.State, c.Place.Inbox == botflow.Closed
	switch v {
	case inbox.ViewAll:
		return true
	case inbox.ViewUnassigned:
		return state == botflow.StateInbox && !closed
	case inbox.ViewMine:
		return state == botflow.StateAgent && c.Place.Owner == a.Agent
	case inbox.ViewAgents:
		return state == botflow.StateAgent
	case inbox.ViewBot:
		return state == botflow.StateBot
	case inbox.ViewClosed:
		return closed
	case inbox.ViewExpired:
		return state == botflow.StateExpired
	}
	return false
}

// A list shows a conversation if and only if the check of it says "see", in every view, and no two branches show the same.
func TestI5_ListsShowExactlyWhatMayBeSeen(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m, a := drawMatrix(t), drawAsker(t)
		branches := inbox.Branches(&m, a)
		for _, b := range branches {
			require.False(t, b.Inboxes != nil && len(b.Inboxes) == 0, "a branch of nothing: %+v", b)
		}
		for range 8 {
			c := drawConversation(t)
			see, shown := inbox.Can(&m, a, c, inbox.See), 0
			for i := range branches {
				if branches[i].Match(c) {
					shown++
				}
			}
			require.Equal(t, see, shown == 1, "%d branches show it, of %+v", shown, branches)
			require.LessOrEqual(t, shown, 1)
			for _, v := range inbox.Views() {
				q := inbox.Visible(&m, a, v, inbox.Filter{}, inbox.ByWaiting)
				require.Equal(t, see && inView(v, a, c), q.Match(c), v)
			}
			mine := inbox.UnreadMine(&m, a)
			require.Equal(t, see && c.Unread && inView(inbox.ViewMine, a, c), mine.Match(c))
			unread := inbox.Visible(&m, a, inbox.ViewAll, inbox.Filter{Unread: inbox.Yes, Private: inbox.No}, inbox.ByRecency)
			require.Equal(t, see && c.Unread && !c.Private, unread.Match(c))
		}
	})
}

// What may not be seen isn't found, whatever is asked; only who lost a race learns of it, and never a name (L44), and a bot
// that it isn't in charge (L49).
func TestV7_WhatIsNotSeenIsNotFound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m, a, c := drawMatrix(t), drawAsker(t), drawConversation(t)
		for _, cmd := range slices.Concat(botflow.Commands(), []botflow.Command{botflow.Assign{Agent: a.Agent}, botflow.SetAffinity{Agent: a.Agent}}) {
			err := inbox.Authorize(&m, a, c, botflow.Contact{}, cmd, now)
			switch {
			case inbox.Can(&m, a, c, inbox.See):
				require.NotErrorIs(t, err, botflow.ErrNotFound)
			case c.Place.State == botflow.StateNone:
				require.Contains(t, []string{"not found", "yes", "not allowed"}, verdict(err))
			case a.Kind == botflow.ActorBot && (c.Place.State != botflow.StateBot || c.Place.Bot != a.Bot):
				require.ErrorIs(t, err, botflow.ErrNotInCharge)
			case verdict(err) == "already taken":
				require.False(t, c.Private)
				require.Equal(t, botflow.StateAgent, c.Place.State)
				require.Equal(t, &botflow.TakenError{}, err)
				before := *c
				before.Place = c.Previous
				require.True(t, inbox.Can(&m, a, &before, inbox.See))
				require.Contains(t, []botflow.CommandName{"Take", "Assign", "SendTemplate"}, cmd.Name())
			default:
				require.ErrorIs(t, err, botflow.ErrNotFound)
			}
		}
	})
}

// maySee says in the rules' words who sees what, for people, with the options given.
func maySee(on func(inbox.Option) bool, a *inbox.Asker, c *botflow.Conversation) bool {
	p, home := c.Place, c.Home()
	isMember := slices.Contains(a.Inboxes, home)
	manages := a.Role != botflow.RoleAgent
	personalOwner, personal := p.Inbox.Owner()
	closed := p.Inbox == botflow.Closed
	owns := p.Owner == a.Agent || personal && personalOwner == a.Agent
	if !manages && c.Private && (p.State == botflow.StateAgent || closed || p.State == botflow.StateExpired) && c.LastOwner != a.Agent {
		return false
	}
	if !manages && on(inbox.RestrictByGroup) && p.State != botflow.StateBot && home != botflow.General && !isMember && !owns {
		return false
	}
	switch {
	case p.State == botflow.StateNone:
		return false
	case p.State == botflow.StateBot, p.State == botflow.StateExpired:
		return true
	case closed:
		return manages || isMember || !on(inbox.ClosedVisibleToInboxMembers)
	case personal:
		return owns || manages && !on(inbox.PersonalHiddenFromSupervisors)
	case p.State == botflow.StateAgent && manages:
		return owns || !on(inbox.TakenHiddenFromSupervisors)
	case p.State == botflow.StateAgent:
		return owns || isMember && on(inbox.TakenVisibleToInboxMembers)
	case manages:
		return isMember || p.Inbox == botflow.General || !on(inbox.SupervisorsSeeMembersOnly)
	}
	return isMember || p.Inbox == botflow.General
}

// The cells and the rules' own words agree on every set of options.
func TestV7_SeeingIsWhatTheRulesSay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		options := rapid.SliceOfNDistinct(rapid.SampledFrom(inbox.Options()), 0, -1, rapid.ID).Draw(t, "options")
		m := matrix(options...)
		on := func(o inbox.Option) bool { return slices.Contains(options, o) }
		a, c := drawAsker(t), drawConversation(t)
		if a.Kind != botflow.ActorAgent {
			t.Skip("not a person")
		}
		require.Equal(t, maySee(on, a, c), inbox.Can(&m, a, c, inbox.See))
	})
}
