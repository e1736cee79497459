package schedule

import (
	"maps"
	"slices"
)

// Equal reports whether both describe the same in the same words. Instants are
// compared as instants, and nil and empty lists are the same.
func (h Hours) Equal(o Hours) bool {
	return h.Version == o.Version && h.Zone == o.Zone && h.Week.equal(o.Week) &&
		slices.EqualFunc(h.Seasons, o.Seasons, Season.equal) &&
		slices.EqualFunc(h.Yearly, o.Yearly, Yearly.equal) &&
		slices.EqualFunc(h.Exceptions, o.Exceptions, Exception.equal) &&
		slices.EqualFunc(h.Holidays, o.Holidays, Exception.equal) &&
		h.Override.equal(o.Override)
}

func (w Week) equal(o Week) bool {
	return maps.EqualFunc(w, o, slices.Equal[[]string])
}

func (s Season) equal(o Season) bool {
	return s.From == o.From && s.Through == o.Through && s.Week.equal(o.Week) && s.Label == o.Label
}

func (y Yearly) equal(o Yearly) bool {
	return y.On == o.On && y.Through == o.Through && slices.Equal(y.Open, o.Open) &&
		y.Label == o.Label && y.KeepOvernight == o.KeepOvernight
}

func (e Exception) equal(o Exception) bool {
	return e.Date == o.Date && e.Through == o.Through && slices.Equal(e.Open, o.Open) &&
		e.Label == o.Label && e.KeepOvernight == o.KeepOvernight
}

func (v *Override) equal(o *Override) bool {
	if v == nil || o == nil {
		return v == o
	}
	return v.State == o.State && v.From.Equal(o.From) && v.Until.Equal(o.Until) && v.Label == o.Label
}

// Clone returns a copy that shares nothing with h.
func (h Hours) Clone() Hours {
	h.Week = h.Week.clone()
	h.Seasons = slices.Clone(h.Seasons)
	for i := range h.Seasons {
		h.Seasons[i].Week = h.Seasons[i].Week.clone()
	}
	h.Yearly = slices.Clone(h.Yearly)
	for i := range h.Yearly {
		h.Yearly[i].Open = slices.Clone(h.Yearly[i].Open)
	}
	h.Exceptions, h.Holidays = cloneDates(h.Exceptions), cloneDates(h.Holidays)
	if h.Override != nil {
		v := *h.Override
		h.Override = &v
	}
	return h
}

func cloneDates(list []Exception) []Exception {
	list = slices.Clone(list)
	for i := range list {
		list[i].Open = slices.Clone(list[i].Open)
	}
	return list
}

func (w Week) clone() Week {
	c := maps.Clone(w)
	for days, open := range c {
		c[days] = slices.Clone(open)
	}
	return c
}
