package sqlite_test

import (
	"testing"

	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/storetest"
)

// BenchmarkStore measures what can be compared with other stores.
func BenchmarkStore(b *testing.B) {
	for name, driver := range drivers() {
		b.Run(name, func(b *testing.B) {
			storetest.Bench(b, storetest.Harness{New: func(tb testing.TB) store.DB { tb.Helper(); return fresh(tb, driver) }})
		})
	}
}
