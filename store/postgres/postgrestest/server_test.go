package postgrestest_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/store/postgres/postgrestest"
)

func TestWhatWasCommittedOutlivesACrash(t *testing.T) {
	t.Parallel()
	s := postgrestest.Private(t)
	pool := s.Pool(t, 2)
	_, err := pool.Exec(context.Background(), "create table kept as select 1 as n")
	require.NoError(t, err)
	s.Kill(t)
	_, err = pool.Exec(context.Background(), "select 1")
	require.Error(t, err)
	s.Start(t)
	var n int
	require.NoError(t, s.Pool(t, 1).QueryRow(context.Background(), "select n from kept").Scan(&n))
	require.Equal(t, 1, n)
}

func TestSchemasAreTheTestsOwn(t *testing.T) {
	t.Parallel()
	s := postgrestest.Open(t)
	first, second := s.Schema(t), s.Schema(t)
	require.NotEqual(t, first, second)
	_, err := s.Pool(t, 1).Exec(context.Background(), "create schema "+first+"; create schema "+second)
	require.NoError(t, err)
}
