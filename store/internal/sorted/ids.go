// Package sorted puts lists of ids in the order in which all stores of this module read, lock and answer rows.
package sorted

import "slices"

// IDs gives the ids in order, each once, without the empty one, as a slice of their own.
func IDs[T ~string](ids []T) []T {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) > 0 && ids[0] == "" {
		return ids[1:]
	}
	return ids
}
