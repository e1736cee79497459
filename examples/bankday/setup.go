package main

import (
	"maps"
	"slices"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
)

const (
	phone = botflow.ChannelID("phone")
	vru   = botflow.BotID("vru") // the automatic voice unit
)

// setup configures the bank as the record shows it: one inbox for each type of service, with those who answered it that
// day. A phone call has no session window, and no agent goes offline by being busy for long.
func (r *record) setup() directory.Directory {
	d := directory.Directory{
		Channels: []directory.Channel{{ID: phone, Bot: vru, Window: botflow.None, AutoClose: botflow.None}},
		Options:  directory.Options{InactiveAfter: botflow.None},
	}
	for _, s := range r.shifts() {
		d.Agents = append(d.Agents, directory.Agent{ID: s.agent})
	}
	served := r.served()
	for _, service := range slices.Sorted(maps.Keys(served)) {
		d.Inboxes = append(d.Inboxes, directory.Inbox{
			ID: service, Members: served[service],
			Policy: routing.Policy{Enabled: true, Limit: 1, Strategy: routing.LongestIdle},
		})
	}
	return d
}
