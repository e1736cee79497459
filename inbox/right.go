package inbox

import (
	"encoding/json"
	"strings"

	"github.com/repartogo/reparto/botflow"
)

// Rights is a set of acts, one bit each. The zero value is no right at all. In JSON it is a list of names.
type Rights uint32

// The rights. Without See no other counts, except at [RowNew].
const (
	See         Rights = 1 << iota // read it, in lists too
	Take                           // make it one's own, assigning it to oneself included (L10, L29, L46, L52, L53)
	Send                           // free text to the contact (L16, L55)
	Template                       // a pre-approved message: open (L33), restore (L31), answer (L56)
	Move                           // move, assign, transfer, return (L13, L14, L18 to L20)
	Close                          // end the episode (L9, L23, L51, L52)
	HandOff                        // give a bot's chat to people (L5 to L7)
	Note                           // write internal notes (V1)
	Tag                            // put tags on and take them off (V2)
	Attributes                     // edit the contact's attributes (V3)
	Private                        // make it private or public (V4)
	Mark                           // mark it read or unread (V8)
	Priority                       // set its place in queues (A5)
	Affinity                       // tie the contact to oneself, or untie them from oneself (N2)
	AnyAffinity                    // tie the contact to anybody, or untie them from anybody (N2)
	Erase                          // forget the contact (E4)
	Relay                          // tell what the channel or a campaign did: only the host's own code
	rightsEnd
)

const allRights = rightsEnd - 1

// rightNames are in the order of the bits.
func rightNames() []string {
	return []string{
		"See", "Take", "Send", "Template", "Move", "Close", "HandOff", "Note", "Tag", "Attributes", "Private", "Mark",
		"Priority", "Affinity", "AnyAffinity", "Erase", "Relay",
	}
}

// Has tells whether r holds all of want.
func (r Rights) Has(want Rights) bool { return r&want == want }

// Names lists the rights in r, in a fixed order; bits that mean nothing are left out.
func (r Rights) Names() []string {
	names := []string{}
	for i, name := range rightNames() {
		if r&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}

// String joins the names with "|"; no right is "-".
func (r Rights) String() string {
	if r&allRights == 0 {
		return "-"
	}
	return strings.Join(r.Names(), "|")
}

// MarshalJSON implements json.Marshaler.
func (r Rights) MarshalJSON() ([]byte, error) { return json.Marshal(r.Names()) }

// UnmarshalJSON implements json.Unmarshaler.
func (r *Rights) UnmarshalJSON(b []byte) error {
	var names []string
	if err := json.Unmarshal(b, &names); err != nil {
		return botflow.Invalid("rights", "must be a list of names such as [\"See\", \"Take\"]")
	}
	var got Rights
	for _, name := range names {
		i := indexOf(rightNames(), name)
		if i < 0 {
			return botflow.Invalid("rights", "has an unknown name; known are "+strings.Join(rightNames(), ", "))
		}
		got |= 1 << i
	}
	*r = got
	return nil
}
