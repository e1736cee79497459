package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/schedule"
)

// describe says how the shop is set up, for whoever reads the timeline below it.
func describe(out *strings.Builder, setup *directory.Directory) {
	for i := range setup.Inboxes {
		in := &setup.Inboxes[i]
		parts := []string{policyWords(&in.Policy), hoursWords(in.Hours, "")}
		if in.ID == botflow.General {
			parts = append([]string{"everybody"}, parts...)
		} else {
			names := make([]string, len(in.Members))
			for j, agent := range in.Members {
				names[j] = string(agent)
			}
			parts = append([]string{strings.Join(names, ", ")}, parts...)
		}
		fmt.Fprintf(out, "BANDEJA %-10s %s\n", in.ID, strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · "))
	}
	for i := range setup.Channels {
		fmt.Fprintf(out, "BOT %-14s asks every contact what it is about\n", setup.Channels[i].Bot)
	}
	for i := range setup.Assistants {
		fmt.Fprintf(out, "BOT %-14s the assistant, when nobody else is there · %s\n", setup.Assistants[i].ID, hoursWords(setup.Assistants[i].Hours, "always"))
	}
}

// policyWords says how an inbox assigns.
func policyWords(p *routing.Policy) string {
	if !p.Enabled {
		return "taken by hand"
	}
	who := "agents online"
	if p.Eligible == routing.Everybody {
		who = "all agents"
	}
	words := who + " by " + p.Strategy.String()
	if p.Limit > 0 {
		words += fmt.Sprintf(", up to %d chats each", p.Limit)
	}
	if p.ReassignAfter > 0 {
		words += ", on to the next after " + minutes(p.ReassignAfter) + " without an answer"
	}
	return words
}

// hoursWords writes opening hours in their own notation.
func hoursWords(h *schedule.Hours, none string) string {
	if h == nil {
		return none
	}
	var days []string
	for _, day := range slices.Sorted(maps.Keys(h.Week)) {
		days = append(days, day+" "+strings.Join(h.Week[day], ","))
	}
	return strings.Join(days, ", ")
}

func minutes(d time.Duration) string {
	return strings.TrimSuffix(d.Round(time.Second).String(), "0s")
}
