package memory

import (
	"iter"
	"slices"
	"sort"
)

// chunkSize is how many items a chunk of an ordered set holds at most: enough to keep the list of chunks short, few enough
// that moving half of one is cheap.
const chunkSize = 128

// ordered is a set that stays sorted: chunks of sorted slices. Finding, adding and removing cost O(log n) comparisons and the
// move of one chunk's tail; walking it touches memory in order. Two items are the same when neither is before the other.
// An item's sort key must not change while it is in a set. A set that was made by newOrdered is ready for use.
type ordered[T any] struct {
	before func(a, b T) bool
	chunks [][]T // none is empty
	last   []T   // the last item of each chunk, side by side for the search
	count  int
}

func newOrdered[T any](before func(a, b T) bool) *ordered[T] {
	return &ordered[T]{before: before}
}

// size gives the number of items; a nil set has none.
func (o *ordered[T]) size() int {
	if o == nil {
		return 0
	}
	return o.count
}

// seek finds the first item that isn't before x.
func (o *ordered[T]) seek(x T) position[T] {
	return o.find(func(y T) bool { return !o.before(y, x) })
}

// find finds the first item that reached is true of; it must be true of all items after that.
func (o *ordered[T]) find(reached func(T) bool) position[T] {
	if o == nil {
		return position[T]{}
	}
	c := sort.Search(len(o.last), func(i int) bool { return reached(o.last[i]) })
	if c == len(o.chunks) {
		return position[T]{set: o, chunk: c}
	}
	chunk := o.chunks[c]
	i := sort.Search(len(chunk), func(i int) bool { return reached(chunk[i]) })
	return position[T]{set: o, chunk: c, index: i}
}

// has tells whether the set holds x.
func (o *ordered[T]) has(x T) bool {
	found, ok := o.seek(x).item()
	return ok && !o.before(x, found)
}

// add puts x in; false if it is there already.
func (o *ordered[T]) add(x T) bool {
	at := o.seek(x)
	if found, ok := at.item(); ok && !o.before(x, found) {
		return false
	}
	o.count++
	if at.chunk == len(o.chunks) { // after everything
		if at.chunk == 0 || len(o.chunks[at.chunk-1]) == chunkSize {
			o.chunks = append(o.chunks, []T{x})
			o.last = append(o.last, x)
			return true
		}
		at.chunk--
		at.index = len(o.chunks[at.chunk])
	}
	if len(o.chunks[at.chunk]) == chunkSize {
		o.split(at.chunk)
		if half := len(o.chunks[at.chunk]); at.index > half {
			at.chunk, at.index = at.chunk+1, at.index-half
		}
	}
	o.chunks[at.chunk] = slices.Insert(o.chunks[at.chunk], at.index, x)
	o.relast(at.chunk)
	return true
}

// remove takes x out; false if it isn't there.
func (o *ordered[T]) remove(x T) bool {
	at := o.seek(x)
	if found, ok := at.item(); !ok || o.before(x, found) {
		return false
	}
	o.count--
	chunk := slices.Delete(o.chunks[at.chunk], at.index, at.index+1)
	o.chunks[at.chunk] = chunk
	if len(chunk) == 0 {
		o.drop(at.chunk)
		return true
	}
	o.relast(at.chunk)
	o.join(at.chunk)
	o.join(at.chunk - 1)
	return true
}

// split makes two chunks of a full one.
func (o *ordered[T]) split(c int) {
	whole := o.chunks[c]
	upper := append(make([]T, 0, chunkSize), whole[chunkSize/2:]...)
	clear(whole[chunkSize/2:])
	o.chunks[c] = whole[:chunkSize/2]
	o.chunks = slices.Insert(o.chunks, c+1, upper)
	o.last = slices.Insert(o.last, c+1, upper[len(upper)-1])
	o.relast(c)
}

// join puts two neighbours together that have become small, so that a set which shrinks gives its memory back.
func (o *ordered[T]) join(c int) {
	if c < 0 || c+1 >= len(o.chunks) || len(o.chunks[c])+len(o.chunks[c+1]) > chunkSize/2 {
		return
	}
	o.chunks[c] = append(o.chunks[c], o.chunks[c+1]...)
	o.drop(c + 1)
	o.relast(c)
}

func (o *ordered[T]) drop(c int) {
	o.chunks = slices.Delete(o.chunks, c, c+1)
	o.last = slices.Delete(o.last, c, c+1)
}

func (o *ordered[T]) relast(c int) { o.last[c] = o.chunks[c][len(o.chunks[c])-1] }

// first gives the smallest item.
func (o *ordered[T]) first() (x T, ok bool) { return o.start().item() }

// start is the position of the smallest item.
func (o *ordered[T]) start() position[T] { return position[T]{set: o} }

// all walks the set in order. The set must not change meanwhile.
func (o *ordered[T]) all() iter.Seq[T] { return o.start().onward() }

// position is a place in a set that no change has happened to since. The zero value is the end of nothing.
type position[T any] struct {
	set          *ordered[T]
	chunk, index int
}

// item gives the item at the position; false at the end.
func (p position[T]) item() (x T, ok bool) {
	if p.set == nil || p.chunk >= len(p.set.chunks) {
		return x, false
	}
	return p.set.chunks[p.chunk][p.index], true
}

// next is the position after this one, which isn't the end.
func (p position[T]) next() position[T] {
	p.index++
	if p.index == len(p.set.chunks[p.chunk]) {
		p.chunk, p.index = p.chunk+1, 0
	}
	return p
}

// onward walks from the position to the end.
func (p position[T]) onward() iter.Seq[T] {
	return func(yield func(T) bool) {
		for x, ok := p.item(); ok; x, ok = p.item() {
			if !yield(x) {
				return
			}
			p = p.next()
		}
	}
}
