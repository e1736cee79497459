// Package botflow is the life of one conversation as pure data and pure functions.
//
// A [Conversation] is in one of four states: BOT (a flow bot or an AI assistant talks to the contact), BANDEJA (it waits
// in an inbox), AGENTE (an agent owns it) or EXPIRADO (the channel's session window has ended). A [Command] is a plain
// struct that asks for a change; [Need] says what a step must know of the world; [Step] takes the conversation, the
// command and an [Env] of facts, and answers an [Outcome]: the conversation after it and the events that tell of it.
// [Transitions] lists every legal change as data; Step walks that same table, so the documentation can't drift from it.
//
// Time enters as an [Instant] in Env, never from a clock, and nothing here does I/O, holds a lock or draws a random number:
// the same arguments always give the same outcome. Every function is safe for concurrent use; values returned share no
// memory that Step will later change.
//
// The package doesn't know who may do what (that is package inbox), who is chosen (package routing), or when a business
// is open (package schedule): the caller puts their answers into Env.
package botflow
