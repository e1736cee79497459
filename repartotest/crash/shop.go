package crash

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
)

// The shop: small, so that processes meet on every row, and short of agents, so that chats wait.
const (
	account  botflow.AccountID = "shop"
	channel  botflow.ChannelID = "whatsapp"
	bot      botflow.BotID     = "flow"
	agents                     = 8
	contacts                   = 60
	limit                      = 4
)

func agentID(i int) botflow.AgentID { return botflow.AgentID(fmt.Sprintf("agent %d", i)) }

// shop is the configuration. Answer clocks of a second let deadlines fall due while processes die.
func shop() directory.Directory {
	d := directory.Directory{Channels: []directory.Channel{{ID: channel, Bot: bot}}, Options: directory.Options{InactiveAfter: botflow.None}}
	sales, support := routing.Sales(), routing.Support()
	sales.Limit, sales.ReassignAfter = limit, time.Second
	support.Limit = limit
	d.Inboxes = []directory.Inbox{{ID: "ventas", Policy: sales}, {ID: "soporte", Policy: support}}
	for i := range agents {
		d.Agents = append(d.Agents, directory.Agent{ID: agentID(i)})
		d.Inboxes[0].Members = append(d.Inboxes[0].Members, agentID(i))
		if i%2 == 0 {
			d.Inboxes[1].Members = append(d.Inboxes[1].Members, agentID(i))
		}
	}
	return d
}

// act is one command as it is given: enough to give it again.
type act struct {
	by  botflow.Actor
	on  reparto.Target
	cmd botflow.Command
	op  botflow.OpID
}

// mark names command n of a worker; what the command leaves behind carries it.
func mark(seed, n uint64) string { return fmt.Sprintf("%d.%d", seed, n) }

// draw makes command n of a worker, the same whenever it is asked. Its mark is found again in what it leaves: the message id of a
// Receive, the text of a note.
func draw(seed, n uint64) act {
	r, mark := rand.New(rand.NewPCG(seed, n)), mark(seed, n)
	agent := agentID(r.IntN(agents))
	a := act{by: botflow.ByAgent(agent), on: reparto.Chat(channel, botflow.ContactID(fmt.Sprintf("contact %d", r.IntN(contacts)))), op: botflow.OpID(mark)}
	switch r.IntN(12) {
	case 0, 1, 2, 3:
		a.by, a.cmd, a.op = botflow.System(), botflow.Receive{Message: botflow.MessageID(mark)}, ""
	case 4, 5:
		a.by, a.cmd = botflow.ByBot(bot), botflow.HandOff{Inbox: []botflow.InboxID{"ventas", "soporte"}[r.IntN(2)]}
	case 6:
		a.cmd = botflow.Reply{}
	case 7:
		a.cmd = botflow.Close{}
	case 8:
		a.cmd = botflow.Return{}
	case 9:
		a.cmd = botflow.AddNote{Text: mark}
	case 10:
		a.cmd = botflow.Transfer{Agent: agentID(r.IntN(agents))}
	default:
		status := botflow.Online
		if r.IntN(4) == 0 {
			status = botflow.Away
		}
		a.on, a.cmd = reparto.Agent(agent), botflow.SetPresence{Status: status}
	}
	return a
}
