package reparto

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/store"
)

// line is one entry of a recording.
type line struct {
	Account   botflow.AccountID    `json:"account"`
	At        botflow.Instant      `json:"at"`
	Entropy   uint64               `json:"entropy,omitempty,string"`
	By        *botflow.Actor       `json:"by,omitempty"`
	On        *Target              `json:"on,omitempty"`
	Command   json.RawMessage      `json:"command,omitempty"`
	Op        botflow.OpID         `json:"op,omitempty"`
	Directory *directory.Directory `json:"directory,omitempty"` // a new configuration, instead of a command
	Parked    *parking             `json:"parked,omitempty"`    // an event that was parked, instead of a command
}

// recorder writes what happens to an account, in order: every well-formed command, the refused ones too since even they
// apply what is due, every tick and every configuration. A nil recorder records nothing.
type recorder struct {
	mu  sync.Mutex
	out *json.Encoder
}

func newRecorder(w io.Writer) *recorder { return &recorder{out: json.NewEncoder(w)} }

// command records a command and runs it at the recorded time.
func (r *recorder) command(ctx context.Context, a *Account, rq *request, run func() (Result, error)) (Result, error) {
	if r == nil {
		return run()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	now, err := a.Now(ctx)
	if err != nil {
		return Result{}, err
	}
	rq.at = now
	body, err := botflow.EncodeCommand(rq.cmd)
	if err != nil {
		return Result{}, err
	}
	if err := r.out.Encode(line{Account: a.id, At: now, Entropy: rq.entropy, By: &rq.by, On: &rq.on, Command: body, Op: rq.hostOp}); err != nil {
		return Result{}, fmt.Errorf("reparto: record: %w", err)
	}
	return run()
}

// tick records that time was looked at, and runs what follows.
func (r *recorder) tick(a *Account, now botflow.Instant, run func() error) error {
	if r == nil {
		return run()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.out.Encode(line{Account: a.id, At: now}); err != nil {
		return fmt.Errorf("reparto: record: %w", err)
	}
	return run()
}

// configure records a new configuration, made from the one in force, and commits it at the recorded time.
func (r *recorder) configure(ctx context.Context, a *Account, by botflow.Actor, want wanting) ([]directory.Change, error) {
	if r == nil {
		return a.reconfigure(ctx, by, 0, want)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	now, err := a.Now(ctx)
	if err != nil {
		return nil, err
	}
	old, _, err := a.store.Directory(ctx, 0)
	if err != nil {
		return nil, err
	}
	wanted, err := want(old)
	if err != nil {
		return nil, err
	}
	if err := r.out.Encode(line{Account: a.id, At: now, By: &by, Directory: &wanted}); err != nil {
		return nil, fmt.Errorf("reparto: record: %w", err)
	}
	return a.reconfigure(ctx, by, now, want)
}

// parked records that a consumer's event was parked, and tells it at the recorded time.
func (r *recorder) parked(ctx context.Context, a *Account, p parking) error {
	if r == nil {
		return a.tellParked(ctx, 0, p)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	now, err := a.Now(ctx)
	if err != nil {
		return err
	}
	if err := r.out.Encode(line{Account: a.id, At: now, Parked: &p}); err != nil {
		return fmt.Errorf("reparto: record: %w", err)
	}
	return a.tellParked(ctx, now, p)
}

// Replay carries out a recording (Config.Record) on an empty store: the same commands at the same times with the same
// entropy, so that the store ends with the same event log. cfg gives the rankers; its clock, entropy and recorder aren't
// used. A refusal is part of the story; any other error ends the replay and names the line.
func Replay(ctx context.Context, db store.DB, cfg Config, recording io.Reader) error {
	tape := &tape{}
	cfg.Clock, cfg.Entropy, cfg.Record = tape, func() uint64 { return tape.entropy }, nil
	e, err := New(db, cfg)
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(recording)
	lines.Buffer(nil, 64<<20)
	for n := 1; lines.Scan(); n++ {
		var l line
		err := json.Unmarshal(lines.Bytes(), &l)
		if err == nil {
			tape.now, tape.entropy = l.At.Time(), l.Entropy
			err = e.repeat(ctx, &l)
		}
		if err != nil && botflow.CodeOf(err) == "" {
			return fmt.Errorf("reparto: replay: line %d: %w", n, err)
		}
	}
	return lines.Err()
}

// repeat carries out one line.
func (e *Engine) repeat(ctx context.Context, l *line) error {
	a, err := e.Account(l.Account)
	if err != nil {
		return err
	}
	switch {
	case l.Parked != nil:
		err = a.tellParked(ctx, l.At, *l.Parked)
	case l.Command == nil && l.Directory == nil:
		err = a.advance(ctx, l.At)
	case l.By == nil || l.Command != nil && l.On == nil:
		err = errors.New("a command without actor or target")
	case l.Directory != nil:
		_, err = a.configure(ctx, *l.By, func(directory.Directory) (directory.Directory, error) { return *l.Directory, nil })
	default:
		var cmd botflow.Command
		if cmd, err = botflow.DecodeCommand(l.Command); err == nil {
			_, err = a.As(*l.By).Do(ctx, *l.On, cmd, l.Op)
		}
	}
	return err
}

// tape is the clock of a replay: it stands where the last line said.
type tape struct {
	now     time.Time
	entropy uint64
}

// Now implements [Clock].
func (t *tape) Now() time.Time { return t.now }

// After implements [Clock]; nothing waits in a replay.
func (t *tape) After(time.Duration) <-chan time.Time { return nil }
