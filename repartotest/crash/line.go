package crash

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// line is one thing that a worker says: that it gives a command, or how a command ended.
type line struct {
	seed, n uint64
	said    said
}

type said uint8

const (
	given   said = iota // the command is on its way
	applied             // it was acknowledged
	refused             // by a rule, with nothing done
)

func (s said) String() string { return [...]string{"given", "applied", "refused"}[s] }

// write says the line, in one piece: a worker may be killed at any moment.
func (l line) write(out io.Writer) error {
	_, err := fmt.Fprintf(out, "%s %d %d\n", l.said, l.seed, l.n)
	return err
}

// lines reads what a worker said until it is dead. A last line without its end, and what others print, say nothing.
func lines(in io.Reader, heard func(line)) error {
	r := bufio.NewReader(in)
	for {
		text, err := r.ReadString('\n')
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		for s := given; s <= refused; s++ {
			l := line{said: s}
			if n, _ := fmt.Sscanf(strings.TrimPrefix(text, s.String()), "%d %d\n", &l.seed, &l.n); strings.HasPrefix(text, s.String()) && n == 2 {
				heard(l)
			}
		}
	}
}
