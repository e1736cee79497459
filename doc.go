// Package reparto routes a contact center's conversations: who answers which chat, who may see it, what happens next. It
// is a library, not a server: a host imports it, gives it a store and a clock, tells it what happens, and is told what
// follows.
//
// # The life of a conversation
//
// A conversation is the chat of one contact on one channel. It is in BOT (a flow bot or an AI assistant talks to the contact),
// BANDEJA (it waits in an inbox), AGENTE (an agent owns it) or EXPIRADO (the channel's session window has ended). Package
// botflow has the states, the commands and the table of every legal change.
//
// # Driving the engine
//
//	engine, err := reparto.New(memory.New(), reparto.Config{})
//	shop, err := engine.Account("shop")
//	changes, err := shop.Apply(ctx, directory.Directory{...}) // agents, inboxes, channels: the whole desired state
//	result, err := shop.System().Do(ctx, reparto.Chat("whatsapp", "+549..."), botflow.Receive{Message: "wamid..."}, "")
//	result, err = shop.As(botflow.ByAgent("Ana")).Do(ctx, reparto.Conversation(id), botflow.Take{}, "op-1")
//	go engine.Run(ctx) // or call engine.Tick from a timer of your own
//
// [Desk.Do] is the one way to change a conversation. It judges the operation id first, applies what is due, asks whether
// the actor may, takes the step, commits, and then assigns whatever the change made assignable.
//
// # Time
//
// Time comes from Config.Clock. Each deadline takes effect at its own instant, in order, however late anybody ticks:
// a late tick, an early tick and a command that comes before the tick tell the same story. A test that holds the clock
// holds the engine.
//
// # Who may see and do what
//
// Every look-up, list, counter and command is asked from a [Desk], as an actor. The directory knows the actor's role and
// inboxes; the matrix of package inbox is the only place that says what follows from them. What may not be seen is "not
// found".
//
// # Storage and several processes
//
// Package store is the contract, store/memory the default. An engine holds no state that matters: any number of engines may
// work on one store. To commit a command together with rows of the host's own, bind the account to the host's transaction
// ([Account.Bind]) and settle it after the commit ([Account.Settle]).
//
// # Delivery
//
// Every change is an event, committed with it, numbered without a gap per subject, delivered at least once in order
// ([Account.Consume] hands them to a handler, [Account.Events] reads them). Every command may carry an operation id: the
// same id again has no second effect.
package reparto
