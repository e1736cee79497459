package directory

import (
	"slices"

	"github.com/repartogo/reparto/schedule"
)

// Clone gives a copy that shares no memory with d.
func (d Directory) Clone() Directory {
	d.Agents = slices.Clone(d.Agents)
	d.Inboxes = slices.Clone(d.Inboxes)
	for i := range d.Inboxes {
		in := &d.Inboxes[i]
		in.Members = slices.Clone(in.Members)
		in.Policy.Excluded = slices.Clone(in.Policy.Excluded)
		in.Hours = cloneHours(in.Hours)
	}
	d.Channels = slices.Clone(d.Channels)
	d.Assistants = slices.Clone(d.Assistants)
	for i := range d.Assistants {
		a := &d.Assistants[i]
		a.Channels = slices.Clone(a.Channels)
		a.Hours = cloneHours(a.Hours)
	}
	d.Tags = slices.Clone(d.Tags)
	d.Options.Permissions.Options = slices.Clone(d.Options.Permissions.Options)
	d.Options.Permissions.Edits = slices.Clone(d.Options.Permissions.Edits)
	d.Deleted = slices.Clone(d.Deleted)
	return d
}

func cloneHours(h *schedule.Hours) *schedule.Hours {
	if h == nil {
		return nil
	}
	c := h.Clone()
	return &c
}
