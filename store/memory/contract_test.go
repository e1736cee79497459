package memory_test

import (
	"testing"

	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/memory"
	"github.com/repartogo/reparto/store/storetest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	storetest.Run(t, storetest.Harness{New: func(testing.TB) store.DB { return memory.New() }})
}
