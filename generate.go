package reparto

//go:generate go run ./internal/rulespage
