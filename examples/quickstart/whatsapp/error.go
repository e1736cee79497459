package whatsapp

// DecodeError says that an envelope was refused, where and why. Sending the
// same bytes again gives the same error, so a webhook should record it and
// still answer 200: any other answer makes the provider retry for days.
type DecodeError struct {
	// Path is the offending field, counted from the root "$", such as
	// "$.entry[0].changes[0].value.messages[2].timestamp".
	Path string
	// Reason says what is wrong or what was expected. It quotes at most one
	// character of the envelope, so it is safe to log.
	Reason string
}

// Error gives the path and the reason.
func (e *DecodeError) Error() string {
	return "whatsapp: " + e.Path + ": " + e.Reason
}
