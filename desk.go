package reparto

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/repartogo/reparto/botflow"
)

// Desk is where one actor acts and looks. It carries nothing but the actor: make one for each call or keep it, as you like.
type Desk struct {
	account *Account
	by      botflow.Actor
}

// Result is what a command has done.
type Result struct {
	Conversation botflow.Conversation `json:"conversation"`       // after the command; zero for an agent's
	Presence     botflow.Presence     `json:"presence"`           // after an agent's command
	Events       []botflow.Event      `json:"events,omitempty"`   // as committed, in order; those of the assignment that follows aren't among them
	Duplicate    bool                 `json:"duplicate,omitzero"` // the operation had been applied before: this is its first result (E3); contact and tags are as they are now

	owed triggers // in a host's transaction: what Settle must look at
}

// Do gives one command on one target: the one way to change a conversation or an agent's presence. When it returns,
// the change is committed and waiting chats that it made assignable have been assigned.
//
// op names the operation, so that trying again after a lost answer has no second effect; "" gives up that protection. A
// [botflow.Receive] has its message id for that and takes no op (E3).
//
// A refusal is one of the errors of package botflow, found with errors.Is or [botflow.CodeOf], and means that nothing
// happened; but for botflow.ErrOutcomeUnknown, which leaves it open. Any other error is the store's, and means that the command
// didn't happen, though deadlines that came before it may have been applied.
//
// Where the database's answer to a write is lost, Do finds out by itself what became of it, also of a command without op. Only
// when that fails too is the outcome unknown.
func (d *Desk) Do(ctx context.Context, on Target, cmd botflow.Command, op botflow.OpID) (Result, error) {
	rq, err := d.request(on, cmd, op)
	if err != nil {
		return Result{}, err
	}
	rq.entropy = d.account.engine.cfg.Entropy()
	if d.account.origin != nil {
		return d.account.do(ctx, rq) // whether it happens at all is still open: it isn't recorded
	}
	return d.account.engine.record.command(ctx, d.account, rq, func() (Result, error) { return d.account.do(ctx, rq) })
}

// do dispatches by target.
func (a *Account) do(ctx context.Context, rq *request) (Result, error) {
	if rq.on.Agent != "" {
		return a.doAgent(ctx, rq)
	}
	return a.doConversation(ctx, rq)
}

// request is one command with everything that stands beside it.
type request struct {
	by      botflow.Actor
	on      Target
	cmd     botflow.Command
	op      botflow.OpID // as the store knows it
	hostOp  botflow.OpID // as the host gave it
	digest  string       // of actor, target and command: the content of the operation
	entropy uint64
	at      botflow.Instant // when it was given, if it is recorded or had to wait for deadlines; else 0
	now     botflow.Instant // when it was decided
	owed    triggers        // in a host's transaction: what its deadlines made assignable
}

// request checks all input before anything is read.
func (d *Desk) request(on Target, cmd botflow.Command, op botflow.OpID) (*request, error) {
	if cmd == nil {
		return nil, botflow.Invalid("command", "is nil")
	}
	ofAgent := slices.ContainsFunc(botflow.AgentCommands(), func(c botflow.Command) bool { return c.Name() == cmd.Name() })
	_, inactivity := cmd.(botflow.Inactivity)
	switch {
	case botflow.Internal(cmd) || inactivity:
		return nil, botflow.Invalid("command", "is given by the engine only: "+string(cmd.Name()))
	case ofAgent != (on.Agent != ""):
		return nil, botflow.Invalid("target", "doesn't go with "+string(cmd.Name()))
	case op != "" && cmd.Name() == botflow.Receive{}.Name():
		return nil, botflow.Invalid("op", "must be empty: the message id is the operation of a Receive")
	}
	if err := on.check(); err != nil {
		return nil, err
	}
	if err := cmd.Check(); err != nil {
		return nil, err
	}
	if op != "" {
		if err := botflow.CheckID("op", op); err != nil {
			return nil, err
		}
	}
	if d.by.ID != "" || d.by.Kind != botflow.ActorSystem {
		if err := botflow.CheckID("actor", d.by.ID); err != nil {
			return nil, err
		}
	}
	rq := &request{by: d.by, on: on, cmd: normal(d.by, cmd), hostOp: op}
	return rq, rq.identify()
}

// normal gives the plain form of a command: assigning to oneself is a take (L46).
func normal(by botflow.Actor, cmd botflow.Command) botflow.Command {
	if c, ok := cmd.(botflow.Assign); ok && by.Agent() != "" && c.Agent == by.Agent() {
		return botflow.Take{}
	}
	return cmd
}

// identify names the operation and takes the digest of its content. The contact's message is identified by channel,
// contact and message id, whatever id the target was given by; hosts' operation ids have a space of their own.
func (rq *request) identify() error {
	body, err := botflow.EncodeCommand(rq.cmd)
	if err != nil {
		return botflow.Invalid("command", err.Error())
	}
	if c, ok := rq.cmd.(botflow.Receive); ok {
		if rq.on.Conversation == "" {
			rq.op = messageOp(rq.on, c.Message)
		}
		// A message is its id: a late copy with another timestamp is the same message.
		rq.digest = digest(rq.by.String(), string(c.Message))
		return nil
	}
	if rq.hostOp != "" {
		rq.op = "o:" + rq.hostOp
	}
	rq.digest = digest(rq.by.String(), string(rq.on.Chat.Channel), string(rq.on.Chat.Contact), string(rq.on.Conversation), string(rq.on.Agent), string(body))
	return nil
}

func messageOp(on Target, m botflow.MessageID) botflow.OpID {
	return botflow.OpID("m:" + digest(string(on.Chat.Channel), string(on.Chat.Contact), string(m)))
}

func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
