package repartotest

import (
	"context"
	"time"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/memory"
)

// TB is what a center needs of a test; *testing.T, *testing.B and rapid's T have it.
type TB interface {
	Helper()
	// Fatalf says what is wrong and ends the test: it doesn't return.
	Fatalf(format string, args ...any)
}

// Config sets a center up. The zero value is ready to use.
type Config struct {
	Store     store.DB                  // nil: a new memory store
	Account   botflow.AccountID         // "" : "test"
	Start     time.Time                 // when the virtual clock begins; zero: [Monday]. Its zone is that of printed stories
	Wall      bool                      // time is time.Now and moving the clock sleeps: for testing/synctest bubbles
	Rankers   map[string]routing.Ranker // strategies of the host's own
	Unchecked bool                      // check the invariants only when [Center.Sound] asks
}

// Monday is when a center's clock begins by default: a Monday, 10:00 UTC.
func Monday() time.Time { return time.Date(2026, time.March, 2, 10, 0, 0, 0, time.UTC) }

// The ids that a new center knows.
const (
	WhatsApp botflow.ChannelID = "whatsapp" // has the flow bot and a window of 24 hours
	FlowBot  botflow.BotID     = "flow"     // of every channel that has one
)

// Center is one account of an engine on a virtual clock. It is for one goroutine.
type Center struct {
	t       TB
	cfg     Config
	clock   *hand
	db      store.DB
	rows    store.Store
	engine  *reparto.Engine
	account *reparto.Account
	audit   *Audit
	serial  uint64                                  // of messages and random bits: the same test makes the same ids
	named   map[botflow.ContactID]botflow.ChannelID // the channel last named for a contact
	held    map[botflow.AgentID]int                 // chats that [Center.Holds] made
}

// New makes a center. A store that holds this account already is taken as it is: its configuration stays.
func New(t TB, cfg Config) *Center {
	t.Helper()
	if cfg.Account == "" {
		cfg.Account = "test"
	}
	if cfg.Start.IsZero() {
		cfg.Start = Monday()
	}
	c := &Center{
		t: t, cfg: cfg, db: cfg.Store, clock: &hand{now: cfg.Start, wall: cfg.Wall},
		named: map[botflow.ContactID]botflow.ChannelID{}, held: map[botflow.AgentID]int{},
	}
	if c.db == nil {
		c.db = memory.New()
	}
	var err error
	c.rows, err = c.db.Account(cfg.Account)
	c.must(err)
	c.start()
	c.audit, err = NewAudit(c.account, c.rows)
	c.must(err)
	c.serial = c.audit.position
	if _, revision := c.directory(); revision == 0 {
		c.Change(
			directory.PutChannel{Channel: directory.Channel{ID: WhatsApp, Bot: FlowBot}},
			directory.SetOptions{Options: directory.Options{InactiveAfter: botflow.None}},
		)
	}
	return c
}

// start puts an engine over the store.
func (c *Center) start() {
	c.t.Helper()
	entropy := func() uint64 {
		c.serial++
		return c.serial
	}
	var err error
	// Sweeps are for processes that die: here they would only cost time, and hide what matching forgets.
	c.engine, err = reparto.New(c.db, reparto.Config{Clock: c.clock, Entropy: entropy, Rankers: c.cfg.Rankers, Sweep: time.Hour})
	c.must(err)
	c.account, err = c.engine.Account(c.cfg.Account)
	c.must(err)
}

// Restart puts a new engine over the same store, as after the end of the process.
func (c *Center) Restart() {
	c.t.Helper()
	c.start()
	c.audit.Follow(c.account)
	c.check()
}

// Engine gives the engine, for what has no helper.
func (c *Center) Engine() *reparto.Engine { return c.engine }

// Account gives the account that the center is about.
func (c *Center) Account() *reparto.Account { return c.account }

// directory gives the configuration in force.
func (c *Center) directory() (directory.Directory, uint64) {
	c.t.Helper()
	d, revision, err := c.account.Directory(context.Background())
	c.must(err)
	return d, revision
}

// must ends the test on an error that is no part of any rule.
func (c *Center) must(err error) {
	if err != nil {
		c.t.Helper()
		c.fail("", "%v", err)
	}
}
