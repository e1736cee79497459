package memory

import (
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
)

// merging walks several sorted sets as one, giving what stands in more than one of them once. It is a heap of positions, the
// one with the smallest entry on top.
type merging struct {
	heads []position[entry]
	last  entry // the entry given last
}

func newMerging(sets []*ordered[entry]) *merging {
	m := &merging{heads: make([]position[entry], 0, len(sets))}
	for _, set := range sets {
		m.push(set.start())
	}
	return m
}

// skip moves to what comes after a cursor; only at the beginning of a walk.
func (m *merging) skip(after inbox.Cursor) {
	if after == (inbox.Cursor{}) {
		return
	}
	heads := m.heads
	m.heads = make([]position[entry], 0, len(heads))
	for _, at := range heads {
		m.push(at.set.find(func(e entry) bool { return after.Precedes(e.key, e.row.ID) }))
	}
}

// next gives the smallest entry not given yet.
func (m *merging) next() (entry, bool) {
	for len(m.heads) > 0 {
		e, _ := m.heads[0].item()
		m.heads[0] = m.heads[0].next()
		if _, more := m.heads[0].item(); !more {
			m.heads[0] = m.heads[len(m.heads)-1]
			m.heads = m.heads[:len(m.heads)-1]
		}
		m.down()
		if e != m.last {
			m.last = e
			return e, true
		}
	}
	return entry{}, false
}

func (m *merging) less(i, j int) bool {
	x, _ := m.heads[i].item()
	y, _ := m.heads[j].item()
	return entryBefore(x, y)
}

// push adds a position that isn't at its end.
func (m *merging) push(at position[entry]) {
	if _, ok := at.item(); !ok {
		return
	}
	m.heads = append(m.heads, at)
	for i := len(m.heads) - 1; i > 0 && m.less(i, (i-1)/2); i = (i - 1) / 2 {
		m.heads[i], m.heads[(i-1)/2] = m.heads[(i-1)/2], m.heads[i]
	}
}

// down lets the top sink to its place.
func (m *merging) down() {
	for i := 0; ; {
		least := i
		for _, child := range [2]int{2*i + 1, 2*i + 2} {
			if child < len(m.heads) && m.less(child, least) {
				least = child
			}
		}
		if least == i {
			return
		}
		m.heads[i], m.heads[least] = m.heads[least], m.heads[i]
		i = least
	}
}

// idsOf merges sets of rows that are sorted by id and gives the first ids, each once.
func idsOf(limit int, sets ...*ordered[*chat]) []botflow.ConversationID {
	heads := make([]position[*chat], len(sets))
	for i, set := range sets {
		if set != nil {
			heads[i] = set.start()
		}
	}
	var ids []botflow.ConversationID
	for len(ids) < limit {
		least := -1
		var first *chat
		for i, at := range heads {
			if row, ok := at.item(); ok && (least < 0 || byID(row, first)) {
				least, first = i, row
			}
		}
		if least < 0 {
			break
		}
		heads[least] = heads[least].next()
		if len(ids) == 0 || ids[len(ids)-1] != first.ID {
			ids = append(ids, first.ID)
		}
	}
	return ids
}
