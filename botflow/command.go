package botflow

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"unicode/utf8"
)

// Command asks for one change of a conversation or, for those in presence.go's group, of an agent. Commands are plain
// structs that can be logged, stored and replayed; who gives them, to what, and under which operation id stand beside
// them and not in them.
type Command interface {
	// Name is the command's stable name, "Take" for [Take].
	Name() CommandName
	// Check refuses malformed fields with an *[Error] of code "invalid" that names the field.
	Check() error
}

// CommandName is the stable name of a command.
type CommandName string

// Commands gives one value of every command, in the order of the transition table: those that hosts give, then those
// that only the engine gives. It is the list that documentation, decoding and exhaustive tests are made from.
func Commands() []Command {
	return []Command{
		Receive{},
		HandOff{},
		Reply{},
		Take{},
		Assign{},
		Move{},
		Return{},
		Transfer{},
		Close{},
		SendTemplate{},
		SendCampaign{},
		ReportFailure{},
		Leave{},
		AddNote{},
		AddTag{},
		RemoveTag{},
		MarkRead{},
		MarkUnread{},
		SetPrivate{},
		SetPriority{},
		SetAttributes{},
		SetAffinity{},
		Forget{},
		AutoAssign{},
		NoteNobody{},
		Elapse{},
		Release{},
		Drain{},
	}
}

// Internal tells whether only the engine gives this command; a host's is refused.
func Internal(c Command) bool {
	switch c.(type) {
	case AutoAssign, NoteNobody, Elapse, Release, Drain:
		return true
	}
	return false
}

// EncodeCommand gives the command as one JSON object: {"name": ..., "fields": {...}}.
func EncodeCommand(c Command) ([]byte, error) {
	fields, err := json.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("botflow: encode %s: %w", c.Name(), err)
	}
	return json.Marshal(encoded{Name: c.Name(), Fields: fields})
}

type encoded struct {
	Name   CommandName     `json:"name"`
	Fields json.RawMessage `json:"fields,omitempty"`
}

// DecodeCommand reads what [EncodeCommand] wrote, agents' commands included. Unknown names, unknown fields, trailing
// data and malformed fields are refused with code "invalid".
func DecodeCommand(b []byte) (Command, error) {
	if !utf8.Valid(b) || loneSurrogate(b) {
		return nil, Invalid("command", "is not valid UTF-8")
	}
	var e encoded
	if err := strict(b, &e); err != nil {
		return nil, Invalid("command", err.Error())
	}
	if len(e.Fields) == 0 {
		e.Fields = json.RawMessage("{}")
	}
	for _, c := range slices.Concat(Commands(), AgentCommands()) {
		if c.Name() != e.Name {
			continue
		}
		got, err := decodeFields(c, e.Fields)
		if err != nil {
			return nil, Invalid("command "+string(e.Name), err.Error())
		}
		if err := got.Check(); err != nil {
			return nil, err
		}
		return got, nil
	}
	return nil, Invalid("command", fmt.Sprintf("has the unknown name %.64q", string(e.Name)))
}

// decodeFields fills a command of c's type.
func decodeFields(c Command, b []byte) (Command, error) {
	switch c.(type) {
	case Receive:
		return into[Receive](b)
	case HandOff:
		return into[HandOff](b)
	case Reply:
		return into[Reply](b)
	case Take:
		return into[Take](b)
	case Assign:
		return into[Assign](b)
	case Move:
		return into[Move](b)
	case Return:
		return into[Return](b)
	case Transfer:
		return into[Transfer](b)
	case Close:
		return into[Close](b)
	case SendTemplate:
		return into[SendTemplate](b)
	case SendCampaign:
		return into[SendCampaign](b)
	case ReportFailure:
		return into[ReportFailure](b)
	case Leave:
		return into[Leave](b)
	case AddNote:
		return into[AddNote](b)
	case AddTag:
		return into[AddTag](b)
	case RemoveTag:
		return into[RemoveTag](b)
	case MarkRead:
		return into[MarkRead](b)
	case MarkUnread:
		return into[MarkUnread](b)
	case SetPrivate:
		return into[SetPrivate](b)
	case SetPriority:
		return into[SetPriority](b)
	case SetAttributes:
		return into[SetAttributes](b)
	case SetAffinity:
		return into[SetAffinity](b)
	case Forget:
		return into[Forget](b)
	}
	return decodeOthers(c, b)
}

// decodeOthers fills a command that only the engine gives, or one on an agent.
func decodeOthers(c Command, b []byte) (Command, error) {
	switch c.(type) {
	case AutoAssign:
		return into[AutoAssign](b)
	case NoteNobody:
		return into[NoteNobody](b)
	case Elapse:
		return into[Elapse](b)
	case Release:
		return into[Release](b)
	case Drain:
		return into[Drain](b)
	case SetPresence:
		return into[SetPresence](b)
	case SignOut:
		return into[SignOut](b)
	case Touch:
		return into[Touch](b)
	case Inactivity:
		return into[Inactivity](b)
	}
	return nil, fmt.Errorf("no decoder for %s", c.Name())
}

func into[T Command](b []byte) (Command, error) {
	var c T
	err := strict(b, &c)
	return c, err
}

// strict decodes exactly one JSON value that has no unknown field.
func strict(b []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return fmt.Errorf("data after the JSON value")
	}
	return nil
}

// checkAttributes bounds a set of contact attributes.
func checkAttributes(set map[string]string) error {
	if len(set) > 256 {
		return Invalid("attributes", "has more than 256 entries")
	}
	for _, k := range slices.Sorted(maps.Keys(set)) {
		if err := CheckID("attribute name", k); err != nil {
			return err
		}
		if err := CheckText("attribute "+k, set[k]); err != nil {
			return err
		}
	}
	return nil
}
