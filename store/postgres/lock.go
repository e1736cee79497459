package postgres

import (
	"crypto/sha256"
	"encoding/binary"
)

// lockOf gives the number of a transaction-level advisory lock: of an account, or of something in it that may not have a row yet.
// Two names that meet in one number wait for each other without need, which does no harm.
func lockOf(schema, kind, account, id string) int64 {
	var text []byte
	for _, part := range [...]string{"reparto", schema, kind, account, id} {
		text = binary.AppendUvarint(text, uint64(len(part)))
		text = append(text, part...)
	}
	sum := sha256.Sum256(text)
	return int64(binary.BigEndian.Uint64(sum[:8]))
}
