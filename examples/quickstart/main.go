// Command quickstart replays a recorded Monday of a small shop and shows how Reparto routes its chats: what came in, who
// got it and why, what was rotated, what expired, and the day's figures. It needs nothing but Go:
//
//	go run ./examples/quickstart                          # the day, line by line, and its figures
//	go run ./examples/quickstart -explain "Lautaro Silva" # one chat's whole story, with the reasons of each decision
//	go run ./examples/quickstart -json                    # the figures for a program
//	go run ./examples/quickstart -day DIR                 # another recorded day
//
// Read it in this order: main.go wires things up; script.go reads the recording; day.go drives the engine, which is what a
// host does; bot.go is the shop's bots; timeline.go, story.go and figures.go only look.
package main

import (
	"context"
	"embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"
	_ "time/tzdata" // the zone must be known on a machine without a zone database

	"github.com/repartogo/reparto/botflow"
)

//go:embed testdata/monday/directory.json testdata/monday/*.jsonl
var recorded embed.FS

// zoneName is where the shop is.
const zoneName = "America/Argentina/Buenos_Aires"

// options are what the command line asks for.
type options struct {
	explain string // a contact's name or number
	json    bool
	day     string // a folder with a recorded day; "" : the one that comes with the program
}

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
}

// run is main without the process around it; it gives the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var o options
	flags := flag.NewFlagSet("quickstart", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.explain, "explain", "", "tell one chat's whole story: a contact's `name` or number")
	flags.BoolVar(&o.json, "json", false, "print the day's figures as JSON")
	flags.StringVar(&o.day, "day", "", "replay the recorded day in this `folder`")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return 2
	}
	if flags.NArg() > 0 || o.explain != "" && o.json {
		complain(stderr, errors.New("give at most one of -explain NAME and -json, and no other arguments"))
		return 2
	}
	var out strings.Builder
	err := replay(ctx, o, &out)
	if err == nil {
		_, err = io.WriteString(stdout, out.String())
	}
	if err != nil {
		complain(stderr, err)
		return 1
	}
	return 0
}

// complain says what went wrong. If even that can't be written, nobody is listening.
func complain(stderr io.Writer, err error) { _, _ = fmt.Fprintln(stderr, "quickstart:", err) }

// replay plays the day and prints what was asked for.
func replay(ctx context.Context, o options, out *strings.Builder) error {
	zone, err := time.LoadLocation(zoneName)
	if err != nil {
		return err
	}
	files, err := recording(o.day)
	if err != nil {
		return err
	}
	day, err := readScript(files)
	if err != nil {
		return inFolder(o.day, err)
	}
	book := newBook()
	lines := newTimeline(out, book, zone)
	if o.explain != "" || o.json {
		lines.out = &strings.Builder{} // played all the same, but not shown
	}
	shop, err := openShop(ctx, day.directory, day.happenings[0].at, book, lines)
	if err != nil {
		return inFolder(o.day, err)
	}
	describe(lines.out, &day.directory)
	midnight := startOfDay(day.happenings[len(day.happenings)-1].at.In(zone))
	if err := shop.play(ctx, day.happenings, midnight.AddDate(0, 0, 1)); err != nil {
		return inFolder(o.day, err)
	}
	lines.end()
	if o.explain != "" {
		return explain(ctx, shop, &story{out, book, zone}, o.explain)
	}
	figures, err := dayFigures(ctx, shop.shop, midnight)
	if err != nil {
		return err
	}
	if o.json {
		return writeJSON(out, figures)
	}
	return writeFigures(out, figures, midnight)
}

// recording gives the files of the day to replay.
func recording(folder string) (fs.FS, error) {
	if folder != "" {
		return os.DirFS(folder), nil
	}
	return fs.Sub(recorded, "testdata/monday")
}

// inFolder says in whose recording something is wrong.
func inFolder(folder string, err error) error {
	if folder == "" {
		return err
	}
	return fmt.Errorf("%s: %w", folder, err)
}

// explain finds the contact and tells the story of each of their chats.
func explain(ctx context.Context, d *day, s *story, name string) error {
	contact, near := s.book.find(name)
	if contact == "" {
		hint := "nobody's name comes near"
		if len(near) > 0 {
			hint = "did you mean " + strings.Join(near, ", ") + "?"
		}
		return fmt.Errorf("no single contact is called %q: %s", name, hint)
	}
	setup, _, err := d.shop.Directory(ctx)
	if err != nil {
		return err
	}
	for _, channel := range setup.Channels {
		err := s.tell(ctx, d.shop, channel.ID, contact)
		if err != nil && botflow.CodeOf(err) != botflow.CodeNotFound {
			return err
		}
	}
	return nil
}

func startOfDay(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}
