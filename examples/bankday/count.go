package main

// inTime is the seconds below which an answer is in time.
const inTime = 60

// figures are what is counted of some calls. Calls count by when they came to the bot, whenever they ended.
type figures struct {
	Arrived   int `json:"arrived"`   // rows: the sum of the next four
	Answered  int `json:"answered"`  // by an agent
	Abandoned int `json:"abandoned"` // hung up while waiting
	InBot     int `json:"inBot"`     // hung up in the bot
	Ignored   int `json:"ignored"`   // phantom rows

	MeanWait     float64 `json:"meanWait"`     // seconds, of all that asked for an agent: answered or abandoned; 0 of none
	AnsweredWait float64 `json:"answeredWait"` // seconds, of the answered alone; 0 of none
	InTime       int     `json:"inTime"`       // answered in less than 60 seconds
	ServiceLevel float64 `json:"serviceLevel"` // InTime as a share of Answered and Abandoned, from 0 to 1; 0 of none

	waited, waitedAnswered int
}

// add counts a call.
func (g *figures) add(f *fate) {
	g.Arrived++
	switch f.end {
	case answered:
		g.Answered++
		g.waitedAnswered += f.wait
		if f.wait < inTime {
			g.InTime++
		}
	case abandoned:
		g.Abandoned++
	case inBot:
		g.InBot++
	case ignored:
		g.Ignored++
	case waiting: // nobody waits when the day is over
	}
	g.waited += f.wait
	g.MeanWait, g.AnsweredWait = ratio(g.waited, g.queued()), ratio(g.waitedAnswered, g.Answered)
	g.ServiceLevel = ratio(g.InTime, g.queued())
}

// queued is how many asked for an agent.
func (g *figures) queued() int { return g.Answered + g.Abandoned }

// ratio gives a share or a mean; 0 of none.
func ratio(sum, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(sum) / float64(of)
}
