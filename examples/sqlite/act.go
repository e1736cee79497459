package main

import (
	"fmt"
	"time"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
)

// act is what an agent, a supervisor or the shop's own systems did. Which of the fields are set depends on Does.
type act struct {
	At       time.Time         `json:"at"`
	Who      botflow.AgentID   `json:"who"` // "" : the shop's own systems
	Does     string            `json:"does"`
	Channel  botflow.ChannelID `json:"channel"` // with Chat, the chat that it is about; an act without one is about Who
	Chat     botflow.ContactID `json:"chat"`
	Agent    botflow.AgentID   `json:"agent"`
	Inbox    botflow.InboxID   `json:"inbox"`
	Tag      botflow.Tag       `json:"tag"`
	Template string            `json:"template"`
	Priority int32             `json:"priority"`
	Text     string            `json:"text"`
}

// command gives the library's command for the act.
func (a *act) command() (botflow.Command, error) {
	known := map[string]botflow.Command{
		"online": botflow.SetPresence{Status: botflow.Online}, "away": botflow.SetPresence{Status: botflow.Away},
		"sign-out": botflow.SignOut{}, "touch": botflow.Touch{},
		"answer": botflow.Reply{}, "take": botflow.Take{}, "assign": botflow.Assign{Agent: a.Agent}, "move": botflow.Move{Inbox: a.Inbox},
		"return": botflow.Return{}, "transfer": botflow.Transfer{Agent: a.Agent, Inbox: a.Inbox, Comment: a.Text}, "close": botflow.Close{},
		"template": botflow.SendTemplate{Template: a.Template}, "campaign": botflow.SendCampaign{Template: a.Template},
		"note": botflow.AddNote{Text: a.Text}, "tag": botflow.AddTag{Tag: a.Tag}, "affinity": botflow.SetAffinity{Agent: a.Agent},
		"priority": botflow.SetPriority{Priority: a.Priority},
	}
	if cmd, ok := known[a.Does]; ok {
		return cmd, nil
	}
	return nil, fmt.Errorf("nobody knows how to %q", a.Does)
}

func (a *act) target() reparto.Target {
	if a.Chat != "" {
		return reparto.Chat(a.Channel, a.Chat)
	}
	return reparto.Agent(a.Who)
}

func (a *act) actor() botflow.Actor {
	if a.Who == "" {
		return botflow.System()
	}
	return botflow.ByAgent(a.Who)
}
