// Package routing says who a conversation goes to.
//
// [Match] gives the waiting conversations of one or more inboxes to agents, [PickNext] finds the next agent of a rotation,
// [Explain] says whom a waiting conversation would go to and why, and [First] decides between humans and an AI assistant.
// All are pure: what they know is in their arguments, and equal arguments give equal results.
//
// A store keeps one [Seat] for each agent in each inbox and shows windows of them in an [InboxView], in the order of
// [Less]: so a pick costs the same among ten agents and ten thousand. What an inbox wants is its [Policy]; the presets
// are [Sales] and [Support].
package routing
