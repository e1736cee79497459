package reparto_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
)

// scene is an act at its time.
type scene struct {
	gap time.Duration
	act act
}

// play tells a story with ticks as when says: it is asked before each scene how to come from the last one to this one.
func play(t tb, d directory.Directory, scenes []scene, come func(r *rig, i int, gap time.Duration)) []string {
	r := newRig(t, reparto.Config{})
	r.apply(d)
	for i, s := range scenes {
		come(r, i, s.gap)
		// A refusal is part of the story.
		_, err := r.do(s.act.by, s.act.on, s.act.cmd)
		if err != nil && botflow.CodeOf(err) == "" {
			require.NoError(t, err, "%s", s.act)
		}
		// A duplicate is answered before anything is caught up with. Were it not for this look, several could add up to more
		// than the hour after which a chain of rotations becomes one.
		_, err = r.acc.System().Count(context.Background(), inbox.ViewAll, inbox.Filter{}, 1)
		require.NoError(t, err)
	}
	r.clock.set(r.clock.Now().Add(50 * time.Minute))
	r.tick()
	r.sound()
	return r.log()
}

// log prints every event, without when it was recorded.
func (r *rig) log() (lines []string) {
	r.t.Helper()
	for d, err := range r.acc.Events(context.Background(), "log") {
		require.NoError(r.t, err)
		e := d.Event
		e.Recorded = 0
		decision := ""
		if e.Decision != nil {
			decision = fmt.Sprintf("%+v", *e.Decision)
		}
		e.Decision, e.Responder = nil, nil
		lines = append(lines, fmt.Sprintf("%+v %s", e, decision))
	}
	return lines
}

func TestL48_EarlyLateAndNoTicksTellTheSameStory(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := drawDirectory(t)
		var scenes []scene
		for i := range rapid.IntRange(1, 40).Draw(t, "scenes") {
			scenes = append(scenes, scene{drawGap(t, 59*time.Minute), drawAct(t, i)})
		}
		cuts := rapid.SliceOfN(rapid.IntRange(0, 100), len(scenes), len(scenes)).Draw(t, "ticks")

		exact := play(t, d, scenes, func(r *rig, _ int, gap time.Duration) { r.pass(gap) })
		never := play(t, d, scenes, func(r *rig, _ int, gap time.Duration) { r.clock.set(r.clock.Now().Add(gap)) })
		random := play(t, d, scenes, func(r *rig, i int, gap time.Duration) {
			until := r.clock.Now().Add(gap)
			r.clock.set(r.clock.Now().Add(gap * time.Duration(cuts[i]) / 100))
			r.tick()
			r.clock.set(until)
		})
		require.Equal(t, exact, never, "no ticks at all but the last")
		require.Equal(t, exact, random, "ticks at random times")
	})
}
