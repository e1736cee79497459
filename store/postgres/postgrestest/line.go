package postgrestest

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
)

// line is one connection through a proxy. It knows as much of PostgreSQL's protocol as it takes to see a commit go by, in whichever way
// the client says it.
type line struct {
	proxy          *Proxy
	client, server net.Conn
	commits        map[string]bool // names of prepared statements that commit; only send uses it

	mu    sync.Mutex // of what follows
	lost  Cut        // how the commit under way is lost
	asked int        // how often the server was asked to say that it is ready
	ready int        // how often it has said so; once before it is asked
}

// cut ends the connection on both sides.
func (l *line) cut() {
	_ = l.client.Close()
	_ = l.server.Close()
}

// errCut ends the two directions of a line.
var errCut = errors.New("cut")

// send carries the client's messages to the server.
func (l *line) send() {
	defer l.cut()
	from := bufio.NewReader(l.client)
	first := make([]byte, 4) // the first message has no type: a beginning, or the cancelling of another's statement
	if _, err := io.ReadFull(from, first); err != nil {
		return
	}
	rest := make([]byte, max(0, int(binary.BigEndian.Uint32(first))-len(first)))
	if _, err := io.ReadFull(from, rest); err != nil {
		return
	}
	if _, err := l.server.Write(append(first, rest...)); err != nil {
		return
	}
	carry(from, l.server, l.sending, l.sent)
}

// answer carries the server's messages to the client, unless they are to be withheld.
func (l *line) answer() {
	defer l.cut()
	carry(bufio.NewReader(l.server), l.client, l.answering, func(byte) error { return nil })
}

// carry carries messages, each of which is looked at before and after.
func carry(from io.Reader, to io.Writer, before func(kind byte, body []byte) (withheld bool, err error), after func(kind byte) error) {
	for {
		head := make([]byte, 5)
		if _, err := io.ReadFull(from, head); err != nil {
			return
		}
		body := make([]byte, max(0, int(binary.BigEndian.Uint32(head[1:]))-4))
		if _, err := io.ReadFull(from, body); err != nil {
			return
		}
		withheld, err := before(head[0], body)
		if err != nil {
			return
		}
		if withheld {
			continue
		}
		if _, err := to.Write(append(head, body...)); err != nil || after(head[0]) != nil {
			return
		}
	}
}

// sending looks for a commit, and cuts before it if it is to be so.
func (l *line) sending(kind byte, body []byte) (withheld bool, err error) {
	if l.proxy.unlucky() {
		return false, errCut
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if kind == 'Q' || kind == 'S' {
		l.asked++
	}
	if !l.committing(kind, body) {
		return false, nil
	}
	if l.lost = l.proxy.committing(); l.lost == Unsent {
		return false, errCut
	}
	return false, nil
}

// sent cuts once the whole commit is on its way, if nobody is to wait for the answer.
func (l *line) sent(kind byte) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lost == Abrupt && (kind == 'Q' || kind == 'S') {
		return errCut
	}
	return nil
}

// answering withholds the answer to a lost commit, and cuts once it is whole.
func (l *line) answering(kind byte, _ []byte) (withheld bool, err error) {
	if l.proxy.unlucky() {
		return false, errCut
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if kind == 'Z' {
		l.ready++
	}
	if l.lost != Unheard {
		return l.lost == Abrupt, nil
	}
	if l.ready > l.asked && kind == 'Z' {
		return true, errCut
	}
	return true, nil
}

// committing tells whether a message of the client's says commit: as a query, or by binding a statement that was parsed as one.
func (l *line) committing(kind byte, body []byte) bool {
	first, rest, _ := bytes.Cut(body, []byte{0})
	second, _, _ := bytes.Cut(rest, []byte{0})
	switch kind {
	case 'Q':
		return commits(first)
	case 'P':
		l.commits[string(first)] = commits(second)
	case 'B':
		return l.commits[string(second)]
	}
	return false
}

func commits(statement []byte) bool {
	return strings.EqualFold(strings.Trim(string(statement), " ;\n"), "commit")
}
