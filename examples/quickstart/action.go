package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
)

// action is one line of agents.jsonl: what an agent, a supervisor or the shop's own systems did. In a real host it is a
// click that came over HTTP. Which of the fields are set depends on Does.
type action struct {
	At       time.Time         `json:"at"`
	Who      botflow.AgentID   `json:"who,omitempty"` // "" : the shop's own systems
	Does     string            `json:"does"`
	Channel  botflow.ChannelID `json:"channel,omitempty"` // with Chat, the chat that it is about; an act without one is about Who
	Chat     botflow.ContactID `json:"chat,omitempty"`
	Name     string            `json:"name,omitempty"` // of a contact who hasn't written yet
	Agent    botflow.AgentID   `json:"agent,omitempty"`
	Inbox    botflow.InboxID   `json:"inbox,omitempty"`
	Tag      botflow.Tag       `json:"tag,omitempty"`
	Template string            `json:"template,omitempty"`
	Priority int32             `json:"priority,omitempty"`
	Text     string            `json:"text,omitempty"` // of an answer, a note, a comment
}

// parseAction reads one line of agents.jsonl. It refuses unknown fields and unknown acts, so that a typing error in a
// recording doesn't pass for silence.
func parseAction(line []byte) (action, error) {
	var a action
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(&a); err != nil {
		return action{}, err
	}
	if a.At.IsZero() {
		return action{}, fmt.Errorf("has no time: write \"at\" as RFC 3339, such as 2026-03-02T10:03:12-03:00")
	}
	cmd, err := a.command()
	if err != nil {
		return action{}, err
	}
	return a, cmd.Check()
}

// command gives the library's command for the act.
func (a *action) command() (botflow.Command, error) {
	switch a.Does {
	case "online":
		return botflow.SetPresence{Status: botflow.Online}, nil
	case "away":
		return botflow.SetPresence{Status: botflow.Away}, nil
	case "sign-out":
		return botflow.SignOut{}, nil
	case "touch":
		return botflow.Touch{}, nil
	}
	if cmd, ok := a.chatCommands()[a.Does]; ok {
		return cmd, nil
	}
	known := append(slices.Sorted(maps.Keys(a.chatCommands())), "online", "away", "sign-out", "touch")
	return nil, fmt.Errorf("does %q, which is none of %s", a.Does, strings.Join(known, ", "))
}

// chatCommands gives the commands of the acts on a chat.
func (a *action) chatCommands() map[string]botflow.Command {
	return map[string]botflow.Command{
		"answer":   botflow.Reply{},
		"take":     botflow.Take{},
		"assign":   botflow.Assign{Agent: a.Agent},
		"move":     botflow.Move{Inbox: a.Inbox},
		"return":   botflow.Return{},
		"transfer": botflow.Transfer{Agent: a.Agent, Inbox: a.Inbox, Comment: a.Text},
		"close":    botflow.Close{},
		"template": botflow.SendTemplate{Template: a.Template},
		"campaign": botflow.SendCampaign{Template: a.Template},
		"note":     botflow.AddNote{Text: a.Text},
		"tag":      botflow.AddTag{Tag: a.Tag},
		"affinity": botflow.SetAffinity{Agent: a.Agent},
		"priority": botflow.SetPriority{Priority: a.Priority},
	}
}

// target is the chat or the agent that the act is about.
func (a *action) target() reparto.Target {
	if a.Chat != "" {
		return reparto.Chat(a.Channel, a.Chat)
	}
	return reparto.Agent(a.Who)
}

// actor is who acts.
func (a *action) actor() botflow.Actor {
	if a.Who == "" {
		return botflow.System()
	}
	return botflow.ByAgent(a.Who)
}
