module github.com/repartogo/reparto/examples/sqlite

go 1.26.0

require (
	github.com/repartogo/reparto v0.0.0
	github.com/repartogo/reparto/internal/stores v0.0.0
	github.com/repartogo/reparto/store/sqlite v0.0.0
	github.com/stretchr/testify v1.12.1
	modernc.org/sqlite v1.54.0
)

require (
	github.com/benbjohnson/clock v1.3.5 // indirect
	github.com/dustin/go-humanize v1.0.1 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/jackc/pgpassfile v1.0.0 // indirect
	github.com/jackc/pgservicefile v0.0.0-20240606120523-5a60cdf6a761 // indirect
	github.com/jackc/pgx/v5 v5.12.0 // indirect
	github.com/jackc/puddle/v2 v2.2.3 // indirect
	github.com/mattn/go-isatty v0.0.20 // indirect
	github.com/ncruces/go-sqlite3 v0.34.4 // indirect
	github.com/ncruces/go-sqlite3-wasm/v2 v2.6.35302 // indirect
	github.com/ncruces/go-strftime v1.0.0 // indirect
	github.com/ncruces/julianday v1.0.0 // indirect
	github.com/remyoudompheng/bigfft v0.0.0-20230129092748-24d4a6f8daec // indirect
	github.com/repartogo/reparto/store/postgres v0.0.0 // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	golang.org/x/sync v0.22.0 // indirect
	golang.org/x/sys v0.46.0 // indirect
	golang.org/x/text v0.41.0 // indirect
	modernc.org/libc v1.74.1 // indirect
	modernc.org/mathutil v1.7.1 // indirect
	modernc.org/memory v1.11.0 // indirect
)

replace (
	github.com/repartogo/reparto => ../..
	github.com/repartogo/reparto/internal/stores => ../../internal/stores
	github.com/repartogo/reparto/store/postgres => ../../store/postgres
	github.com/repartogo/reparto/store/sqlite => ../../store/sqlite
)
