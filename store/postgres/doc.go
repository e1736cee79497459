// Package postgres keeps conversations in a PostgreSQL database.
package postgres
