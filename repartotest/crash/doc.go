// Package crash kills processes that route, and looks at what is left. It is for tests of stores that several processes share:
// [Work] is what one process does, a small shop's commands at random, and [Run] starts a few of them, kills them again and
// again, and then wants that
//
//   - every command that was acknowledged is there, and is a duplicate when it is given again (E3);
//   - none has happened twice, whether it was acknowledged or not;
//   - the books balance (I8), and once somebody has looked, nobody waits beside an agent who could be given the chat (I3).
//
// What a process said is read from its output, so a real process killed by the system and a goroutine that is cancelled are the
// same to it.
package crash
