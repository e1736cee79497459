package inbox

import (
	"slices"

	"github.com/repartogo/reparto/botflow"
)

// Branches gives the parts of every list of the asker: together exactly the conversations that [Can] says they see, none of
// them twice. They are read off the matrix and nothing else: within an area, conversations differ for one asker only in
// whose Home it is, whether they hold it and whether it is private. Those cells that say "see" are put together to as few
// branches as they take.
func Branches(m *Matrix, a *Asker) []Branch {
	all := make([]Branch, 0, 2*int(areas))
	h := homesOf(a)
	for area := AreaBot; area < areas; area++ {
		for _, b := range cover(m.seen(a, area, &h)) {
			all = append(all, b.branch(area, a, &h))
		}
	}
	return all
}

// cells is a set of the twelve cells into which an area falls for one asker. A cell is 4*home + 2*held + private, where home is
// General, another inbox that they are a member of, or any further one.
type cells uint16

const (
	homeGeneral cells = 0x00f
	homeMember  cells = 0x0f0
	homeOther   cells = 0xf00
	notHeld     cells = 0x333
	held        cells = 0xccc
	isPublic    cells = 0x555
	isPrivate   cells = 0xaaa
	everything  cells = 0xfff
)

// has tells whether cell i is one of some.
func (s cells) has(i int) bool { return s&(1<<i) != 0 }

// seen gives the cells of an area that the asker sees.
func (m *Matrix) seen(a *Asker, area Area, h *homes) cells {
	var set cells
	for i := range 12 {
		s := spot{
			area: area, general: homeGeneral.has(i), holds: held.has(i), private: isPrivate.has(i),
			member: homeGeneral.has(i) && h.general || homeMember.has(i) && len(h.others) > 0,
		}
		if m.at(a.footing(s)).Has(See) {
			set |= 1 << i
		}
	}
	return set
}

// box is a set of cells that one branch describes: a choice of homes, of holders and of privacy.
type box struct{ cells, homes, holders, privacy cells }

// cover takes a set apart into as few boxes as it takes.
func cover(set cells) []box {
	for most := 0; ; most++ {
		if boxes, ok := partition(set, most); ok {
			return boxes
		}
	}
}

// partition takes a set apart into at most so many boxes. Some box must hold the lowest cell: it tries each. Where there is a choice it
// narrows by privacy rather than by holder, and by holder rather than by inbox, since that suits indexes best.
func partition(set cells, most int) ([]box, bool) {
	if set == 0 || most == 0 {
		return nil, set == 0
	}
	lowest := set & -set
	for _, homes := range [...]cells{everything, homeGeneral | homeMember, homeGeneral | homeOther, homeMember | homeOther, homeGeneral, homeMember, homeOther} {
		for _, holders := range [...]cells{everything, held, notHeld} {
			for _, privacy := range [...]cells{everything, isPublic, isPrivate} {
				b := box{homes & holders & privacy, homes, holders, privacy}
				if b.cells&lowest == 0 || b.cells&^set != 0 {
					continue
				}
				if rest, ok := partition(set&^b.cells, most-1); ok {
					return append(rest, b), true
				}
			}
		}
	}
	return nil, false
}

// branch describes a box by ids.
func (b box) branch(area Area, a *Asker, h *homes) Branch {
	r := Branch{Area: area}
	switch b.homes {
	case homeGeneral:
		r.Inboxes = []botflow.InboxID{botflow.General}
	case homeMember:
		r.Inboxes = h.others
	case homeGeneral | homeMember:
		r.Inboxes = h.all
	case homeOther:
		r.Inboxes, r.NotIn = h.all, true
	case homeGeneral | homeOther:
		r.Inboxes, r.NotIn = h.others, true
	case homeMember | homeOther:
		r.Inboxes, r.NotIn = []botflow.InboxID{botflow.General}, true
	default: // all of them
	}
	switch b.privacy {
	case isPublic:
		r.Private = No
	case isPrivate:
		r.Private = Yes
	default: // both
	}
	if b.holders == everything {
		return r
	}
	if a.Kind == botflow.ActorBot {
		r.Bot = a.Bot
		return r
	}
	r.Owner, r.NotOwner = a.Agent, b.holders == notHeld
	return r
}

// homes are the inboxes that an asker is a member of.
type homes struct {
	general bool              // General is one of them
	others  []botflow.InboxID // those but General
	all     []botflow.InboxID // those and General
}

func homesOf(a *Asker) homes {
	i, found := slices.BinarySearch(a.Inboxes, botflow.General)
	others := make([]botflow.InboxID, 0, len(a.Inboxes)) // never nil, which would mean any
	if found {
		others = append(append(others, a.Inboxes[:i]...), a.Inboxes[i+1:]...)
		return homes{true, others, a.Inboxes}
	}
	others = append(others, a.Inboxes...)
	return homes{false, others, slices.Insert(slices.Clone(others), i, botflow.General)}
}
