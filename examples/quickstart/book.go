package main

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/repartogo/reparto/botflow"
)

// book is what the shop knows of its contacts and Reparto doesn't: their names, and what was written. Texts stay with the
// host; routing needs only that they came.
type book struct {
	names map[botflow.ContactID]string
	texts map[spoken]string
}

// spoken is one thing that somebody wrote in a chat.
type spoken struct {
	contact botflow.ContactID
	at      botflow.Instant
	by      botflow.Actor
}

func newBook() *book {
	return &book{names: map[botflow.ContactID]string{}, texts: map[spoken]string{}}
}

// meet learns a contact's name.
func (b *book) meet(contact botflow.ContactID, name string) {
	if name != "" {
		b.names[contact] = name
	}
}

// said keeps a text.
func (b *book) said(contact botflow.ContactID, at time.Time, by botflow.Actor, text string) {
	b.texts[spoken{contact, botflow.InstantOf(at), by}] = text
}

// text gives what an event's actor wrote at its time; "" for none.
func (b *book) text(e *botflow.Event) string {
	return b.texts[spoken{e.Contact, e.At, e.By}]
}

// name gives a contact's name, or the number where it isn't known.
func (b *book) name(contact botflow.ContactID) string {
	return cmp.Or(b.names[contact], "+"+string(contact))
}

// find gives the contact of a name or number, whatever the case and the accents. If there isn't exactly one, it gives
// the names that come near.
func (b *book) find(name string) (contact botflow.ContactID, near []string) {
	wanted := plain(name)
	var exact, inside []botflow.ContactID
	for _, id := range slices.Sorted(maps.Keys(b.names)) {
		has := plain(b.names[id])
		switch {
		case has == wanted || string(id) == strings.TrimPrefix(name, "+"):
			exact = append(exact, id)
		case wanted != "" && strings.Contains(has, wanted):
			inside = append(inside, id)
		case distance(has, wanted) <= 2:
			near = append(near, b.names[id])
		}
	}
	switch {
	case len(exact) == 1:
		return exact[0], nil
	case len(exact) == 0 && len(inside) == 1:
		return inside[0], nil
	}
	for _, id := range append(exact, inside...) {
		near = append(near, b.names[id]+" (+"+string(id)+")")
	}
	slices.Sort(near)
	return "", near
}

// plain writes a name without case and without the accents of Spanish.
func plain(name string) string {
	return strings.NewReplacer("á", "a", "é", "e", "í", "i", "ó", "o", "ú", "u", "ü", "u", "ñ", "n").Replace(strings.ToLower(strings.TrimSpace(name)))
}

// distance counts the letters to add, drop or change to make one word of the other.
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	row := make([]int, len(t)+1)
	for j := range row {
		row[j] = j
	}
	for i := range s {
		diagonal := row[0]
		row[0] = i + 1
		for j := range t {
			change := diagonal
			if s[i] != t[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(t)]
}
