package botflow_test

import (
	"time"

	"pgregory.net/rapid"

	"github.com/repartogo/reparto/botflow"
)

// What random commands are made from. Names are few, so that they meet again.

func drawAgent(t *rapid.T) botflow.AgentID {
	return rapid.SampledFrom([]botflow.AgentID{"Ana", "Ben", "Eva"}).Draw(t, "agent")
}

func drawInbox(t *rapid.T) botflow.InboxID {
	return rapid.SampledFrom([]botflow.InboxID{
		"Ventas", "Soporte", botflow.General, botflow.Closed, botflow.Personal("Ana"), "Marte",
	}).Draw(t, "inbox")
}

// drawActor draws who acts: mostly whoever holds the chat.
func drawActor(t *rapid.T, c *botflow.Conversation) botflow.Actor {
	if holds := c.Place; rapid.IntRange(0, 2).Draw(t, "holder") > 0 {
		switch {
		case holds.Owner != "":
			return botflow.ByAgent(holds.Owner)
		case holds.Bot != "":
			return botflow.ByBot(holds.Bot)
		}
	}
	return rapid.SampledFrom([]botflow.Actor{host, host, ana, ben, botflow.ByAgent("Eva"), flow, iris}).Draw(t, "by")
}

func drawEpoch(t *rapid.T, c *botflow.Conversation) uint64 {
	return rapid.SampledFrom([]uint64{0, 0, c.Epoch, c.Epoch + 1}).Draw(t, "epoch")
}

// drawCommand draws a command of a conversation: mostly one that its place knows, and then mostly one that moves it.
func drawCommand(t *rapid.T, c *botflow.Conversation) botflow.Command {
	var known, moving, all []botflow.CommandName
	for _, cmd := range botflow.Commands() {
		name := cmd.Name()
		all = append(all, name)
		if legal[name][c.Place.Spot()] != 'x' {
			continue
		}
		known = append(known, name)
		switch cmd.(type) {
		case botflow.Receive, botflow.HandOff, botflow.Reply, botflow.Take, botflow.Assign, botflow.Transfer, botflow.SendTemplate,
			botflow.AutoAssign, botflow.Return, botflow.Elapse:
			moving = append(moving, name)
		}
	}
	from := [][]botflow.CommandName{moving, moving, moving, known, all}[rapid.IntRange(0, 4).Draw(t, "pool")]
	return drawFields(t, c, rapid.SampledFrom(from).Draw(t, "command"))
}

func drawFields(t *rapid.T, c *botflow.Conversation, name botflow.CommandName) botflow.Command {
	word := rapid.SampledFrom([]string{"", "a", "b"})
	switch name {
	case "Receive":
		return botflow.Receive{Message: "m"}
	case "HandOff":
		h := botflow.HandOff{Epoch: drawEpoch(t, c)}
		if rapid.Bool().Draw(t, "named") {
			h.Inbox = drawInbox(t)
		}
		if rapid.Bool().Draw(t, "prioritised") {
			p := rapid.Int32().Draw(t, "priority")
			h.Priority = &p
		}
		return h
	case "Reply":
		return botflow.Reply{Automatic: rapid.Bool().Draw(t, "automatic"), Epoch: drawEpoch(t, c)}
	case "Assign":
		return botflow.Assign{Agent: drawAgent(t)}
	case "Move":
		return botflow.Move{Inbox: drawInbox(t)}
	case "Return":
		return botflow.Return{Epoch: drawEpoch(t, c)}
	case "Transfer":
		if rapid.Bool().Draw(t, "to an agent") {
			return botflow.Transfer{Agent: drawAgent(t), Comment: word.Draw(t, "comment"), Epoch: drawEpoch(t, c)}
		}
		return botflow.Transfer{Inbox: drawInbox(t), Comment: word.Draw(t, "comment"), Epoch: drawEpoch(t, c)}
	case "Close":
		return botflow.Close{Epoch: drawEpoch(t, c)}
	case "SendTemplate":
		return botflow.SendTemplate{Template: "t", Epoch: drawEpoch(t, c)}
	case "AddNote":
		return botflow.AddNote{Text: "n"}
	case "AddTag":
		return botflow.AddTag{Tag: rapid.SampledFrom([]botflow.Tag{"x", "y", "z"}).Draw(t, "tag")}
	case "RemoveTag":
		return botflow.RemoveTag{Tag: rapid.SampledFrom([]botflow.Tag{"x", "y", "z"}).Draw(t, "tag")}
	case "SetPrivate":
		return botflow.SetPrivate{Private: rapid.Bool().Draw(t, "private")}
	case "SetPriority":
		return botflow.SetPriority{Priority: rapid.Int32().Draw(t, "priority")}
	case "SetAttributes":
		return botflow.SetAttributes{Attributes: map[string]string{word.Draw(t, "name"): word.Draw(t, "value")}}
	case "SetAffinity":
		return botflow.SetAffinity{Agent: rapid.SampledFrom([]botflow.AgentID{"", "Ana", "Ben"}).Draw(t, "affinity")}
	case "AutoAssign":
		in := rapid.SampledFrom([]botflow.InboxID{c.Place.Inbox, c.Place.Inbox, "Ventas"}).Draw(t, "decided for")
		return botflow.AutoAssign{Decision: botflow.Decision{Inbox: in, Chosen: drawAgent(t)}}
	case "NoteNobody":
		return botflow.NoteNobody{Decision: botflow.Decision{Inbox: c.Place.Inbox}}
	case "Elapse":
		kind, _, ok := c.Next()
		if !ok || rapid.IntRange(0, 9).Draw(t, "any deadline") == 0 {
			kind = rapid.SampledFrom(botflow.DeadlineKinds()).Draw(t, "deadline")
		}
		return botflow.Elapse{Deadline: kind}
	case "Drain":
		return botflow.Drain{Into: drawInbox(t)}
	}
	for _, cmd := range botflow.Commands() {
		if cmd.Name() == name {
			return cmd
		}
	}
	panic("no command " + string(name))
}

func drawChannel(t *rapid.T) botflow.ChannelRules {
	span := rapid.SampledFrom([]time.Duration{0, time.Minute, time.Hour, day})
	return botflow.ChannelRules{
		Bot:           rapid.SampledFrom([]botflow.BotID{"", "flow"}).Draw(t, "bot"),
		Inbox:         rapid.SampledFrom([]botflow.InboxID{"", "Ventas", "Marte"}).Draw(t, "channel's inbox"),
		Window:        rapid.SampledFrom([]time.Duration{day, day, 0, time.Hour}).Draw(t, "window"),
		OnWindowEnd:   rapid.SampledFrom([]botflow.WindowEnd{botflow.WindowExpires, botflow.WindowCloses, botflow.WindowNothing}).Draw(t, "window end"),
		AutoClose:     span.Draw(t, "auto-close"),
		AutoCloseFrom: rapid.SampledFrom([]botflow.CountFrom{botflow.FromLastInbound, botflow.FromLastInteraction}).Draw(t, "auto-close from"),
		TemplateWait:  day,
		BotIdleAfter:  span.Draw(t, "bot idle"),
		BotIdleAction: rapid.SampledFrom([]botflow.IdleAction{botflow.IdleHandsOff, botflow.IdleCloses}).Draw(t, "idle action"),
		Tolerance:     span.Draw(t, "tolerance"),
	}
}

func drawRules(t *rapid.T, id botflow.InboxID, now botflow.Instant) botflow.InboxRules {
	r := botflow.InboxRules{ID: id, Exists: id != "Marte", Open: rapid.Bool().Draw(t, "open")}
	if !r.Open {
		r.NextOpening = rapid.SampledFrom([]botflow.Instant{now.Add(time.Hour), botflow.Forever}).Draw(t, "next opening")
	}
	if !id.Shared() {
		return r
	}
	if after := rapid.SampledFrom([]time.Duration{0, time.Minute, time.Hour}).Draw(t, "reassign after"); after > 0 {
		r.AnswerBy = now.Add(after)
	}
	r.EveryTurn = rapid.Bool().Draw(t, "every turn")
	r.MaxRotations = rapid.IntRange(0, 2).Draw(t, "max rotations")
	r.Fallback = rapid.SampledFrom([]botflow.InboxID{"", "Soporte"}).Draw(t, "fallback")
	r.ReturnMemory = rapid.SampledFrom([]time.Duration{0, time.Minute}).Draw(t, "return memory")
	return r
}

// drawEnv draws a world that answers what Need asks for; all else stays zero.
func drawEnv(t *rapid.T, c *botflow.Conversation, cmd botflow.Command, ch botflow.ChannelRules, contact botflow.Contact, now botflow.Instant) botflow.Env {
	f := botflow.Need(c, cmd, ch)
	env := botflow.Env{Now: now, Recorded: now, By: drawActor(t, c), Channel: ch, Home: drawRules(t, f.Home, now), Contact: contact}
	if f.Target != "" {
		env.Target = drawRules(t, f.Target, now)
	}
	if f.Enter {
		id, unknown := botflow.Entry(c, f.Named, ch, func(id botflow.InboxID) bool { return id != "Marte" })
		env.Entry, env.Unknown = drawRules(t, id, now), unknown
	}
	if f.First && rapid.Bool().Draw(t, "assistant first") {
		env.First = botflow.Responder{Kind: botflow.Assistant, Bot: "iris", Scope: env.Entry.ID}
	}
	if f.Bot {
		env.BotUsable = rapid.Bool().Draw(t, "usable")
	}
	if f.Agent != "" {
		env.Enabled = rapid.IntRange(0, 4).Draw(t, "disabled") > 0
	}
	env.Full = rapid.IntRange(0, 9).Draw(t, "full") == 0
	if f.Pick {
		env.ClockBy = rapid.SampledFrom([]botflow.Instant{0, now, now.Add(time.Minute)}).Draw(t, "clock by")
		if next := drawAgent(t); next != c.Place.Owner {
			env.Next, env.Decision = next, &botflow.Decision{Inbox: f.Home, Chosen: next}
		}
	}
	return env
}
