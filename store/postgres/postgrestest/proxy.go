package postgrestest

import (
	"context"
	"math/rand/v2"
	"net"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Cut says how a [Proxy] loses the next commit. The zero value doesn't.
type Cut uint8

// The cuts. Each ends the connection on both sides.
const (
	Nowhere Cut = iota
	Unsent      // the commit never reaches the server: it isn't done
	Unheard     // the server has done it, and its answer doesn't come back
	Abrupt      // it was sent on, and nobody waited for the server: it may be done, now or later, or not
)

// Proxy stands between a pool and its server, on a loopback port, and loses commits, or connections, when told to. It is safe for
// concurrent use.
type Proxy struct {
	address net.Addr

	mu     sync.Mutex // of what follows
	server [2]string  // network and address
	next   Cut
	cuts   int
	chance int // 0: none
	random *rand.Rand
	ended  bool
	open   map[*line]bool
}

// NewProxy makes a proxy that ends with the test. Give [Proxy.Between] to the pool that is to go through it; one proxy is for one
// server.
func NewProxy(tb testing.TB) *Proxy {
	tb.Helper()
	socket, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	p := &Proxy{address: socket.Addr(), open: make(map[*line]bool)}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			client, err := socket.Accept()
			if err != nil {
				return
			}
			all.Go(func() { p.serve(client) })
		}
	})
	tb.Cleanup(func() {
		_ = socket.Close()
		p.mu.Lock()
		p.ended = true
		for l := range p.open {
			l.cut()
		}
		p.mu.Unlock()
		all.Wait()
	})
	return p
}

// Between leads the connections of a pool that is being made through the proxy, without encryption.
func (p *Proxy) Between(cfg *pgxpool.Config) {
	network, address := pgconn.NetworkAddress(cfg.ConnConfig.Host, cfg.ConnConfig.Port)
	p.mu.Lock()
	p.server = [2]string{network, address}
	p.mu.Unlock()
	cfg.ConnConfig.TLSConfig, cfg.ConnConfig.Fallbacks = nil, nil
	cfg.ConnConfig.DialFunc = func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, p.address.Network(), p.address.String())
	}
}

// Lose loses the next commit that comes by, whoever gives it.
func (p *Proxy) Lose(how Cut) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next = how
}

// Scatter ends connections at messages drawn by a seed, in either direction, one in so many; 0: none any more.
func (p *Proxy) Scatter(seed uint64, oneIn int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.random, p.chance = rand.New(rand.NewPCG(seed, 0)), oneIn //nolint:gosec // to be drawn again
}

// Cuts gives how many connections have been cut.
func (p *Proxy) Cuts() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.cuts
}

// committing says how a commit that comes by now is lost.
func (p *Proxy) committing() Cut {
	p.mu.Lock()
	defer p.mu.Unlock()
	how := p.next
	if p.next = Nowhere; how != Nowhere {
		p.cuts++
	}
	return how
}

// unlucky draws whether a message is where its connection ends.
func (p *Proxy) unlucky() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.chance == 0 || p.random.IntN(p.chance) > 0 {
		return false
	}
	p.cuts++
	return true
}

// serve joins a client to the server until either ends.
func (p *Proxy) serve(client net.Conn) {
	p.mu.Lock()
	to := p.server
	p.mu.Unlock()
	server, err := (&net.Dialer{}).DialContext(context.Background(), to[0], to[1])
	if err != nil {
		_ = client.Close()
		return
	}
	l := &line{proxy: p, client: client, server: server, commits: make(map[string]bool)}
	p.mu.Lock()
	if p.open[l] = true; p.ended {
		l.cut()
	}
	p.mu.Unlock()
	var both sync.WaitGroup
	both.Go(l.send)
	both.Go(l.answer)
	both.Wait()
	p.mu.Lock()
	delete(p.open, l)
	p.mu.Unlock()
}
