package botflow

// String prints what becomes of the conversation: expires, closes, nothing.
func (w WindowEnd) String() string {
	switch w {
	case WindowExpires:
		return "expires"
	case WindowCloses:
		return "closes"
	case WindowNothing:
		return "nothing"
	}
	return "window end?"
}

// MarshalText implements encoding.TextMarshaler.
func (w WindowEnd) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (w *WindowEnd) UnmarshalText(b []byte) error {
	for v := WindowExpires; v <= WindowNothing; v++ {
		if v.String() == string(b) {
			*w = v
			return nil
		}
	}
	return Invalid("onWindowEnd", "is not one of expires, closes, nothing")
}

// String prints which message counts: last inbound, last interaction.
func (c CountFrom) String() string {
	switch c {
	case FromLastInbound:
		return "last inbound"
	case FromLastInteraction:
		return "last interaction"
	}
	return "count from?"
}

// MarshalText implements encoding.TextMarshaler.
func (c CountFrom) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (c *CountFrom) UnmarshalText(b []byte) error {
	for v := FromLastInbound; v <= FromLastInteraction; v++ {
		if v.String() == string(b) {
			*c = v
			return nil
		}
	}
	return Invalid("autoCloseFrom", "is not one of last inbound, last interaction")
}

// String prints what becomes of the chat: hands off, closes.
func (a IdleAction) String() string {
	switch a {
	case IdleHandsOff:
		return "hands off"
	case IdleCloses:
		return "closes"
	}
	return "idle action?"
}

// MarshalText implements encoding.TextMarshaler.
func (a IdleAction) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (a *IdleAction) UnmarshalText(b []byte) error {
	for v := IdleHandsOff; v <= IdleCloses; v++ {
		if v.String() == string(b) {
			*a = v
			return nil
		}
	}
	return Invalid("botIdleAction", "is not one of hands off, closes")
}
