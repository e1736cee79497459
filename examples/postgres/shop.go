package main

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/routing"
	"github.com/repartogo/reparto/store/postgres"
)

//go:embed tables.sql
var tables string

const account = "shop"

// shop is the host in one process: a pool of its own, and the engine over the same database.
type shop struct {
	pool    *pgxpool.Pool
	store   *postgres.DB
	engine  *reparto.Engine
	account *reparto.Account
}

// install makes the tables and the configuration, if they aren't there. One process does it before the others open the shop.
func install(ctx context.Context, at place) (*shop, error) {
	pool, err := connect(ctx, at)
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	if err := postgres.Migrate(ctx, pool, at.schema); err != nil {
		return nil, err
	}
	if _, err := pool.Exec(ctx, tables); err != nil {
		return nil, err
	}
	s, err := open(ctx, at)
	if err != nil {
		return nil, err
	}
	if _, err = s.account.Apply(ctx, setup()); err != nil {
		s.pool.Close()
		return nil, err
	}
	return s, nil
}

// open opens the shop in this process.
func open(ctx context.Context, at place) (_ *shop, err error) {
	s := &shop{}
	if s.pool, err = connect(ctx, at); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			s.pool.Close()
		}
	}()
	if s.store, err = postgres.New(ctx, s.pool, postgres.Config{Schema: at.schema}); err != nil {
		return nil, err
	}
	complain := func(_ botflow.AccountID, err error) { fmt.Fprintln(os.Stderr, "shop:", err) }
	if s.engine, err = reparto.New(s.store, reparto.Config{Sweep: time.Second, OnError: complain}); err != nil {
		return nil, err
	}
	s.account, err = s.engine.Account(account)
	return s, err
}

// connect makes the pool. The host's own statements find their tables by the search path; the store names its schema itself.
func connect(ctx context.Context, at place) (*pgxpool.Pool, error) {
	cfg, err := pgxpool.ParseConfig(at.dsn)
	if err != nil {
		return nil, err
	}
	cfg.MaxConns = 10
	cfg.ConnConfig.RuntimeParams["search_path"] = at.schema
	return pgxpool.NewWithConfig(ctx, cfg)
}

// The shop's people and its bot.
const (
	whatsapp botflow.ChannelID = "whatsapp"
	menu     botflow.BotID     = "menu"
	sales    botflow.InboxID   = "Ventas"
	support  botflow.InboxID   = "Soporte"
)

func team() []botflow.AgentID { return []botflow.AgentID{"Ana", "Beto", "Caro", "Dani"} }

// setup is the account's configuration: a bot answers first, then somebody of Sales or Support with less than three chats.
func setup() directory.Directory {
	policy := routing.Support()
	policy.Limit = 3
	d := directory.Directory{
		Inboxes: []directory.Inbox{
			{ID: sales, Members: team()[:2], Policy: policy},
			{ID: support, Members: team()[1:], Policy: policy},
		},
		Channels: []directory.Channel{{ID: whatsapp, Bot: menu}},
	}
	for _, id := range team() {
		d.Agents = append(d.Agents, directory.Agent{ID: id})
	}
	return d
}

// pause waits, but not beyond the end of ctx.
func pause(ctx context.Context, d time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	<-ctx.Done()
}
