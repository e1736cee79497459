package botflow

// AgentCommands gives one value of every command whose target is an agent; [StepAgent] takes them.
func AgentCommands() []Command {
	return []Command{SetPresence{}, SignOut{}, Touch{}, Inactivity{}}
}

// SetPresence chooses Online or Away (P1).
type SetPresence struct {
	Status Status `json:"status"`
}

// Name implements [Command].
func (SetPresence) Name() CommandName { return "SetPresence" }

// Check implements [Command]. Offline can't be chosen: sign out instead.
func (c SetPresence) Check() error {
	if c.Status != Online && c.Status != Away {
		return Invalid("status", "must be Online or Away; Offline comes from SignOut or inactivity")
	}
	return nil
}

// SignOut takes the agent Offline; they must choose a status anew (P2).
type SignOut struct{}

// Name implements [Command].
func (SignOut) Name() CommandName { return "SignOut" }

// Check implements [Command].
func (SignOut) Check() error { return nil }

// Touch is activity without any other effect (P2).
type Touch struct{}

// Name implements [Command].
func (Touch) Name() CommandName { return "Touch" }

// Check implements [Command].
func (Touch) Check() error { return nil }

// Inactivity takes an agent Offline whose time without activity has run out (P2). Only the engine gives it.
type Inactivity struct{}

// Name implements [Command].
func (Inactivity) Name() CommandName { return "Inactivity" }

// Check implements [Command].
func (Inactivity) Check() error { return nil }
