package routing_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
)

// firstInputs lists every combination of what the answer depends on.
func firstInputs() []routing.FirstInput {
	assistants := func(bot botflow.BotID) []routing.AssistantNow {
		all := []routing.AssistantNow{{}}
		for bits := range 8 {
			all = append(all, routing.AssistantNow{Bot: bot, Active: bits&1 != 0, Serves: bits&2 != 0, Open: bits&4 != 0})
		}
		return all
	}
	priorities := []routing.Priority{routing.PriorityUnset, routing.AssistantFirst, routing.HumansFirst}
	var all []routing.FirstInput
	for _, own := range assistants("own") {
		for _, general := range assistants("general") {
			for _, priority := range priorities {
				for _, generals := range priorities {
					for bits := range 4 {
						all = append(all, routing.FirstInput{
							Scope: "Sales", Own: own, General: general, Priority: priority, GeneralPriority: generals,
							Open: bits&1 != 0, Humans: bits&2 != 0,
						})
					}
				}
			}
		}
	}
	return all
}

// sentences answers in the words of the rule, one after the other.
func sentences(in routing.FirstInput) (botflow.ResponderKind, botflow.BotID) {
	counts := in.Own
	if in.Own.Bot == "" || !in.Own.Active || !in.Own.Serves {
		counts = in.General
	}
	usable := counts.Bot != "" && counts.Active && counts.Serves && counts.Open // 1
	priority := in.Priority
	if priority == routing.PriorityUnset {
		priority = in.GeneralPriority
	}
	if usable && priority != routing.HumansFirst { // 2
		return botflow.Assistant, counts.Bot
	}
	if in.Open && (!usable || in.Humans) { // 3
		return botflow.Humans, ""
	}
	if usable { // 4
		return botflow.Assistant, counts.Bot
	}
	return botflow.Humans, "" // 5
}

func TestF1_FirstIsTheFiveSentencesForEveryInput(t *testing.T) {
	t.Parallel()
	inputs := firstInputs()
	require.Len(t, inputs, 9*9*9*4)
	for _, in := range inputs {
		kind, bot := sentences(in)
		r := routing.First(in)
		require.Equal(t, kind, r.Kind, "%+v", in)
		require.Equal(t, bot, r.Bot, "%+v", in)
		require.Equal(t, botflow.InboxID("Sales"), r.Scope)
		require.NotEmpty(t, r.Why)
		require.Zero(t, r.Until, "nothing changes by time")
	}
}

func TestF11_TheAnswerHoldsUntilItSays(t *testing.T) {
	t.Parallel()
	const soon, later = now + minute, now + 2*minute
	for _, in := range firstInputs() {
		for _, at := range [][2]botflow.Instant{{soon, later}, {later, soon}, {soon, soon}, {0, soon}, {soon, 0}, {botflow.Forever, later}} {
			in.Own.Changes, in.General.Changes, in.Changes = at[0], at[0], at[1]
			r := routing.First(in)
			require.Equal(t, firstChange(in, at, soon, later), r.Until, "%+v", in)
		}
	}
}

// firstChange tries every instant: whatever may have changed by then and possibly changed back.
func firstChange(in routing.FirstInput, at [2]botflow.Instant, instants ...botflow.Instant) botflow.Instant {
	kind, bot := sentences(in)
	for _, t := range instants {
		for bits := range 4 {
			then := in
			if bits&1 != 0 && at[0] != 0 && at[0] <= t {
				then.Own.Open, then.General.Open = !in.Own.Open, !in.General.Open
			}
			if bits&2 != 0 && at[1] != 0 && at[1] <= t {
				then.Open = !in.Open
			}
			if k, b := sentences(then); k != kind || b != bot {
				return t
			}
		}
	}
	return 0
}

func TestF2_WhyWhoAnswers(t *testing.T) {
	t.Parallel()
	up := routing.AssistantNow{Bot: "Nora", Active: true, Serves: true, Open: true}
	resting := up
	resting.Open = false
	for name, tc := range map[string]struct {
		in   routing.FirstInput
		kind botflow.ResponderKind
		why  botflow.Reason
	}{
		"F3 assistant first":              {routing.FirstInput{Own: up, Open: true, Humans: true}, botflow.Assistant, routing.WhyAssistantFirst},
		"F3 at night too":                 {routing.FirstInput{Own: up}, botflow.Assistant, routing.WhyAssistantFirst},
		"F1 General's choice":             {routing.FirstInput{Own: up, GeneralPriority: routing.HumansFirst, Open: true, Humans: true}, botflow.Humans, routing.WhyHumansAvailable},
		"F1 the scope's own choice":       {routing.FirstInput{Own: up, Priority: routing.AssistantFirst, GeneralPriority: routing.HumansFirst, Open: true, Humans: true}, botflow.Assistant, routing.WhyAssistantFirst},
		"F2 nobody there":                 {routing.FirstInput{Own: up, Priority: routing.HumansFirst, Open: true}, botflow.Assistant, routing.WhyNobodyAvailable},
		"F2 closed":                       {routing.FirstInput{Own: up, Priority: routing.HumansFirst, Humans: true}, botflow.Assistant, routing.WhyOutOfHours},
		"F3 the assistant's hours ended":  {routing.FirstInput{Own: resting, General: up, Open: true}, botflow.Humans, routing.WhyAssistantResting},
		"F1 no assistant":                 {routing.FirstInput{Open: true}, botflow.Humans, routing.WhyNoAssistant},
		"no assistant, closed":            {routing.FirstInput{}, botflow.Humans, routing.WhyOutOfHours},
		"assistant resting, closed":       {routing.FirstInput{Own: resting}, botflow.Humans, routing.WhyOutOfHours},
		"General's assistant for a scope": {routing.FirstInput{General: up}, botflow.Assistant, routing.WhyAssistantFirst},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := routing.First(tc.in)
			require.Equal(t, tc.kind, r.Kind)
			require.Equal(t, tc.why, r.Why)
		})
	}
}

func ExampleFirst() {
	answer := routing.First(routing.FirstInput{
		Scope:    "Sales",
		Own:      routing.AssistantNow{Bot: "Nora", Active: true, Serves: true, Open: true},
		Priority: routing.HumansFirst,
		Open:     true,
		Humans:   false,
	})
	fmt.Println(answer.Kind, answer.Bot, "-", answer.Why)
	// Output: assistant Nora - nobody available
}
