package botflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
)

// common are the commands that make up most of a day, each with the world it is taken in.
func common(t require.TestingT) map[string]func() (botflow.Conversation, botflow.Command, botflow.Env) {
	given := func(s *scene, by botflow.Actor, cmd botflow.Command) func() (botflow.Conversation, botflow.Command, botflow.Env) {
		env := s.env(by, cmd)
		return func() (botflow.Conversation, botflow.Command, botflow.Env) { return s.c, cmd, env }
	}
	clock := func(s *scene) *scene { s.reassign["Ventas"] = time.Minute; return s }
	return map[string]func() (botflow.Conversation, botflow.Command, botflow.Env){
		"Receive in AGENTE": given(clock(owned(t)), host, botflow.Receive{Message: "wamid.2"}),
		"Receive, new":      given(newScene(t), host, botflow.Receive{Message: "wamid.1"}),
		"Take":              given(clock(waiting(t)), ana, botflow.Take{}),
		"Reply":             given(clock(owned(t)), ana, botflow.Reply{}),
		"Close":             given(clock(owned(t)), ana, botflow.Close{}),
	}
}

// mostAllocations is what one step may allocate: the step itself and its events, and some air.
const mostAllocations = 4

func TestStepAllocatesLittle(t *testing.T) { //nolint:paralleltest // AllocsPerRun counts those of other tests too
	for name, given := range common(t) {
		c, cmd, env := given()
		allocs := testing.AllocsPerRun(100, func() {
			if _, err := botflow.Step(c, cmd, env); err != nil {
				t.Fatal(err)
			}
		})
		require.LessOrEqual(t, allocs, float64(mostAllocations), name)
	}
}

func BenchmarkStep(b *testing.B) {
	for name, given := range common(b) {
		c, cmd, env := given()
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := botflow.Step(c, cmd, env); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkNeed(b *testing.B) {
	c, cmd, env := common(b)["Take"]()
	b.ReportAllocs()
	for b.Loop() {
		botflow.Need(&c, cmd, env.Channel)
	}
}
