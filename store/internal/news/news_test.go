package news_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store/internal/news"
)

func TestTheEarliestWakeOfAnAccountIsKept(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		wakes []botflow.Instant
		want  botflow.Instant
	}{
		"none":           {[]botflow.Instant{0, 0}, 0},
		"none, then one": {[]botflow.Instant{0, 7}, 7},
		"one, then none": {[]botflow.Instant{7, 0}, 7},
		"an earlier one": {[]botflow.Instant{7, 3}, 3},
		"a later one":    {[]botflow.Instant{3, 7}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := news.Set{}
			for _, wake := range tc.wakes {
				s.Add("b", wake)
			}
			s.Add("a", 1)
			require.Equal(t, tc.want, s["b"])
			require.Equal(t, []botflow.AccountID{"a", "b"}, s.Accounts())
		})
	}
}
