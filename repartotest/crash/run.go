package crash

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// Process is a worker that runs somewhere.
type Process interface {
	io.Reader // what it says; ends when it is dead
	// Kill ends it at once, without a word to it, and waits until it is gone.
	Kill()
}

// Plan says who is killed how often.
type Plan struct {
	DB      store.DB                               // the shared database, as who looks on sees it
	Start   func(seed uint64) (Process, error)     // starts a process that does [Work]
	Workers int                                    // at the same time; 0: 3
	Kills   int                                    // 0: 20
	Seed    uint64                                 // of the moments and the commands; never used twice on one database
	Disturb func(ctx context.Context, n int) error // beside kill n: end a connection, restart the server; nil: nothing
}

// Report is what came of it.
type Report struct {
	Given, Applied, Refused, Unanswered int // commands
	Settled                             int // of those unanswered: had been applied
	Problems                            []string
}

// Run configures the account, starts the workers, kills them one after the other, each replaced by a new one, and judges what is
// left when all are dead. An error means that it couldn't be carried out; what is wrong is in the report.
func Run(ctx context.Context, p Plan) (Report, error) {
	if p.Workers == 0 {
		p.Workers = 3
	}
	if p.Kills == 0 {
		p.Kills = 20
	}
	engine, err := reparto.New(p.DB, reparto.Config{})
	if err != nil {
		return Report{}, err
	}
	acc, err := engine.Account(account)
	if err != nil {
		return Report{}, err
	}
	if err := open(ctx, acc); err != nil {
		return Report{}, err
	}
	heard, err := p.kill(ctx)
	if err != nil {
		return Report{}, err
	}
	return judge(ctx, engine, acc, heard)
}

// open configures the shop and signs everybody in.
func open(ctx context.Context, acc *reparto.Account) error {
	if _, err := acc.Apply(ctx, shop()); err != nil {
		return err
	}
	for i := range agents {
		if _, err := acc.System().Do(ctx, reparto.Agent(agentID(i)), botflow.SetPresence{Status: botflow.Online}, ""); err != nil {
			return err
		}
	}
	return nil
}

// worker is a process and what it has said.
type worker struct {
	Process
	over  chan struct{} // closed when it is dead and all it said is heard
	err   error         // of reading, once over
	begun chan struct{} // closed when it has been answered once
}

// memory is what all workers said.
type memory struct {
	mu   sync.Mutex
	said map[[2]uint64]said
}

// kill runs the plan and gives what all workers said.
func (p *Plan) kill(ctx context.Context) (map[[2]uint64]said, error) {
	heard := &memory{said: map[[2]uint64]said{}}
	r := rand.New(rand.NewPCG(p.Seed, 0))
	var workers []*worker
	defer func() {
		for _, w := range workers {
			w.Kill()
			<-w.over
		}
	}()
	seed := p.Seed * 1_000_000
	begin := func() error {
		seed++
		w, err := p.begin(seed, heard)
		if err == nil {
			workers = append(workers, w)
		}
		return err
	}
	for range p.Workers {
		if err := begin(); err != nil {
			return nil, err
		}
	}
	for n := range p.Kills {
		victim := r.IntN(len(workers))
		w := workers[victim]
		if err := w.awaited(ctx, time.Duration(r.Int64N(int64(300*time.Millisecond)))); err != nil {
			return nil, err
		}
		if p.Disturb != nil {
			if err := p.Disturb(ctx, n); err != nil {
				return nil, err
			}
		}
		w.Kill()
		workers = append(workers[:victim], workers[victim+1:]...)
		if <-w.over; w.err != nil {
			return nil, w.err
		}
		if err := begin(); err != nil {
			return nil, err
		}
	}
	return heard.said, nil
}

// begin starts a worker and listens to it.
func (p *Plan) begin(seed uint64, heard *memory) (*worker, error) {
	process, err := p.Start(seed)
	if err != nil {
		return nil, err
	}
	w := &worker{Process: process, over: make(chan struct{}), begun: make(chan struct{})}
	go func() {
		var once sync.Once
		defer close(w.over)
		w.err = lines(process, func(l line) {
			heard.mu.Lock()
			heard.said[[2]uint64{l.seed, l.n}] = l.said
			heard.mu.Unlock()
			if l.said != given {
				once.Do(func() { close(w.begun) })
			}
		})
	}()
	return w, nil
}

// awaited lets the worker live until it was answered once, and a random while.
func (w *worker) awaited(ctx context.Context, while time.Duration) error {
	const patience = 30 * time.Second
	long, stop := context.WithTimeout(ctx, patience)
	defer stop()
	select {
	case <-w.begun:
	case <-w.over:
		return errors.New("crash: a worker ended by itself before any command was answered")
	case <-long.Done():
		return fmt.Errorf("crash: no command of a worker was answered within %v: %w", patience, long.Err())
	}
	rest(ctx, while)
	return ctx.Err()
}

// rest lets a while of real time pass, or less if the context ends.
func rest(ctx context.Context, while time.Duration) {
	ctx, stop := context.WithTimeout(ctx, while)
	defer stop()
	<-ctx.Done()
}
