package botflow

import "time"

// AgentEnv is what [StepAgent] is told.
type AgentEnv struct {
	Now, Recorded Instant
	By            Actor
	InactiveAfter time.Duration // 0: never (P2)
	Removed       bool          // the agent has been removed or disabled
}

// StepAgent takes one command on an agent's presence (section 4). It never refuses what package inbox permitted; asking for
// what is so already gives no event.
func StepAgent(p Presence, cmd Command, env AgentEnv) (Presence, []Event, error) {
	if err := cmd.Check(); err != nil {
		return p, nil, err
	}
	env.Now = max(env.Now, p.Since)
	switch cmd := cmd.(type) {
	case SetPresence:
		p.Activity, p.Chosen = max(p.Activity, env.Now), cmd.Status
		return p.turn(cmd.Status, CauseChosen, env)
	case SignOut:
		cause := CauseSignOut
		if env.Removed {
			cause = CauseRemoved
		}
		p.Chosen = Offline
		return p.turn(Offline, cause, env)
	case Touch:
		return Active(p, env)
	case Inactivity:
		if at := p.InactiveAt(env.InactiveAfter); at == 0 || env.Now < at {
			return p.Rearmed(env.InactiveAfter), nil, nil // the hint came early
		}
		return p.turn(Offline, CauseInactivity, env)
	}
	return p, nil, Invalid("command", "is not one of an agent: "+string(cmd.Name()))
}

// Active records that the agent did something. After inactivity it restores the status that the agent last chose (P2).
func Active(p Presence, env AgentEnv) (Presence, []Event, error) {
	p.Activity = max(p.Activity, env.Now)
	if p.Status == Offline && p.Cause == CauseInactivity && p.Chosen != Offline {
		return p.turn(p.Chosen, CauseActivity, env)
	}
	return p.rearm(env), nil, nil
}

// turn changes the status and says so.
func (p Presence) turn(to Status, why Cause, env AgentEnv) (Presence, []Event, error) {
	was := p.Status
	p = p.rearm(env)
	if was == to {
		return p, nil, nil
	}
	p.Status, p.Cause, p.Since = to, why, env.Now
	if to == Online {
		p.IdleFrom, p.Ramped = env.Now, 0
	}
	p = p.rearm(env)
	p.Seq++
	return p, []Event{{
		Subject: OfAgent(p.Agent), Seq: p.Seq, Type: PresenceChanged, At: env.Now, Recorded: env.Recorded, By: env.By,
		Agent: p.Agent, Was: was, Is: to, Cause: why,
	}}, nil
}

// rearm keeps the wake hint at or before the instant of inactivity, moving it only when it must.
func (p Presence) rearm(env AgentEnv) Presence {
	at := p.InactiveAt(env.InactiveAfter)
	if at == 0 || p.Wake == 0 || at < p.Wake {
		p.Wake = at
	}
	return p
}

// Rearmed gives the presence with its wake hint set to the true instant, for when a hint came early.
func (p Presence) Rearmed(after time.Duration) Presence {
	p.Wake = p.InactiveAt(after)
	return p
}

// Shift moves load between agents after a step: the one function that changes it (I8). It answers the rows of from and to
// with their loads, in that order; a row whose agent is "" or unchanged comes back as it was. automatic counts toward
// ramp-in (P5).
func Shift(from, to Presence, now Instant, automatic bool) (Presence, Presence) {
	if from.Agent == to.Agent {
		return from, to
	}
	if from.Agent != "" {
		from.Load--
		from.IdleFrom = now
	}
	if to.Agent != "" {
		to.Load++
		to.IdleFrom = now
		if automatic {
			to.Ramped++
		}
	}
	return from, to
}
