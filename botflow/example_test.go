package botflow_test

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/repartogo/reparto/botflow"
)

// at is a minute of the examples' morning.
func at(minute int) botflow.Instant {
	return botflow.InstantOf(time.Date(2026, time.March, 2, 9, minute, 0, 0, time.UTC))
}

// sales is an inbox that is open and has an answer clock of ten minutes.
func sales(minute int) botflow.InboxRules {
	return botflow.InboxRules{ID: "Ventas", Exists: true, Open: true, AnswerBy: at(minute + 10)}
}

// step takes a step in an example's world and prints what happened.
func step(c botflow.Conversation, minute int, by botflow.Actor, cmd botflow.Command) botflow.Conversation {
	out, err := botflow.Step(c, cmd, botflow.Env{
		Now: at(minute), By: by, Channel: botflow.ChannelRules{Window: 24 * time.Hour, TemplateWait: 24 * time.Hour},
		Home: sales(minute), Entry: sales(minute), Target: botflow.InboxRules{ID: "Soporte", Exists: true, Open: true}, Enabled: true,
	})
	if err != nil {
		_, _ = fmt.Fprintln(os.Stdout, err)
		return c
	}
	for _, e := range out.Events {
		_, _ = fmt.Fprintln(os.Stdout, e.Rule, e.Type)
	}
	_, _ = fmt.Fprintln(os.Stdout, out.Next.Place)
	return out.Next
}

func begun() botflow.Conversation {
	out, err := botflow.Step(botflow.Conversation{ID: "c1"}, botflow.Receive{Message: "m1"},
		botflow.Env{Now: at(0), Channel: botflow.ChannelRules{Window: 24 * time.Hour}, Entry: sales(0)})
	if err != nil {
		panic(err)
	}
	return out.Next
}

// The contact writes, and the chat waits for people.
func ExampleReceive() {
	step(botflow.Conversation{ID: "c1", Channel: "wa", Contact: "juan"}, 0, botflow.System(), botflow.Receive{Message: "wamid.1"})
	// Output:
	// L3 Started
	// L3 Received
	// L3 Pending
	// L3 Queued
	// BANDEJA(Ventas)
}

// An agent takes a waiting chat; the answer clock starts.
func ExampleTake() {
	c := step(begun(), 5, botflow.ByAgent("Ana"), botflow.Take{})
	fmt.Println("answer by", c.Deadlines[botflow.DeadlineAnswer])
	// Output:
	// L10 Taken
	// AGENTE(Ana)
	// answer by 2026-03-02T09:15:00Z
}

// The owner answers, gives the chat to another department with a private comment, and can't write in it any more.
func ExampleTransfer() {
	ana := botflow.ByAgent("Ana")
	c := step(begun(), 5, ana, botflow.Take{})
	c = step(c, 6, ana, botflow.Reply{})
	c = step(c, 7, ana, botflow.Transfer{Inbox: "Soporte", Comment: "wants an invoice"})
	step(c, 8, ana, botflow.Reply{})
	// Output:
	// L10 Taken
	// AGENTE(Ana)
	// L16 Answered
	// AGENTE(Ana)
	// L19 Transferred
	// L19 Queued
	// BANDEJA(Soporte)
	// reparto: not owner
}

// A template opens a chat that the contact has not begun. Free text waits for their answer.
func ExampleSendTemplate() {
	ana := botflow.ByAgent("Ana")
	c := step(botflow.Conversation{ID: "c1"}, 0, ana, botflow.SendTemplate{Template: "hello"})
	step(c, 1, ana, botflow.Reply{})
	// Output:
	// L33 Started
	// L33 TemplateSent
	// AGENTE(Ana)
	// reparto: session expired
}

// Labels move nothing, and asking for what is so already says nothing.
func ExampleAddTag() {
	c := step(begun(), 1, botflow.ByAgent("Ana"), botflow.AddTag{Tag: "vip"})
	c = step(c, 2, botflow.ByAgent("Ana"), botflow.AddTag{Tag: "vip"})
	fmt.Println(c.Tags)
	// Output:
	// L36 Tagged
	// BANDEJA(Ventas)
	// BANDEJA(Ventas)
	// [vip]
}

// A deadline that has come is applied by a command of its own.
func ExampleElapse() {
	c := step(begun(), 5, botflow.ByAgent("Ana"), botflow.Take{})
	kind, _, due := c.Due(at(15))
	fmt.Println(kind, due)
	step(c, 15, botflow.System(), botflow.Elapse{Deadline: kind})
	// Output:
	// L10 Taken
	// AGENTE(Ana)
	// answer true
	// L22 RotationSkipped
	// AGENTE(Ana)
}

// An agent signs in, and is gone after ten minutes without activity.
func ExampleStepAgent() {
	p := botflow.Presence{Agent: "Ana"}
	for i, cmd := range []botflow.Command{botflow.SetPresence{Status: botflow.Online}, botflow.Touch{}, botflow.Inactivity{}} {
		next, events, err := botflow.StepAgent(p, cmd, botflow.AgentEnv{Now: at([]int{0, 5, 15}[i]), InactiveAfter: 10 * time.Minute})
		if err != nil {
			panic(err)
		}
		for _, e := range events {
			fmt.Println(e.Was, "->", e.Is, "by", e.Cause)
		}
		p = next
	}
	// Output:
	// Offline -> Online by chosen
	// Online -> Offline by inactivity
}

// A command is data: it can be stored and sent.
func ExampleDecodeCommand() {
	cmd, err := botflow.DecodeCommand([]byte(`{"name":"Transfer","fields":{"agent":"Ben","comment":"please"}}`))
	fmt.Printf("%T %v\n", cmd, err)
	_, err = botflow.DecodeCommand([]byte(`{"name":"Transfer"}`))
	fmt.Println(err, errors.Is(err, botflow.ErrInvalid))
	// Output:
	// botflow.Transfer <nil>
	// reparto: invalid: transfer needs an inbox or an agent, and not both true
}

// What a host may offer in a place, before it asks who the asker is.
func ExamplePermitted() {
	c := begun()
	fmt.Println(botflow.Permitted(&c)[:6])
	// Output: [Receive Take Assign Move Close SendCampaign]
}
