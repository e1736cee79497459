package postgrestest

import (
	"fmt"
	"io"
	"os"
	"os/exec"
)

// watch is the guard: a shell that reads which process is the server (0: none) until this process is gone, then ends it and removes
// the folder.
const watch = `server=0
while read -r line; do server=$line; done
if [ "$server" != 0 ]; then
  kill -QUIT "$server" 2>/dev/null
  tries=0
  while kill -0 "$server" 2>/dev/null && [ $tries -lt 100 ]; do tries=$((tries + 1)); sleep 0.1; done
fi
cd / && rm -rf -- "$1"`

// guard is a shell that outlives this process for a moment.
type guard struct {
	shell *exec.Cmd
	to    io.WriteCloser
}

// newGuard starts the shell that ends a server and removes its folder when this process ends, by whatever cause: its input is closed
// then.
func newGuard(dir string) (g guard, err error) {
	g.shell = exec.Command("/bin/sh", "-c", watch, "guard", dir)
	g.shell.Dir = os.TempDir()
	if g.to, err = g.shell.StdinPipe(); err != nil {
		return g, err
	}
	detach(g.shell)
	return g, g.shell.Start()
}

// announce tells the guard which process it has to end.
func (g guard) announce(pid int) { _, _ = fmt.Fprintln(g.to, pid) }

// dismiss lets the guard do its work, and waits until the folder is gone.
func (g guard) dismiss() {
	_ = g.to.Close()
	_ = g.shell.Wait()
}
