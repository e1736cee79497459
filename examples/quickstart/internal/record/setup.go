package record

import (
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/schedule"
)

const (
	zone    = "America/Argentina/Buenos_Aires"
	channel = "106540352242922" // the shop's WhatsApp number, as the provider names it
	flowBot = "menu"
	night   = "Luna"
)

// Directory is the shop: Casa Lumen sells lamps and furniture, and looks after what it sold.
func Directory() directory.Directory {
	support := routing.Support()
	support.Limit = 3 // so that a rush makes a queue
	return directory.Directory{
		Agents: []directory.Agent{
			{ID: "Ana"},
			{ID: "Beto"},
			{ID: "Carla"},
			{ID: "Diego"},
			{ID: "Elena"},
			{ID: "Facu"},
			{ID: "Gina"},
			{ID: "Hugo"},
			{ID: "Silvia", Role: botflow.RoleSupervisor},
			{ID: "Marta", Role: botflow.RoleAdmin},
		},
		Inboxes: []directory.Inbox{
			{ID: botflow.General, Hours: hours("09:00-20:00"), Priority: routing.HumansFirst},
			{ID: "Ventas", Members: []botflow.AgentID{"Ana", "Beto", "Carla", "Diego", "Hugo"}, Policy: routing.Sales(), Hours: hours("09:00-19:00")},
			{ID: "Soporte", Members: []botflow.AgentID{"Elena", "Facu", "Gina", "Hugo"}, Policy: support},
		},
		Channels: []directory.Channel{{ID: channel, Bot: flowBot}},
		Assistants: []directory.Assistant{{
			ID: night, State: directory.Active,
			Hours: &schedule.Hours{Zone: zone, Week: schedule.Week{"Mon-Sun": {"20:00-02:00"}}},
		}},
		Tags:    []botflow.Tag{"envío", "garantía", "mayorista", "presupuesto", "reclamo"},
		Options: directory.Options{Tolerance: 30 * time.Minute, InactiveAfter: 45 * time.Minute},
	}
}

func hours(week string) *schedule.Hours {
	return &schedule.Hours{Zone: zone, Week: schedule.Week{"Mon-Fri": {week}, "Sat": {"09:00-13:00"}}}
}
