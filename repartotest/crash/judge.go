package crash

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
)

// judge looks at what is left when all workers are dead: first at what the events say, then gives every command again, then lets
// time's work be done once and checks the books.
func judge(ctx context.Context, engine *reparto.Engine, acc *reparto.Account, heard map[[2]uint64]said) (Report, error) {
	rep := Report{Given: len(heard)}
	for _, s := range heard {
		switch s {
		case applied:
			rep.Applied++
		case refused:
			rep.Refused++
		case given:
			rep.Unanswered++
		}
	}
	if err := rep.again(ctx, acc, heard); err != nil {
		return rep, err
	}
	if err := rep.once(ctx, acc, heard); err != nil {
		return rep, err
	}
	if _, err := engine.Tick(ctx); err != nil {
		return rep, err
	}
	found, err := acc.Verify(ctx)
	rep.Problems = append(rep.Problems, found...)
	return rep, err
}

// again gives each command again under its id: what was acknowledged must be a duplicate.
func (rep *Report) again(ctx context.Context, acc *reparto.Account, heard map[[2]uint64]said) error {
	order := slices.SortedFunc(maps.Keys(heard), func(x, y [2]uint64) int { return slices.Compare(x[:], y[:]) })
	for _, id := range order {
		if heard[id] == refused {
			continue
		}
		a := draw(id[0], id[1])
		res, err := acc.As(a.by).Do(ctx, a.on, a.cmd, a.op)
		switch {
		case err != nil && !refusal(err):
			return err
		case heard[id] == applied && !res.Duplicate:
			rep.Problems = append(rep.Problems, fmt.Sprintf("I9: command %s (%s) was acknowledged and is not there: given again it answers %v", mark(id[0], id[1]), a.cmd.Name(), err))
		case res.Duplicate && heard[id] == given:
			rep.Settled++
		}
	}
	return nil
}

// once counts the marks in the events: nothing happened twice, nothing acknowledged is missing.
func (rep *Report) once(ctx context.Context, acc *reparto.Account, heard map[[2]uint64]said) error {
	found := map[string]int{}
	for d, err := range acc.Events(ctx, "crash") {
		if err != nil {
			return err
		}
		switch d.Event.Type {
		case botflow.Received:
			found[string(d.Event.Message)]++
		case botflow.Noted:
			found[d.Event.Text]++
		}
	}
	for id, s := range heard {
		name := mark(id[0], id[1])
		if n := found[name]; n > 1 {
			rep.Problems = append(rep.Problems, fmt.Sprintf("I9: command %s has happened %d times", name, n))
		} else if n == 0 && s == applied && marked(draw(id[0], id[1]).cmd) {
			rep.Problems = append(rep.Problems, fmt.Sprintf("I7: command %s was acknowledged and has no event", name))
		}
	}
	return nil
}

// marked tells whether the events of a command carry its mark.
func marked(cmd botflow.Command) bool {
	switch cmd.(type) {
	case botflow.Receive, botflow.AddNote:
		return true
	}
	return false
}
