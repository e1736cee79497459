// The program of the README: one chat, from the contact's first message to the agent who gets it.
package main

import (
	"context"
	"fmt"
	"log"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store/memory"
)

func main() {
	ctx := context.Background()
	engine, err := reparto.New(memory.New(), reparto.Config{})
	check(err)
	shop, err := engine.Account("shop")
	check(err)
	_, err = shop.Apply(ctx, directory.Directory{
		Agents:   []directory.Agent{{ID: "Ana"}, {ID: "Beto"}},
		Inboxes:  []directory.Inbox{{ID: "Soporte", Members: []botflow.AgentID{"Ana", "Beto"}, Policy: routing.Support()}},
		Channels: []directory.Channel{{ID: "whatsapp", Inbox: "Soporte"}},
	})
	check(err)
	_, err = shop.As(botflow.ByAgent("Beto")).Do(ctx, reparto.Agent("Beto"), botflow.SetPresence{Status: botflow.Online}, "")
	check(err)
	lucia := reparto.Chat("whatsapp", "5491155550000")
	_, err = shop.System().Do(ctx, lucia, botflow.Receive{Message: "wamid.1"}, "")
	check(err)
	chat, err := shop.System().Get(ctx, lucia)
	check(err)
	why, err := shop.System().Explain(ctx, lucia)
	check(err)
	fmt.Println(chat.Place, why.Candidates) // AGENTE(Beto) [{Ana offline} {Beto turn}]
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
