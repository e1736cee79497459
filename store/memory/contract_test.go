package memory_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/store"
	"github.com/repartogo/reparto/store/memory"
	"github.com/repartogo/reparto/store/storetest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	storetest.Run(t, storetest.Harness{New: func(testing.TB) store.DB { return memory.New() }})
}

func BenchmarkStore(b *testing.B) {
	storetest.Bench(b, storetest.Harness{New: func(testing.TB) store.DB { return memory.New() }})
}

// holds runs the checks of these names; the tests below say which rule each proves of this store.
func holds(t *testing.T, names ...string) {
	t.Helper()
	t.Parallel()
	all := storetest.Checks()
	for _, name := range names {
		i := slices.IndexFunc(all, func(c storetest.Check) bool { return c.Name == name })
		require.GreaterOrEqual(t, i, 0, "no check is called %q", name)
		require.NoError(t, all[i].Against(t, storetest.Harness{New: func(testing.TB) store.DB { return memory.New() }}))
	}
}

func TestS2_OneConversationOfAChannelAndContact(t *testing.T) {
	holds(t, "one conversation of a channel and contact", "what was absent still is")
}

func TestA5_QueuesAreInOrder(t *testing.T) {
	holds(t, "a view is what is there", "integers sort as numbers")
}
func TestA14_OneOwnerWins(t *testing.T)    { holds(t, "one owner wins", "no reader sees a part") }
func TestL48_DueComesInOrder(t *testing.T) { holds(t, "what is due comes in order") }
func TestV6_AccountsAreApart(t *testing.T) { holds(t, "accounts are apart") }
func TestQ2_ListsAreInOrder(t *testing.T) {
	holds(t, "a list is what matches", "integers sort as numbers")
}
func TestQ3_PagesRepeatAndSkipNothing(t *testing.T) { holds(t, "pages repeat and skip nothing") }
func TestQ4_CountersAreExactUpToACap(t *testing.T)  { holds(t, "a list is what matches") }
func TestE3_OneOperationOneEffect(t *testing.T) {
	holds(t, "a result is kept", "one effect under a race")
}

func TestI3_WhatWaitsIsListed(t *testing.T) {
	holds(t, "inboxes with waiting chats are listed", "accounts with work are listed")
}

func TestE1_EventsHaveNoGapAndAreAllDelivered(t *testing.T) {
	holds(t, "events have no gap", "a history is in order", "the feed gives everything once acknowledged", "no late commit is passed over")
}

func TestE1_ConsumersMoveOnFromWhereTheyWereSeen(t *testing.T) {
	holds(t, "a consumer is kept whole", "a consumer moves on from where it was seen", "one of those who move a consumer wins")
}

func TestE4_RetentionKeepsWhatIsUndeliveredOrAlive(t *testing.T) {
	holds(t, "what is undelivered stays", "what is held stays", "consumers are listed and dropped", "what is alive stays", "what is old goes", "forgetting leaves a skeleton")
}

func TestI6_AWakeIsNeitherEarlyNorLost(t *testing.T) {
	holds(t, "a wake moves with its row")
}

func TestI7_AChangeAndItsEventsAreOneWrite(t *testing.T) {
	holds(t, "everything is written", "a refused changeset writes nothing")
}

func TestI8_LoadsAddUp(t *testing.T)              { holds(t, "no update is lost", "the books are checked") }
func TestI9_OneEffectUnderARace(t *testing.T)     { holds(t, "one effect under a race") }
func TestI11_NothingCrossesAccounts(t *testing.T) { holds(t, "accounts are apart") }
