package inbox

import (
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"

	"github.com/repartogo/reparto/botflow"
)

// Cursor is where a page ended (Q3): a key and an id, so that no page repeats or skips what didn't move. The zero value is
// the beginning. It prints and parses as opaque text.
type Cursor struct {
	Key int64
	ID  botflow.ConversationID
}

// Precedes tells whether a conversation with this key and id comes on a page after the cursor.
func (k Cursor) Precedes(key int64, id botflow.ConversationID) bool {
	if k.ID == "" || k.Key != key {
		return k.ID == "" || k.Key < key
	}
	return k.ID < id
}

// cursorVersion is the first byte of a cursor's text; another layout takes another one.
const cursorVersion = 1

// String gives opaque text that fits a URL; the beginning is the empty text.
func (k Cursor) String() string {
	if k.ID == "" {
		return ""
	}
	b := append(make([]byte, 0, 1+binary.MaxVarintLen64+len(k.ID)+4), cursorVersion)
	b = binary.AppendVarint(b, k.Key)
	b = append(b, k.ID...)
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b))
	return base64.RawURLEncoding.EncodeToString(b)
}

// ParseCursor reads what [Cursor.String] wrote. Anything else is refused with code "invalid".
func ParseCursor(text string) (Cursor, error) {
	if text == "" {
		return Cursor{}, nil
	}
	wrong := botflow.Invalid("cursor", "is not one that a list gave; begin again without one")
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(b) < 1+1+1+4 || b[0] != cursorVersion {
		return Cursor{}, wrong
	}
	body, sum := b[:len(b)-4], binary.BigEndian.Uint32(b[len(b)-4:])
	key, n := binary.Varint(body[1:])
	if crc32.ChecksumIEEE(body) != sum || n <= 0 {
		return Cursor{}, wrong
	}
	k := Cursor{Key: key, ID: botflow.ConversationID(body[1+n:])}
	if botflow.CheckID("cursor", k.ID) != nil || k.String() != text {
		return Cursor{}, wrong
	}
	return k, nil
}

// MarshalText implements encoding.TextMarshaler.
func (k Cursor) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (k *Cursor) UnmarshalText(b []byte) error {
	got, err := ParseCursor(string(b))
	if err == nil {
		*k = got
	}
	return err
}
