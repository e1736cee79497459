package store

import "github.com/repartogo/reparto/botflow"

// Bounds of one round of consumption.
const (
	RoundEvents  = 64 // of the feed, and of a held subject
	RoundRetries = 8  // held subjects, so that slow failures don't keep the feed waiting
)

// Ready tells whether a round would do anything: something is held that is to be tried by now, or the page has something.
func (c *Consumer) Ready(now botflow.Instant, page []Record) bool {
	return len(c.Retries(now)) > 0 || len(page) > 0 && !c.Full()
}

// Deliver does one round. It goes on with what is held and to be tried by now, where the history of each subject begins; then with
// a page of the feed, read before the consumer was, at most RoundEvents. It calls give for each event that is to be handed out. Give says
// Handled or Failed to the consumer and answers which; an error of give, or of history, ends the round and comes back. What was done until then is so:
// the consumer may be written.
func (c *Consumer) Deliver(
	now botflow.Instant, page []Record,
	history func(of botflow.Subject, after uint64, limit int) ([]Record, error), give func(Record) (content bool, err error),
) error {
	held := c.Retries(now)
	for _, h := range held[:min(len(held), RoundRetries)] {
		records, err := history(h.Subject, h.Seq-1, RoundEvents)
		if err != nil {
			return err
		}
		behind, content := c.Behind(records), true
		for i := 0; content && i < len(behind); i++ {
			if content, err = give(behind[i]); err != nil {
				return err
			}
		}
		if content && len(behind) < RoundEvents {
			c.Release(h.Subject)
		}
	}
	for _, r := range page {
		if c.Full() {
			return nil
		}
		if !c.Wants(r) {
			c.Passed(r)
		} else if _, err := give(r); err != nil {
			return err
		}
	}
	return nil
}
