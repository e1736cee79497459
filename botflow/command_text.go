package botflow

import (
	"bytes"
	"strconv"
	"unicode/utf16"
)

// loneSurrogate tells whether JSON text escapes half of a UTF-16 pair. The decoder would put U+FFFD in its place, and so
// make one id of two.
func loneSurrogate(b []byte) bool {
	for {
		at := bytes.IndexByte(b, '\\')
		if at < 0 {
			return false
		}
		b = b[at:]
		high, ok := escape(b)
		switch {
		case !ok:
			b = b[min(2, len(b)):]
		case !utf16.IsSurrogate(high):
			b = b[6:]
		default:
			low, ok := escape(b[6:])
			if !ok || utf16.DecodeRune(high, low) == '\uFFFD' {
				return true
			}
			b = b[12:]
		}
	}
}

// escape reads the escape \uXXXX that b begins with.
func escape(b []byte) (rune, bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(b[2:6]), 16, 16)
	return rune(n), err == nil
}
