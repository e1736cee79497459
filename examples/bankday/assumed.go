package main

import "fmt"

// assumed says what isn't in the record, a paragraph each.
func (r *record) assumed(of belief) []string {
	drawn, unnamed := 0, 0
	for i := range r.calls {
		c := &r.calls[i]
		if c.recorded.queued() && !c.timed {
			drawn++
		}
		if c.recorded.end == answered && c.recorded.agent == "" {
			unnamed++
		}
	}
	return []string{
		"Who answers differs from the record: a call goes to the agent of its inbox who has been idle longest, one call at a time " +
			"for each. High priority goes first, whoever has waited longer; 0 and 1 are alike.",
		"An agent is a member of the inboxes whose calls they answered that day, be it one call, and online from their first " +
			fmt.Sprintf("service to their last. More than %d minutes without a service are a break, less is idle time. ", longBreak/minute) +
			"The record doesn't tell a short break from waiting for work, so there are more free hands in the replay than there were. " +
			"A call in hand at the end of a shift is finished.",
		"A service takes as long as it did in the record, whoever gives it. " + fmt.Sprintf("%d calls that asked for an agent have none ", drawn) +
			"on record, most of them abandoned: if they are answered here, they take as long as some other call of their type, drawn at random.",
		"Patience is recorded of those who hung up while they waited. Of those who were answered it is only known that they hadn't " +
			"hung up by then (it is censored there). " + of.words(),
		"Who hung up in the bot does so again. Phantom rows are ignored. Each row is a contact of its own, also where ids repeat. " +
			fmt.Sprintf("%d calls were answered by nobody who is named: in the record they count for no agent.", unnamed),
		"Draws are the same at each run. Calls count in the hour in which they came to the bot, load in the hour in which it was " +
			"worked off. Wait is the mean of all who asked for an agent, answered or not; \"in 60 s\" is the share of the same who " +
			"were answered in less than 60 seconds. Load is time in service as a share of the time online, above 100% where calls outlast shifts.",
	}
}

// words says what is believed.
func (b belief) words() string {
	const extreme = "That is an extreme, but the figures are no bound: who hangs up leaves room for the next."
	switch b {
	case shortest:
		return "-patience shortest: they would have hung up at that moment. " + extreme
	case longest:
		return "-patience longest: they would never have hung up. " + extreme
	case estimated:
	}
	return "-patience estimated: beyond that, theirs is drawn from those who had waited as long that day (Kaplan-Meier), which is right " +
		"if being answered has nothing to do with being impatient. -patience shortest and longest show the two extremes."
}
