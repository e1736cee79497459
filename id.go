package reparto

import (
	"encoding/binary"

	"github.com/google/uuid"

	"github.com/repartogo/reparto/botflow"
)

// newID makes a conversation's id: a UUIDv7 whose time is now, to the microsecond, and whose random bits are the
// command's entropy. The same command replayed makes the same id.
func newID(now botflow.Instant, entropy uint64) botflow.ConversationID {
	t := now.Time()
	var id uuid.UUID
	var ms [8]byte
	binary.BigEndian.PutUint64(ms[:], uint64(t.UnixMilli()))
	copy(id[:6], ms[2:])
	micros := uint16(t.Nanosecond()/1000%1000) << 2
	binary.BigEndian.PutUint16(id[6:], 0x7000|micros)
	binary.BigEndian.PutUint64(id[8:], entropy)
	id[8] = id[8]&0x3f | 0x80
	return botflow.ConversationID(id.String())
}

// mix spreads the bits of x (the finalizer of splitmix64), for choices that must look random and replay.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
