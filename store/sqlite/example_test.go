package sqlite_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"

	"github.com/repartogo/reparto"
	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
	"github.com/repartogo/reparto/store/sqlite"
)

// A shop keeps its conversations in a file, and writes each message it gets together with what becomes of the chat.
func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "shop")
	must(err)
	defer os.RemoveAll(dir) //nolint:errcheck // a folder for this example

	pool, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "shop.db"))
	must(err)
	defer pool.Close() //nolint:errcheck // the program ends
	must(sqlite.Migrate(ctx, pool))
	db, err := sqlite.New(ctx, pool, sqlite.Config{})
	must(err)
	defer db.Close() //nolint:errcheck // the program ends

	engine, err := reparto.New(db, reparto.Config{})
	must(err)
	shop, err := engine.Account("shop")
	must(err)
	_, err = shop.Apply(ctx, directory.Directory{Channels: []directory.Channel{{ID: "web"}}})
	must(err)
	r, err := shop.System().Do(ctx, reparto.Chat("web", "ana"), botflow.Receive{Message: "m1"}, "")
	must(err)
	fmt.Println(r.Conversation.Place)
	// Output: BANDEJA(General)
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
