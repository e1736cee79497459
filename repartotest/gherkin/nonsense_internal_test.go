package gherkin

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"
)

// pools are the values that nonsense puts into places.
func pools() map[string][]string {
	contacts := []string{"K", "L", "M"}
	agents := []string{"Ana", "Beto", "Caro", "Sol", "Ada", "Zoe"}
	inboxes := []string{"Ventas", "Soporte", "General", "Cerradas", "Personal of Ana", "Nowhere"}
	return map[string][]string{
		"contact": contacts, "contacts": {"", "K", "K, L"}, "agent": agents, "colleague": agents,
		"agents": {"Ana", "Ana, Beto", "Sol", "", "Zoe"}, "inbox": inboxes, "destination": inboxes,
		"channel": {"whatsapp", "webchat"}, "presence": {"Online", "ausente", "Offline"}, "preset": {"sales", "soporte"},
		"time": {"10:00:01", "10:05:00", "18:00:00", "2026-03-03 10:00:00", "09:00"}, "zone": {"America/Bogota", "UTC"},
		"duration": {"1s", "1m", "10m", "1h", "24h"}, "date": {"2026-03-02", "2026-03-03"}, "from": {"09:00", "22:00"}, "to": {"18:00", "02:00"},
		"state": {"Draft", "Activo", "Inactive"}, "priority": {"Humans", "Asistente Inteligente"}, "tag": {"vip", "nope"}, "tags": {"vip"},
		"text": {"hola"}, "event": {"Pending", "Rotated"}, "view": {"Mine", "UnreadMine", "All"}, "cause": {"chosen"}, "reason": {"full", "offline"},
		"code": {"not found", "not allowed"}, "n": {"0", "1", "3"},
		"option": {
			"Intervene", "TakeOver", "RestrictByGroup", "EveryTurn", "LimitManual", "ReturnMemory", "AffinityWait", "MaxRotations", "OnWindowEnd",
			"TakenVisibleTo", "Attends", "BotIdleAfter", "AutoClose", "RampIn", "AssignOnlyOpen", "ReassignAfter",
		},
		"value": {"on", "off", "1m", "2", "0", "Closed", "InboxMembers", "1 per 5m"},
	}
}

// nonsense writes a scenario of steps in any order. Whatever is refused is expected to be, and what a Then says is left out: it
// wouldn't hold.
func nonsense(r *rand.Rand, values map[string][]string) string {
	var b strings.Builder
	b.WriteString("Feature: f\n  Scenario: s\n    Given agents \"Ana, Beto, Caro\"\n    And supervisors \"Sol\"\n    And admins \"Ada\"\n" +
		"    And inbox \"Ventas\" with members \"Ana, Beto\"\n    And inbox \"Soporte\" with members \"Caro, Sol\"\n    And tags \"vip\" exist\n" +
		"    And inbox \"Ventas\" uses preset \"sales\"\n")
	for range 40 {
		step := Steps()[r.IntN(len(Steps()))]
		if step.Number >= firstThen || step.Number == 1 {
			continue
		}
		var chosen []string
		for _, name := range places(step.English) {
			chosen = append(chosen, values[name][r.IntN(len(values[name]))])
		}
		fmt.Fprintf(&b, "    When %s\n", fill(step.English, places(step.English), chosen))
		for _, row := range step.Table {
			fmt.Fprintf(&b, "      %s\n", row)
		}
	}
	return b.String()
}

// TestNonsenseBreaksNothing: steps in any order end in a refusal or in a message, never in a panic or a broken invariant.
func TestNonsenseBreaksNothing(t *testing.T) {
	t.Parallel()
	values := pools()
	rounds := 100
	if testing.Short() {
		rounds = 20
	}
	for seed := range rounds {
		r := rand.New(rand.NewPCG(uint64(seed), 1))
		text := nonsense(r, values)
		var said strings.Builder
		p := newPlay(Options{Errors: &said})
		p.forgiving = true
		p.start(fstest.MapFS{"x.feature": {Data: []byte(text)}}, Options{
			Paths: []string{"."}, Format: "progress", Output: &said, Errors: &said, Plain: true,
		}, nil)
		for _, sign := range []string{"this is a bug", "an invariant is broken", "undefined step", "panic"} {
			if strings.Contains(said.String(), sign) {
				t.Fatalf("seed %d: %s\n%s", seed, text, said.String())
			}
		}
	}
}
