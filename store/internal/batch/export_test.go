package batch

// Waiting tells how many calls no group has taken yet.
func (q *Queue) Waiting() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.groups.waiting) + len(q.single.waiting)
}

// Led tells how many lanes have somebody who leads.
func (q *Queue) Led() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.groups.led + q.single.led
}
