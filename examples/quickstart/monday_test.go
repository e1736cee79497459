package main

import (
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/examples/quickstart/whatsapp"
)

// seen is a played Monday with all that happened.
type seen struct {
	*day
	*timeline
	script   *script
	events   []botflow.Event
	repeats  []time.Duration // between a message and its second delivery
	refusals []string
}

func (s *seen) happened(events []botflow.Event) { s.events = append(s.events, events...) }

func (s *seen) repeated(m whatsapp.Message, at time.Time) {
	s.repeats = append(s.repeats, at.Sub(m.At))
}

func (s *seen) refused(who, what string, why error, _ time.Time) {
	s.refusals = append(s.refusals, who+" "+what+": "+string(botflow.CodeOf(why)))
}

// playMonday plays the recorded day to its end.
func playMonday(t *testing.T) *seen {
	t.Helper()
	files, err := fs.Sub(recorded, "testdata/monday")
	require.NoError(t, err)
	s := &seen{}
	s.script, err = readScript(files)
	require.NoError(t, err)
	book := newBook()
	s.timeline = newTimeline(&strings.Builder{}, book, time.UTC)
	s.day, err = openShop(t.Context(), s.script.directory, s.script.happenings[0].at, book, s)
	require.NoError(t, err)
	end := time.Date(2026, 3, 3, 3, 0, 0, 0, time.UTC)
	require.NoError(t, s.play(t.Context(), s.script.happenings, end))
	return s
}

// of gives the events of a type that a test holds for.
func (s *seen) of(is botflow.EventType, when func(*botflow.Event) bool) (found []*botflow.Event) {
	for i := range s.events {
		if e := &s.events[i]; e.Type == is && (when == nil || when(e)) {
			found = append(found, e)
		}
	}
	return found
}

func byRule(rule string) func(*botflow.Event) bool {
	return func(e *botflow.Event) bool { return e.Rule == rule }
}

func TestEverySceneIsPlayed(t *testing.T) {
	t.Parallel()
	s := playMonday(t)
	for _, scene := range []struct {
		name  string
		event botflow.EventType
		when  func(*botflow.Event) bool
		least int
	}{
		{"contacts write", botflow.Started, byRule("L1"), 120},
		{"the window of a bot's chat ends", botflow.Expired, byRule("L15"), 2},
		{"the window of an agent's chat ends", botflow.Expired, byRule("L24"), 1},
		{"an expired chat is restored by template", botflow.Restored, byRule("L31"), 1},
		{"a chat is opened by template", botflow.TemplateSent, byRule("L33"), 1},
		{"a template reaches nobody", botflow.Expired, byRule("L32"), 1},
		{"an answer isn't delivered", botflow.SendFailed, func(e *botflow.Event) bool { return e.To.State == botflow.StateAgent }, 1},
		{"a campaign", botflow.TemplateSent, byRule("L34"), 10},
		{"its answer", botflow.Started, func(e *botflow.Event) bool { return e.From.State == botflow.StateExpired }, 2},
		{"back within the tolerance", botflow.Reopened, byRule("L27"), 3},
		{"a notice out of hours", botflow.OutOfHours, nil, 5},
		{"the assistant at night", botflow.HandedOff, byRule("L6"), 5},
		{"the assistant hands over", botflow.HandedOff, byRule("L7"), 2},
		{"the assistant's hours end in the middle of a chat", botflow.HandedOff, byRule("L8"), 1},
		{"the assistant closes", botflow.ClosedEvent, byRule("L9"), 2},
		{"an urgent chat", botflow.HandedOff, func(e *botflow.Event) bool { return e.Priority > 0 }, 1},
		{"an agent takes a chat", botflow.Taken, nil, 1},
		{"a supervisor assigns", botflow.Assigned, byRule("L14"), 1},
		{"a supervisor moves", botflow.Moved, nil, 1},
		{"a chat is returned", botflow.Returned, nil, 1},
		{"a chat is transferred to an inbox", botflow.Transferred, byRule("L19"), 1},
		{"a chat is transferred to an agent", botflow.Transferred, byRule("L20"), 1},
		{"affinity is set", botflow.AffinityChanged, nil, 2},
		{"affinity chooses", botflow.Assigned, func(e *botflow.Event) bool {
			return e.Decision != nil && e.Decision.Why == botflow.ReasonAffinity
		}, 2},
		{"a note", botflow.Noted, nil, 2},
		{"tags", botflow.Tagged, nil, 20},
		{"an agent becomes inactive", botflow.PresenceChanged, func(e *botflow.Event) bool { return e.Cause == botflow.CauseInactivity }, 1},
		{"and comes back", botflow.PresenceChanged, func(e *botflow.Event) bool { return e.Cause == botflow.CauseActivity }, 1},
	} {
		require.GreaterOrEqual(t, len(s.of(scene.event, scene.when)), scene.least, scene.name)
	}
}

func TestOneChatIsRotatedThreeTimesRunning(t *testing.T) {
	t.Parallel()
	s := playMonday(t)
	running, longest := map[string]int{}, 0
	for i := range s.events {
		switch e := &s.events[i]; e.Type {
		case botflow.Rotated:
			running[e.Subject.ID]++
			longest = max(longest, running[e.Subject.ID])
		case botflow.Answered:
			delete(running, e.Subject.ID)
		default:
		}
	}
	require.GreaterOrEqual(t, longest, 3)
}

func TestTheQueueDrains(t *testing.T) {
	t.Parallel()
	s := playMonday(t)
	full := s.of(botflow.NobodyEligible, func(e *botflow.Event) bool { return e.Home == "Soporte" && e.Decision.Why != botflow.ReasonClosedHours })
	require.GreaterOrEqual(t, len(full), 4)
	for _, waits := range full {
		given := s.of(botflow.Assigned, func(e *botflow.Event) bool { return e.Subject == waits.Subject && e.At > waits.At })
		require.NotEmpty(t, given, "%s still waits", waits.Contact)
	}
	urgent := s.of(botflow.HandedOff, func(e *botflow.Event) bool { return e.Priority > 0 })[0]
	overtaken := 0
	for _, waits := range full {
		first := func(of botflow.Subject) botflow.Instant {
			return s.of(botflow.Assigned, func(e *botflow.Event) bool { return e.Subject == of && e.At > waits.At })[0].At
		}
		if waits.At < urgent.At && first(waits.Subject) > first(urgent.Subject) {
			overtaken++
		}
	}
	require.Positive(t, overtaken, "the urgent chat goes ahead of one that waited longer")
}

func TestChannelsMisbehave(t *testing.T) {
	t.Parallel()
	s := playMonday(t)
	require.GreaterOrEqual(t, len(s.repeats), 3, "duplicates")
	var hours int
	for _, after := range s.repeats {
		if after > time.Hour {
			hours++
		}
	}
	require.Positive(t, hours, "one comes hours later")
	late := s.of(botflow.Received, func(e *botflow.Event) bool { return e.At.Sub(e.SentAt) > 5*time.Minute })
	require.NotEmpty(t, late, "a message is late")
	sent := map[botflow.Subject]botflow.Instant{}
	overtaken := s.of(botflow.Received, func(e *botflow.Event) bool {
		before := sent[e.Subject]
		sent[e.Subject] = max(before, e.SentAt)
		return e.SentAt < before
	})
	require.NotEmpty(t, overtaken, "a message overtakes another")
	kinds := map[string]bool{}
	for i := range s.script.happenings {
		for _, item := range s.script.happenings[i].items {
			switch item := item.(type) {
			case whatsapp.Message:
				kinds[item.Type] = true
			case whatsapp.StatusUpdate:
				kinds[item.Status] = true
			}
		}
	}
	for _, kind := range []string{"text", "image", "button", "reaction", "unsupported", "delivered", "read", "failed"} {
		require.True(t, kinds[kind], kind)
	}
}

func TestSomeActsComeTooLate(t *testing.T) {
	t.Parallel()
	all := strings.Join(playMonday(t).refusals, "\n")
	for _, code := range []botflow.Code{botflow.CodeNotFound, botflow.CodeTaken, botflow.CodeSessionExpired} {
		require.Contains(t, all, ": "+string(code))
	}
	require.LessOrEqual(t, strings.Count(all, "\n")+1, 10, "most acts fit:\n%s", all)
}

func TestTheInvariantsHoldAtTheEndOfTheDay(t *testing.T) {
	t.Parallel()
	s := playMonday(t)
	wrong, err := s.shop.Verify(t.Context())
	require.NoError(t, err)
	require.Empty(t, wrong)
	require.Zero(t, s.engine.Repairs())
	last := map[botflow.Subject]uint64{}
	for i := range s.events {
		e := &s.events[i]
		require.Equal(t, last[e.Subject]+1, e.Seq, "%s: events come in order and without a gap", e.Subject)
		last[e.Subject] = e.Seq
	}
}

func TestTheShopIsAsPromised(t *testing.T) {
	t.Parallel()
	s := playMonday(t)
	writers := map[botflow.ContactID]bool{}
	for _, e := range s.of(botflow.Received, nil) {
		writers[e.Contact] = true
		require.True(t, strings.HasPrefix(string(e.Contact), "54911555") && len(e.Contact) == 13, "%s is made up", e.Contact)
	}
	require.GreaterOrEqual(t, len(writers), 120)
	owners := map[botflow.AgentID]bool{}
	for _, e := range s.of(botflow.Answered, nil) {
		owners[e.Agent] = true
	}
	require.Len(t, owners, 8)
}
