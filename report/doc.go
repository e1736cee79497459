// Package report turns the stream of events into figures: how many chats came, how fast people answered, how long chats
// waited and were handled, what was abandoned, rotated or passed on, and how long agents were present (E2).
//
// A [Fold] takes events one by one with [Fold.Add] and answers a [Report] at any moment with [Fold.Report]. It reads
// nothing but events, so the same events give the same figures, whether they come live from an account's feed or all at
// once from its history. The events of one subject must come in order; subjects may be mixed in any way. An event that
// comes twice counts once.
//
// # What counts where
//
// What belongs to an episode's first need of a person (Pending, answered, first response, in time, abandoned) counts in
// the period and inbox of its Pending event, so that answered is a share of pending in every row. Everything else counts
// in the period in which it happened or ended. A chat that goes from one inbox to another counts as transferred or
// returned, and with its handling time, in the inbox that it left. Rows of agents hold what the agent did or had: answers
// that were the first, waits that ended with them, chats handled, closed, returned, passed on, rotated away from them.
// A chat's tags are known when it ends, and then all that it brought since it last ended counts for each of its tags.
//
// # Incomplete streams
//
// A fold may start anywhere. What began before the first event seen isn't guessed: the answer to an unseen Pending and a
// wait whose beginning is unseen aren't counted. Handling time is, because every event tells since when its place held.
// A missing number in a subject's sequence is treated the same way, and counted in [Report.Gaps]. Forgotten contacts
// keep their figures: nothing here depends on what is erased.
package report
