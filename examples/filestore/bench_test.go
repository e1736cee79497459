package filestore_test

import (
	"testing"

	"github.com/repartogo/reparto/store/storetest"
)

func BenchmarkStore(b *testing.B) { storetest.Bench(b, harness()) }
