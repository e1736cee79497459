package botflow

// The table of section 3 of the rules, row by row, in the order in which Step tries them: where two rows match, the more
// special one stands first. docs/machine.md is generated from it.
//
//nolint:gochecknoglobals // read-only
var (
	fresh    = []Spot{SpotNone, SpotExpired, SpotClosed}
	inBot    = []Spot{SpotFlow, SpotAssistant}
	unowned  = []Spot{SpotFlow, SpotAssistant, SpotWaiting}
	open     = []Spot{SpotFlow, SpotAssistant, SpotWaiting, SpotOwned}
	existing = []Spot{SpotFlow, SpotAssistant, SpotWaiting, SpotClosed, SpotOwned, SpotExpired}
)

func one(s Spot) []Spot { return []Spot{s} }

func says(events ...EventType) []EventType { return events }

//nolint:gochecknoglobals // read-only; Transitions hands out copies
var rows = []row{
	// The contact writes.
	{Transition{"L27", one(SpotClosed), "Receive", "closed by hand from AGENTE, within the tolerance, the agent still enabled", "AGENTE(owner at close)", says(Reopened, Received)}, tolerated, reopenForOwner},
	{Transition{"L1", fresh, "Receive", "the channel has a flow bot", "BOT(flow)", says(Started, Received)}, hasFlowBot, startFlow},
	{Transition{"L2", fresh, "Receive", "no flow bot; an assistant answers first", "BOT(assistant)", says(Started, Received)}, assistantFirst, startAssistant},
	{Transition{"L3", fresh, "Receive", "no flow bot; humans answer first", "BANDEJA(channel's inbox)", says(Started, Received, UnknownInbox, Pending, OutOfHours, Queued)}, nil, startHumans},
	{Transition{"L8", one(SpotAssistant), "Receive", "its hours have ended, or it is no longer active", "BANDEJA(scope)", says(Received, HandedOff, UnknownInbox, Pending, OutOfHours, Queued)}, assistantGone, receiveAndHandOff},
	{Transition{"L4", inBot, "Receive", "", "", says(Received)}, nil, receive},
	{Transition{"L12", one(SpotWaiting), "Receive", "", "", says(Received, OutOfHours)}, nil, receiveWaiting},
	{Transition{"L17", one(SpotOwned), "Receive", "", "", says(Received)}, nil, receiveOwned},

	// Bots hand over, answer and close.
	{Transition{"L6", one(SpotFlow), "HandOff", "an assistant answers first", "BOT(assistant)", says(HandedOff, UnknownInbox)}, assistantFirst, handOffToAssistant},
	{Transition{"L5", one(SpotFlow), "HandOff", "humans answer first", "BANDEJA(inbox)", says(HandedOff, UnknownInbox, Pending, OutOfHours, Queued)}, nil, handOff},
	{Transition{"L7", one(SpotAssistant), "HandOff", "", "BANDEJA(inbox)", says(HandedOff, UnknownInbox, Pending, OutOfHours, Queued)}, nil, handOff},
	{Transition{"L55", inBot, "Reply", "by the bot in charge", "", says(BotReplied)}, nil, botReply},
	{Transition{"L9", inBot, "Close", "by the bot in charge", "Closed", says(ClosedEvent)}, byBot, closeBot},
	{Transition{"L52", inBot, "Close", "option Intervene", "Closed", says(ClosedEvent)}, nil, closeByHand},
	{Transition{"L52", inBot, "Take", "option Intervene", "AGENTE(taker)", says(Pending, Taken)}, nil, takeFromBot},
	{Transition{"L52", inBot, "Move", "option Intervene", "BANDEJA(inbox)", says(Pending, Moved, Queued)}, nil, moveFromBot},

	// Waiting chats find an owner.
	{Transition{"L10", one(SpotWaiting), "Take", "", "AGENTE(taker)", says(Taken)}, nil, take},
	{Transition{"L11", one(SpotWaiting), "AutoAssign", "chosen by the policy of the shared inbox that it waits in", "AGENTE(chosen)", says(Assigned)}, decidedHere, autoAssign},
	{Transition{"L13", one(SpotWaiting), "Move", "", "BANDEJA(inbox)", says(Moved, Queued)}, nil, move},
	{Transition{"L13", one(SpotClosed), "Move", "the window is open", "BANDEJA(inbox)", says(Reopened, Moved, Queued)}, nil, moveOutOfClosed},
	{Transition{"L10", one(SpotWaiting), "Assign", "to oneself: a take", "AGENTE(taker)", says(Taken)}, toOneself, take},
	{Transition{"L29", one(SpotClosed), "Assign", "to oneself: a take", "AGENTE(taker)", says(Reopened, Taken)}, toOneself, takeOutOfClosed},
	{Transition{"L14", one(SpotWaiting), "Assign", "", "AGENTE(agent)", says(Assigned)}, nil, assign},
	{Transition{"L14", one(SpotClosed), "Assign", "", "AGENTE(agent)", says(Reopened, Assigned)}, nil, assignOutOfClosed},
	{Transition{"L29", one(SpotClosed), "Take", "", "AGENTE(taker)", says(Reopened, Taken)}, nil, takeOutOfClosed},
	{Transition{"L53", one(SpotOwned), "Take", "option TakeOver", "AGENTE(taker)", says(Taken)}, nil, take},
	{Transition{"A12", one(SpotWaiting), "NoteNobody", "a pick found nobody, once per entry", "", says(NobodyEligible)}, nil, noteNobody},
	{Transition{"L54", one(SpotWaiting), "Drain", "its inbox is deleted", "BANDEJA(destination)", says(Moved, Queued)}, nil, drain},
	{Transition{"L54", one(SpotWaiting), "Release", "the owner of the Personal inbox that it is in is removed", "BANDEJA(TakenFrom)", says(Moved, Queued)}, inPersonal, releasePersonal},

	// The owner works, gives away and closes.
	{Transition{"L16", one(SpotOwned), "Reply", "the window is open", "", says(Answered)}, nil, reply},
	{Transition{"L18", one(SpotOwned), "Return", "", "BANDEJA(TakenFrom)", says(Returned, Queued)}, nil, giveBack},
	{Transition{"L18", one(SpotOwned), "Transfer", "to TakenFrom: a return", "BANDEJA(TakenFrom)", says(Returned, Queued)}, toHome, giveBack},
	{Transition{"L19", one(SpotOwned), "Transfer", "to an inbox", "BANDEJA(inbox)", says(Transferred, Queued)}, toInbox, transferToInbox},
	{Transition{"L20", one(SpotOwned), "Transfer", "to an agent", "AGENTE(agent)", says(Transferred)}, nil, transferToAgent},
	{Transition{"L23", one(SpotOwned), "Close", "", "Closed", says(ClosedEvent)}, nil, closeByHand},
	{Transition{"L51", []Spot{SpotWaiting, SpotExpired}, "Close", "by a supervisor or an admin", "Closed", says(ClosedEvent)}, nil, closeByHand},
	{Transition{"L26", one(SpotOwned), "Release", "the owner is removed", "BANDEJA(TakenFrom)", says(Returned, Queued)}, nil, release},

	// Templates, campaigns, failures.
	{Transition{"L33", one(SpotNone), "SendTemplate", "", "AGENTE(sender)", says(Started, TemplateSent)}, nil, openByTemplate},
	{Transition{"L31", one(SpotExpired), "SendTemplate", "", "AGENTE(sender)", says(Restored)}, nil, restore},
	{Transition{"L56", one(SpotOwned), "SendTemplate", "by the owner", "", says(TemplateSent)}, nil, templateByOwner},
	{Transition{"L34", []Spot{SpotNone, SpotExpired}, "SendCampaign", "", "EXPIRADO", says(TemplateSent)}, nil, campaign},
	{Transition{"L34", []Spot{SpotFlow, SpotAssistant, SpotWaiting, SpotClosed, SpotOwned}, "SendCampaign", "", "", says(TemplateSent)}, nil, campaignOnly},
	{Transition{"L32", []Spot{SpotWaiting, SpotOwned}, "ReportFailure", "awaiting the contact", "EXPIRADO", says(SendFailed, Expired)}, awaiting, failAndExpire},
	{Transition{"L32", existing, "ReportFailure", "not awaiting the contact", "", says(SendFailed)}, nil, failOnly},

	// Time passes.
	{Transition{"F9", open, "Elapse", "the channel's settings have changed since and set the deadline later, or not at all", "", nil}, setAnew, nothing},
	{Transition{"L42", open, "Elapse", "the window ends on a channel that then closes", "Closed", says(ClosedEvent)}, windowCloses, closeAutomatically},
	{Transition{"L15", unowned, "Elapse", "the window ends", "EXPIRADO", says(Expired)}, elapsed(DeadlineWindow), expire},
	{Transition{"L24", one(SpotOwned), "Elapse", "the window ends, not awaiting the contact", "EXPIRADO", says(Expired)}, elapsed(DeadlineWindow), expire},
	{Transition{"L30", []Spot{SpotClosed, SpotExpired}, "Elapse", "the window ends", "", nil}, elapsed(DeadlineWindow), nothing},
	{Transition{"L42", open, "Elapse", "AutoClose has passed", "Closed", says(ClosedEvent)}, elapsed(DeadlineAutoClose), closeAutomatically},
	{Transition{"L32", []Spot{SpotWaiting, SpotOwned}, "Elapse", "the contact didn't answer the template", "EXPIRADO", says(Expired)}, elapsed(DeadlineTemplate), expire},
	{Transition{"A9", one(SpotOwned), "Elapse", "the answer clock runs out and the policy no longer has one", "", nil}, clockGone, stopClock},
	{Transition{"A9", one(SpotOwned), "Elapse", "the answer clock runs out and has time left by the hours and the policy in force", "", nil}, clockHeld, holdClock},
	{Transition{"L57", one(SpotOwned), "Elapse", "the answer clock runs out, MaxRotations reached", "BANDEJA(Fallback), or unchanged", says(RotationsExhausted, Queued)}, exhausted, exhaust},
	{Transition{"L21", one(SpotOwned), "Elapse", "the answer clock runs out, somebody else is eligible", "AGENTE(next)", says(Rotated)}, someoneNext, rotate},
	{Transition{"L22", one(SpotOwned), "Elapse", "the answer clock runs out, nobody else is", "", says(RotationSkipped)}, elapsed(DeadlineAnswer), skipRotation},
	{Transition{"L37", inBot, "Elapse", "the contact was silent for BotIdleAfter; the action is to close", "Closed", says(ClosedEvent)}, idleCloses, closeBot},
	{Transition{"L37", inBot, "Elapse", "the contact was silent for BotIdleAfter; the action is to hand off", "BANDEJA(scope)", says(HandedOff, UnknownInbox, Pending, OutOfHours, Queued)}, elapsed(DeadlineBotIdle), handOff},

	// The contact leaves, or is forgotten.
	{Transition{"L58", open, "Leave", "", "Closed", says(Left, ClosedEvent)}, nil, leave},
	{Transition{"E4", existing, "Forget", "", "none", says(Forgotten)}, nil, forget},

	// What moves nothing (L36).
	{Transition{"L36", existing, "AddNote", "", "", says(Noted)}, nil, addNote},
	{Transition{"L36", existing, "AddTag", "", "", says(Tagged)}, nil, addTag},
	{Transition{"L36", existing, "RemoveTag", "", "", says(Untagged)}, nil, removeTag},
	{Transition{"L36", existing, "MarkRead", "", "", says(Read)}, nil, markRead},
	{Transition{"L36", existing, "MarkUnread", "", "", says(Unread)}, nil, markUnread},
	{Transition{"L36", existing, "SetPrivate", "", "", says(MadePrivate, MadePublic)}, nil, setPrivate},
	{Transition{"L36", existing, "SetPriority", "", "", says(PriorityChanged)}, nil, setPriority},
	{Transition{"L36", existing, "SetAttributes", "", "", says(AttributesChanged)}, nil, setAttributes},
	{Transition{"N2", existing, "SetAffinity", "", "", says(AffinityChanged)}, nil, setAffinity},
}
