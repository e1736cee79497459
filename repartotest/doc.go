// Package repartotest is for tests of hosts and of their rules: an engine whose time the test holds in its hand, one-line
// acts, and assertions that read like the rules.
//
//	c := repartotest.New(t, repartotest.Config{})
//	c.Agents("Ana", "Beto")
//	c.Inbox("Ventas", "Ana", "Beto")
//	c.Policy("Ventas", routing.Sales())
//	c.Writes("K")
//	c.BotHandsOver("K", "Ventas")
//	c.In("K", "AGENTE(Ana)")
//	c.Pass(time.Minute)
//	c.In("K", "AGENTE(Beto)")
//
// A new center has the channel "whatsapp", with a window of 24 hours and a flow bot that answers first. Agents are Online and
// nobody becomes inactive until [Center.InactivityCounts].
//
// After every step the account's invariants are checked: its books, and each event against what was so before it. A test that
// fails prints the story of its chats: every event with its time, every decision with its reasons.
//
// Moving the clock ([Center.Pass], [Center.Till]) lets every deadline take effect at its own time. Nothing sleeps and no goroutine is
// started, so a center works inside a testing/synctest bubble too; with Config.Wall its time is the bubble's.
//
// Package repartotest/gherkin, a module of its own, runs scenarios in plain English and Spanish on a center.
package repartotest
