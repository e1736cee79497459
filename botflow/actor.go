package botflow

// ActorKind tells what kind of actor gives a command. The zero value is the host's own code.
type ActorKind uint8

// The kinds of actor.
const (
	ActorSystem  ActorKind = iota // the host's own code, and the engine
	ActorAgent                    // an agent, supervisor or admin; the role comes from the directory (V5)
	ActorBot                      // a flow bot or an AI assistant
	ActorContact                  // the customer; only in events
)

// String prints the kind.
func (k ActorKind) String() string {
	switch k {
	case ActorSystem:
		return "system"
	case ActorAgent:
		return "agent"
	case ActorBot:
		return "bot"
	case ActorContact:
		return "contact"
	}
	return "actor?"
}

// MarshalText implements encoding.TextMarshaler.
func (k ActorKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (k *ActorKind) UnmarshalText(b []byte) error {
	for v := ActorSystem; v <= ActorContact; v++ {
		if v.String() == string(b) {
			*k = v
			return nil
		}
	}
	return Invalid("actor.kind", "is not one of system, agent, bot, contact")
}

// Actor is who gives a command. The zero value is the host's own code.
type Actor struct {
	Kind ActorKind `json:"kind"`
	ID   string    `json:"id,omitempty"` // the agent's or bot's id; empty for the system and the contact
}

// System is the host's own code.
func System() Actor { return Actor{} }

// ByAgent is an agent, supervisor or admin.
func ByAgent(a AgentID) Actor { return Actor{Kind: ActorAgent, ID: string(a)} }

// ByBot is a flow bot or an AI assistant.
func ByBot(b BotID) Actor { return Actor{Kind: ActorBot, ID: string(b)} }

// Agent gives the agent's id, or "" if the actor is none.
func (a Actor) Agent() AgentID {
	if a.Kind == ActorAgent {
		return AgentID(a.ID)
	}
	return ""
}

// Bot gives the bot's id, or "" if the actor is none.
func (a Actor) Bot() BotID {
	if a.Kind == ActorBot {
		return BotID(a.ID)
	}
	return ""
}

// String prints the kind and the id.
func (a Actor) String() string {
	if a.ID == "" {
		return a.Kind.String()
	}
	return a.Kind.String() + " " + a.ID
}

// Role is what an agent is allowed as (V8). The zero value is an ordinary agent.
type Role uint8

// The roles.
const (
	RoleAgent      Role = iota // attends chats
	RoleSupervisor             // manages inboxes, membership and presence
	RoleAdmin                  // manages everything
)

// String prints the role.
func (r Role) String() string {
	switch r {
	case RoleAgent:
		return "agent"
	case RoleSupervisor:
		return "supervisor"
	case RoleAdmin:
		return "admin"
	}
	return "role?"
}

// MarshalText implements encoding.TextMarshaler.
func (r Role) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (r *Role) UnmarshalText(b []byte) error {
	for v := RoleAgent; v <= RoleAdmin; v++ {
		if v.String() == string(b) {
			*r = v
			return nil
		}
	}
	return Invalid("role", "is not one of agent, supervisor, admin")
}
