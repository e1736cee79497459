package botflow

//go:generate go run ../internal/machine -root ..
