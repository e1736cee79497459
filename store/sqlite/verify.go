package sqlite

import "context"

// Verify implements [store.Store].
func (a *account) Verify(ctx context.Context) ([]string, error) { return nil, ctx.Err() }
