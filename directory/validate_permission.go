package directory

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/inbox"
)

// permissions checks the options and edits of the matrix, each by itself.
func (c *checker) permissions() {
	p := c.d.Options.Permissions
	for i, o := range p.Options {
		at := fmt.Sprintf("options.permissions.options[%d]", i)
		switch before := slices.Index(p.Options, o); {
		case before < i:
			c.twice(at, string(o), fmt.Sprintf("options.permissions.options[%d]", before))
		case !slices.Contains(inbox.Options(), o):
			c.refuse(at, quoted(string(o))+" is no option: write one of "+optionNames())
		}
	}
	for i, e := range p.Edits {
		var refused *botflow.Error
		if err := e.Validate(); errors.As(err, &refused) {
			c.refuse(fmt.Sprintf("options.permissions.edits[%d]", i), refused.Detail+": correct the edit, or take it off")
		}
	}
}

func optionNames() string {
	names := make([]string, 0, len(inbox.Options()))
	for _, o := range inbox.Options() {
		names = append(names, string(o))
	}
	return strings.Join(names, ", ")
}
