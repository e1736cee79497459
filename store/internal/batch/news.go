package batch

import "github.com/repartogo/reparto/botflow"

// News tells whether what the Set writes is worth telling those who watch (duty 20), and the earliest wake that it sets; 0: none.
func (s *Set) News() (wake botflow.Instant, told bool) {
	for _, c := range s.Conversations() {
		wake = wake.Sooner(c.Wake.At)
	}
	for _, a := range s.Agents() {
		wake = wake.Sooner(a.Wake)
	}
	for _, in := range s.Inboxes() {
		wake = wake.Sooner(in.Wake)
	}
	return wake, wake != 0 || len(s.events) > 0
}
