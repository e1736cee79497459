package memory

import (
	"context"
	"slices"
	"sort"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

// journal keeps the events: by subject, and all in one feed that consumers read at their own pace.
type journal struct {
	logs      map[botflow.Subject]*history
	feed      []*store.Record // by position
	position  uint64          // of the newest event
	consumers map[string]*store.Consumer
	moves     uint64 // the last revision that a consumer was given: none ever comes back
}

// history is the events of one subject that are kept. Its numbering outlives them.
type history struct {
	last    uint64
	records []*store.Record
}

func newJournal() journal {
	return journal{logs: make(map[botflow.Subject]*history), consumers: make(map[string]*store.Consumer)}
}

// lastSeq gives the number of a subject's last event; 0: it never had one.
func (j *journal) lastSeq(of botflow.Subject) uint64 {
	if h := j.logs[of]; h != nil {
		return h.last
	}
	return 0
}

// append adds an event at the end of its history and of the feed.
func (j *journal) append(e botflow.Event) {
	h := j.logs[e.Subject]
	if h == nil {
		h = &history{}
		j.logs[e.Subject] = h
	}
	j.position++
	r := &store.Record{Position: j.position, Event: e}
	h.last, h.records = e.Seq, append(h.records, r)
	j.feed = append(j.feed, r)
}

// History implements [store.Store].
func (a *account) History(ctx context.Context, of botflow.Subject, after uint64, limit int) ([]store.Record, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	h := a.logs[of]
	if h == nil {
		return nil, nil
	}
	from := sort.Search(len(h.records), func(i int) bool { return h.records[i].Event.Seq > after })
	return copyRecords(h.records[from:], limit), nil
}

// Notes implements [store.Store].
func (a *account) Notes(ctx context.Context, of botflow.ConversationID, after uint64, limit int) ([]botflow.Note, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	notes := a.notes[of]
	from := sort.Search(len(notes), func(i int) bool { return notes[i].Seq > after })
	return slices.Clone(notes[from:min(len(notes), from+max(limit, 0))]), nil
}

// copyRecords copies the first records.
func copyRecords(records []*store.Record, limit int) []store.Record {
	var out []store.Record
	for _, r := range records[:max(0, min(limit, len(records)))] {
		out = append(out, store.Record{Position: r.Position, Event: r.Event.Clone()})
	}
	return out
}
