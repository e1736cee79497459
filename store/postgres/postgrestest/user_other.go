//go:build !unix

package postgrestest

import (
	"errors"
	"os"
	"os/exec"
)

// checkAlive can't be sent here.
var checkAlive = os.Kill //nolint:gochecknoglobals // a constant elsewhere

// account isn't needed: there is no private cluster here.
type account struct{}

func serverUser() (*account, error) {
	return nil, errors.New("set REPARTO_TEST_POSTGRES to a connection string: there are private clusters on unix alone")
}

func (*account) own(string) error { return nil }
func (*account) run(*exec.Cmd)    {}
func detach(*exec.Cmd)            {}
