package main

import (
	"context"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/store/memory"
)

// playing is one of the days that several tests look at.
type playing struct {
	file string
	of   belief
}

// plays holds the days, each of which is played at most once, and not changed then.
var plays = func() map[playing]func() (*day, error) {
	all := map[playing]func() (*day, error){}
	for _, file := range []string{keptDay, otherDay} {
		for _, of := range []belief{estimated, shortest, longest} {
			all[playing{file, of}] = sync.OnceValues(func() (*day, error) { return playFile(file, of) })
		}
	}
	return all
}()

func playFile(file string, of belief) (*day, error) {
	r, err := open(file)
	if err != nil {
		return nil, err
	}
	d, err := openDay(context.Background(), memory.New(), r, of)
	if err != nil {
		return nil, err
	}
	return d, d.play(context.Background())
}

// played gives a day that has been played to its end. Only look at it.
func played(t *testing.T, file string, of belief) *day {
	t.Helper()
	d, err := plays[playing{file, of}]()
	require.NoError(t, err)
	return d
}
