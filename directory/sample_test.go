package directory_test

import (
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/schedule"
)

// weekdays are the hours of the samples: 09:00 to 18:00, Monday to Friday, in Bogota.
func weekdays() *schedule.Hours {
	return &schedule.Hours{Zone: "America/Bogota", Week: schedule.Week{"Mon-Fri": {"09:00-18:00"}}}
}

func always() *schedule.Hours {
	h := schedule.Always()
	return &h
}

func never() *schedule.Hours {
	h := schedule.Never()
	return &h
}

// shop is a valid directory with something of everything.
func shop() directory.Directory {
	sales := routing.Sales()
	sales.MaxRotations, sales.Fallback = 3, "Soporte"
	support := routing.Support()
	support.Excluded = []botflow.AgentID{"leo"}
	return directory.Directory{
		Agents: []directory.Agent{
			{ID: "ana"},
			{ID: "leo", Limit: 3},
			{ID: "eva", CannotRestore: true},
			{ID: "sol", Role: botflow.RoleSupervisor},
			{ID: "pia", Role: botflow.RoleSupervisor, Attends: true},
			{ID: "root", Role: botflow.RoleAdmin},
			{ID: "gone", Disabled: true},
		},
		Inboxes: []directory.Inbox{
			{ID: botflow.General, Hours: weekdays(), Priority: routing.HumansFirst},
			{ID: "Ventas", Name: "Ventas y cotizaciones", Members: []botflow.AgentID{"leo", "ana", "gone", "pia"}, Policy: sales},
			{ID: "Soporte", Members: []botflow.AgentID{"eva", "leo", "sol"}, Policy: support, Hours: always(), Priority: routing.AssistantFirst},
		},
		Channels: []directory.Channel{
			{ID: "whatsapp", Bot: "flow", Inbox: "Ventas"},
			{ID: "web", Window: botflow.None, OnWindowEnd: botflow.WindowNothing, AutoCloseFrom: botflow.FromLastInteraction},
		},
		Assistants: []directory.Assistant{
			{ID: "ada", State: directory.Active},
			{ID: "max", Scope: "Ventas", State: directory.Active, Channels: []botflow.ChannelID{"web"}, Hours: weekdays()},
			{ID: "old", Scope: "Ventas", State: directory.Inactive},
		},
		Tags:    []botflow.Tag{"vip", "reclamo"},
		Options: directory.Options{Tolerance: time.Minute, RampIn: routing.RampIn{Limit: 2, Period: time.Minute}},
		Deleted: []directory.Deleted{{Inbox: "Cobros", Into: "Soporte"}, {Inbox: "Prensa", Into: botflow.General}},
	}
}

// monday is a Monday at an hour of the day in Bogota.
func monday(hour int) botflow.Instant {
	return botflow.InstantOf(time.Date(2026, time.March, 2, hour+5, 0, 0, 0, time.UTC))
}
