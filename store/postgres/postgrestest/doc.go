// Package postgrestest gives tests a PostgreSQL server: the one that the environment variable REPARTO_TEST_POSTGRES names by a
// connection string, or a private cluster made from the server's binaries in a temporary folder. Where there is neither, the test is
// skipped with one line that says so; with CI set it fails, so that nobody believes in tests that never ran.
//
// A private cluster listens on a unix socket alone. It belongs to the test process: a guard ends it and removes its folder as soon
// as that process ends, however it ends. No other process is ever touched.
package postgrestest
