// Command steps asks schedules every question at many instants and prints the most steps that each kind of question took.
// It is built over a copy of the package that counts: see counted_test.go.
package main

import (
	"encoding/json"
	"log"
	"os"
	"time"

	"github.com/repartogo/reparto/schedule"
)

func main() {
	var subjects map[string]struct {
		Hours schedule.Hours
		At    []time.Time
	}
	if err := json.NewDecoder(os.Stdin).Decode(&subjects); err != nil {
		log.Fatal(err)
	}
	out := map[string]map[string]int{}
	for name, it := range subjects {
		schedule.Limit = 0 // compiling may walk
		s, err := it.Hours.Compile()
		if err != nil {
			log.Fatal(name, ": ", err)
		}
		schedule.Limit = 100_000 // so that what never ends is told, not waited for
		most := map[string]int{}
		for i, at := range it.At {
			ask(s, at, it.At[len(it.At)-1-i], func(question string) {
				most[question] = max(most[question], schedule.Steps)
				schedule.Steps = 0
			})
		}
		out[name] = most
	}
	if err := json.NewEncoder(os.Stdout).Encode(out); err != nil {
		log.Fatal(err)
	}
}

// ask asks every question and calls took after each.
func ask(s *schedule.Schedule, at, other time.Time, took func(question string)) {
	schedule.Steps = 0
	s.IsOpen(at)
	took("IsOpen")
	s.NextOpen(at)
	took("NextOpen")
	s.NextClose(at)
	took("NextClose")
	s.NextChange(at)
	took("NextChange")
	s.Between(at, other)
	took("Between")
	s.Explain(at)
	took("Explain")
	s.Day(at)
	took("Day")
	for _, d := range []time.Duration{0, 1, time.Second, 40 * time.Hour, 50_000 * time.Hour, 1<<63 - 1} {
		s.Add(at, d)
		took("Add")
		s.Add(at, -d)
		took("Add")
	}
	n := 0
	for range s.Openings(at, at.AddDate(3000, 0, 0)) {
		took("Openings, each")
		if n++; n == 5 {
			break
		}
	}
	took("Openings, each") // of what ends the walk
}
