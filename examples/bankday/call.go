package main

import (
	"github.com/repartogo/reparto/botflow"
)

// ending says how a call ended.
type ending uint8

// The endings. Each call has exactly one, in the record and in the replay.
const (
	waiting   ending = iota // it hasn't ended yet
	answered                // an agent took it
	abandoned               // it hung up while it waited
	inBot                   // it hung up in the bot
	ignored                 // no call at all: a phantom row
)

// call is one row of the record.
type call struct {
	contact  botflow.ContactID // one of its own for each row: ids repeat
	service  botflow.InboxID   // the inbox that the bot hands it to
	priority int32
	entry    moment // when it comes to the bot
	handOff  moment // when it leaves the bot, to the inbox or for good
	recorded fate   // what became of it that day
	timed    bool   // the length of the recorded service is known
}

// fate is what became of a call, in the record or in the replay.
type fate struct {
	end   ending
	wait  int             // seconds from the hand-off until it was answered or hung up
	agent botflow.AgentID // who answered; "" in the record: nobody is named
	from  moment          // when the service began
	busy  int             // seconds of service
}

// queued tells whether the call asked for an agent.
func (f *fate) queued() bool { return f.end == answered || f.end == abandoned }
