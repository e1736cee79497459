module github.com/repartogo/reparto/store/sqlite

go 1.26.0

require (
	github.com/ncruces/go-sqlite3 v0.35.6
	github.com/repartogo/reparto v0.0.0
	github.com/stretchr/testify v1.12.1
	modernc.org/sqlite v1.61.1
)

replace github.com/repartogo/reparto => ../..
