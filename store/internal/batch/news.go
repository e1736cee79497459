package batch

import "github.com/repartogo/reparto/botflow"

// News tells whether what the Set writes is worth telling those who watch (duty 20), and the earliest wake that it sets; 0: none.
func (s *Set) News() (wake botflow.Instant, told bool) {
	note := func(at botflow.Instant) {
		if at != 0 && (wake == 0 || at < wake) {
			wake = at
		}
	}
	for _, c := range s.Conversations() {
		note(c.Wake.At)
	}
	for _, a := range s.Agents() {
		note(a.Wake)
	}
	for _, in := range s.Inboxes() {
		note(in.Wake)
	}
	return wake, wake != 0 || len(s.events) > 0
}
