package storetest

func capacityChecks() []Check { return nil }
func linearChecks() []Check   { return nil }
func secondChecks() []Check   { return nil }
