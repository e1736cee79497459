package postgrestest

import (
	"fmt"
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

// startGuard starts the shell that ends the server when this process ends, by whatever cause: its input is closed then.
func (c *cluster) startGuard() (err error) {
	c.guard = exec.Command("/bin/sh", "-c", watch, "guard", c.dir)
	c.guard.Dir = os.TempDir()
	if c.toGuard, err = c.guard.StdinPipe(); err != nil {
		return err
	}
	detach(c.guard)
	return c.guard.Start()
}

// announce tells the guard which process it has to end.
func (c *cluster) announce(pid int) { _, _ = fmt.Fprintln(c.toGuard, pid) }

// stop ends the server and waits until its folder is gone.
func (c *cluster) stop() {
	c.stopOnce.Do(func() {
		_ = c.end(os.Interrupt)
		_ = c.toGuard.Close()
		_ = c.guard.Wait()
	})
}
