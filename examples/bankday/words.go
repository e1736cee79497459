package main

import (
	"fmt"
	"strings"
	"unicode"
)

// length prints the mean wait in seconds; a dash when nobody asked for an agent.
func length(g *figures) string {
	if g.queued() == 0 {
		return "-"
	}
	return fmt.Sprintf("%.0fs", g.MeanWait)
}

// level prints the service level; a dash when nobody asked for an agent.
func level(g *figures) string {
	if g.queued() == 0 {
		return "-"
	}
	return percent(g.ServiceLevel)
}

// busy prints the share of the time online that went into services; a dash when nobody was online.
func busy(l load, online int) string {
	if online == 0 {
		return "-"
	}
	return percent(l.Share)
}

func percent(share float64) string { return fmt.Sprintf("%.0f%%", share*100) }

// printable keeps a name from breaking a table: what doesn't print, such as a line end, becomes a space.
func printable(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, name)
}

// wrapped prints a paragraph as an item of a list, in lines that a screen holds.
func wrapped(text string) string {
	const width = 110
	var b strings.Builder
	line := "-"
	for _, word := range strings.Fields(text) {
		if len(line)+1+len(word) > width {
			b.WriteString(line + "\n")
			line = " "
		}
		line += " " + word
	}
	return b.String() + line + "\n"
}
