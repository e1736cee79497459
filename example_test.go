package reparto_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/benbjohnson/clock"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/inbox"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/memory"
)

// must stops the example at an error.
func must[T any](v T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return v
}

// exampleShop is an account with two agents, an inbox with the sales preset, and a mock clock.
func exampleShop(cfg reparto.Config) (*reparto.Engine, *reparto.Account, *clock.Mock) {
	mock := clock.NewMock()
	mock.Set(time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC))
	cfg.Clock = mock
	engine := must(reparto.New(memory.New(), cfg))
	shop := must(engine.Account("shop"))
	must(shop.Apply(context.Background(), directory.Directory{
		Agents:   []directory.Agent{{ID: "Ana"}, {ID: "Beto"}, {ID: "Sol", Role: botflow.RoleSupervisor}},
		Inboxes:  []directory.Inbox{{ID: "Ventas", Members: []botflow.AgentID{"Ana", "Beto"}, Policy: routing.Sales()}},
		Channels: []directory.Channel{{ID: "whatsapp", Inbox: "Ventas"}},
	}))
	return engine, shop, mock
}

// A contact writes, the inbox's policy gives the chat to Ana, and she answers.
func ExampleDesk_Do() {
	ctx := context.Background()
	_, shop, _ := exampleShop(reparto.Config{})
	lucia := reparto.Chat("whatsapp", "lucia")

	result := must(shop.System().Do(ctx, lucia, botflow.Receive{Message: "wamid.1"}, ""))
	for _, e := range result.Events {
		fmt.Println(e.Type)
	}
	fmt.Println(must(shop.System().Get(ctx, lucia)).Place)

	_, err := shop.As(botflow.ByAgent("Beto")).Do(ctx, lucia, botflow.Reply{}, "")
	fmt.Println("Beto:", botflow.CodeOf(err)) // what he may not see doesn't exist for him
	result = must(shop.As(botflow.ByAgent("Ana")).Do(ctx, lucia, botflow.Reply{}, "reply-1"))
	fmt.Println("Ana:", result.Events[0].Type)
	// Output:
	// Started
	// Received
	// Pending
	// Queued
	// AGENTE(Ana)
	// Beto: not found
	// Ana: Answered
}

// The same operation again has no second effect.
func ExampleDesk_Do_twice() {
	ctx := context.Background()
	_, shop, _ := exampleShop(reparto.Config{})
	message := botflow.Receive{Message: "wamid.1"}
	for range 2 {
		result := must(shop.System().Do(ctx, reparto.Chat("whatsapp", "lucia"), message, ""))
		fmt.Println(len(result.Events), result.Duplicate)
	}
	// Output:
	// 4 false
	// 4 true
}

// A deadline takes effect at its own time, however late the host ticks.
func ExampleEngine_Tick() {
	ctx := context.Background()
	engine, shop, mock := exampleShop(reparto.Config{})
	lucia := reparto.Chat("whatsapp", "lucia")
	must(shop.System().Do(ctx, lucia, botflow.Receive{Message: "wamid.1"}, ""))

	mock.Add(2*time.Minute + 30*time.Second)
	next := must(engine.Tick(ctx))
	for _, e := range must(shop.System().History(ctx, lucia, 0, 100)) {
		if e.Type == botflow.Rotated {
			fmt.Println(e.At, e.Other, "to", e.Agent)
		}
	}
	fmt.Println("next", next.Format(time.TimeOnly))
	// Output:
	// 2026-03-02T10:01:00Z Ana to Beto
	// 2026-03-02T10:02:00Z Beto to Ana
	// next 10:03:00
}

// Why did Beto get it?
func ExampleDesk_Explain() {
	ctx := context.Background()
	_, shop, _ := exampleShop(reparto.Config{})
	must(shop.System().Change(ctx, directory.SetPolicy{Inbox: "Ventas", Policy: routing.Support()}))
	must(shop.System().Do(ctx, reparto.Agent("Beto"), botflow.SetPresence{Status: botflow.Online}, ""))
	lucia := reparto.Chat("whatsapp", "lucia")
	must(shop.System().Do(ctx, lucia, botflow.Receive{Message: "wamid.1"}, ""))

	why := must(shop.System().Explain(ctx, lucia))
	for _, c := range why.Candidates {
		fmt.Println(c.Agent, c.Reason)
	}
	// Output:
	// Ana offline
	// Beto turn
}

// A list shows what its asker may see, and nothing of the rest.
func ExampleDesk_List() {
	ctx := context.Background()
	_, shop, mock := exampleShop(reparto.Config{})
	for _, contact := range []botflow.ContactID{"lucia", "mateo", "sofia"} {
		mock.Add(time.Second)
		must(shop.System().Do(ctx, reparto.Chat("whatsapp", contact), botflow.Receive{Message: "wamid.1"}, ""))
	}
	for _, who := range []botflow.AgentID{"Ana", "Beto", "Sol"} {
		desk := shop.As(botflow.ByAgent(who))
		page := must(desk.List(ctx, reparto.ListRequest{View: inbox.ViewAgents}))
		fmt.Println(who, must(desk.Count(ctx, inbox.ViewAgents, inbox.Filter{}, 100)))
		for _, c := range page.Conversations {
			fmt.Println(" ", c.Contact, c.Place)
		}
	}
	// Output:
	// Ana 2
	//   lucia AGENTE(Ana)
	//   sofia AGENTE(Ana)
	// Beto 1
	//   mateo AGENTE(Beto)
	// Sol 3
	//   lucia AGENTE(Ana)
	//   mateo AGENTE(Beto)
	//   sofia AGENTE(Ana)
}

// The whole configuration in one call; what is so already is no change.
func ExampleAccount_Apply() {
	ctx := context.Background()
	_, shop, _ := exampleShop(reparto.Config{})
	wanted, _, err := shop.Directory(ctx)
	if err != nil {
		log.Fatal(err)
	}
	wanted.Inboxes[0].Policy.Limit = 5
	for range 2 {
		changes := must(shop.Apply(ctx, wanted))
		fmt.Println(len(changes), changes)
	}
	// Output:
	// 1 [inbox "Ventas" changed: policy.limit 0 -> 5]
	// 0 []
}

// A consumer gets every event once it asks, and again until it acknowledges.
func ExampleAccount_Events() {
	ctx := context.Background()
	_, shop, _ := exampleShop(reparto.Config{})
	must(shop.System().Do(ctx, reparto.Chat("whatsapp", "lucia"), botflow.Receive{Message: "wamid.1"}, ""))
	for delivery, err := range shop.Events(ctx, "crm") {
		if err != nil {
			log.Fatal(err)
		}
		if e := delivery.Event; e.Type == botflow.Assigned {
			fmt.Println(e.Type, e.Agent, e.Decision.Why)
		}
		if err := delivery.Ack(ctx); err != nil {
			log.Fatal(err)
		}
	}
	// Output:
	// Assigned Ana turn
}

// A recording replays to the same event log.
func ExampleReplay() {
	ctx := context.Background()
	var tape bytes.Buffer
	_, shop, _ := exampleShop(reparto.Config{Record: &tape})
	lucia := reparto.Chat("whatsapp", "lucia")
	must(shop.System().Do(ctx, lucia, botflow.Receive{Message: "wamid.1"}, ""))
	must(shop.As(botflow.ByAgent("Ana")).Do(ctx, lucia, botflow.Close{}, "close-1"))

	db := memory.New()
	if err := reparto.Replay(ctx, db, reparto.Config{}, &tape); err != nil {
		log.Fatal(err)
	}
	again := must(must(reparto.New(db, reparto.Config{})).Account("shop"))
	fmt.Println(must(again.System().Get(ctx, lucia)).Place)
	// Output:
	// BANDEJA(Cerradas)
}

// A handler that fails holds up one subject: its event is tried again later, and the others go on.
func ExampleAccount_Consume() {
	ctx := context.Background()
	_, shop, clock := exampleShop(reparto.Config{})
	for _, contact := range []botflow.ContactID{"lucia", "marta"} {
		must(shop.System().Do(ctx, reparto.Chat("whatsapp", contact), botflow.Receive{Message: "hola"}, ""))
	}
	working := false
	crm := reparto.Consumer{Name: "crm", Handle: func(_ context.Context, r store.Record) error {
		switch {
		case r.Event.Type != botflow.Started:
			return nil
		case r.Event.Contact == "lucia" && !working:
			return errors.New("no such customer")
		}
		fmt.Println(r.Event.Contact, r.Event.Seq)
		return nil
	}}
	next := must(shop.Consume(ctx, crm))
	fmt.Println("again in", next.Sub(clock.Now()))
	for _, c := range must(shop.Consumers(ctx)) {
		fmt.Println(c.Name, "fails with event", c.Held[0].Seq, "of a chat:", c.Held[0].Reason)
	}

	working = true
	clock.Set(next)
	next = must(shop.Consume(ctx, crm))
	fmt.Println("done:", next.IsZero())
	// Output:
	// marta 1
	// again in 1s
	// crm fails with event 1 of a chat: no such customer
	// lucia 1
	// done: true
}
