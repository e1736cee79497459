package botflow

// Refusals lists the codes with which a command's Check and [Step] may refuse it, beyond those that every command of a
// conversation shares: not found where the conversation has not begun, and not in charge for a bot that isn't.
// Package inbox refuses more, by permission.
func Refusals(cmd Command) []Code {
	switch cmd.(type) {
	case Receive, SendCampaign, ReportFailure, AddNote, AddTag, RemoveTag, SetAttributes, SetPresence:
		return []Code{CodeInvalid}
	case HandOff:
		return []Code{CodeNotInCharge, CodeInvalid}
	case Reply:
		return []Code{CodeNotOwner, CodeSessionExpired, CodeNotInCharge}
	case SendTemplate:
		return []Code{CodeNotOwner, CodeNotInCharge, CodeInvalid}
	case Take:
		return []Code{CodeIllegal, CodeLimit, CodeSamePlace, CodeInvalid}
	case Assign:
		return []Code{CodeTaken, CodeIllegal, CodeNoAgent, CodeLimit, CodeSamePlace, CodeInvalid}
	case Move:
		return []Code{CodeSessionExpired, CodeIllegal, CodeNoInbox, CodeSamePlace, CodeInvalid}
	case Transfer:
		return []Code{CodeIllegal, CodeNotInCharge, CodeNoInbox, CodeNoAgent, CodeLimit, CodeSamePlace, CodeInvalid}
	case Return, Close:
		return []Code{CodeIllegal, CodeNotInCharge}
	case Leave, NoteNobody, Release:
		return []Code{CodeIllegal}
	case SetAffinity:
		return []Code{CodeNoAgent, CodeInvalid}
	case AutoAssign:
		return []Code{CodeIllegal, CodeNoAgent, CodeInvalid}
	case Elapse:
		return []Code{CodeIllegal, CodeInvalid}
	case Drain:
		return []Code{CodeIllegal, CodeNoInbox, CodeSamePlace, CodeInvalid}
	}
	return nil
}
