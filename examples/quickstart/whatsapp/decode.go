package whatsapp

import (
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf8"
)

// MaxBytes is the largest envelope [Decode] reads: 3 MiB, far more than the few
// kilobytes of a usual one.
const MaxBytes = 3 << 20

// Decode reads one envelope and returns its messages and status updates in the
// order they stand in it; inside one change, messages go before statuses. Only
// changes to the field "messages" count, the rest (account_update and the like)
// are skipped, and so is every field it doesn't know. Repeated items are
// returned as often as they appear.
//
// It is all or nothing: an envelope that is larger than [MaxBytes], isn't JSON
// in UTF-8, or has one bad field returns no items and a [*DecodeError]. An error
// of r is returned wrapped, and is the only one worth retrying.
func Decode(r io.Reader) ([]Item, error) {
	body, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("whatsapp: read envelope: %w", err)
	}
	if len(body) > MaxBytes {
		return nil, &DecodeError{"$", fmt.Sprintf("must have at most %d bytes", MaxBytes)}
	}
	var raw json.RawMessage
	if err := json.Unmarshal(body, &raw); err != nil {
		return nil, &DecodeError{"$", "must be one JSON value: " + err.Error()}
	}
	doc := &document{}
	items := envelope(node{doc, "$", raw}.open())
	if !utf8.Valid(body) {
		doc.refuse("$", "must be valid UTF-8")
	}
	if doc.refused != nil {
		return nil, doc.refused
	}
	return items, nil
}

// envelope reads the changes of every business account in o.
func envelope(o object) []Item {
	o.at("object").keyword("whatsapp_business_account")
	var items []Item
	for entry := range o.at("entry").present().list() {
		for change := range entry.at("changes").list() {
			if change.at("field").present().ident() == "messages" {
				items = append(items, value(change.at("value").present().open())...)
			}
		}
	}
	return items
}

// value reads what a change to the field "messages" carries.
func value(o object) []Item {
	o.at("messaging_product").keyword("whatsapp")
	phone := o.at("metadata").open().at("phone_number_id").present().ident()
	names := profileNames(o.at("contacts"))
	var items []Item
	for m := range o.at("messages").list() {
		items = append(items, message(m, phone, names))
	}
	for s := range o.at("statuses").list() {
		items = append(items, status(s, phone))
	}
	return items
}

// profileNames gives the name of each contact under both ids it may have.
func profileNames(contacts node) map[string]string {
	names := make(map[string]string)
	for c := range contacts.list() {
		name := c.at("profile").open().at("name").text()
		for _, id := range []string{c.at("wa_id").ident(), c.at("user_id").ident()} {
			if id != "" {
				names[id] = name
			}
		}
	}
	return names
}

func message(o object, phone string, names map[string]string) Message {
	m := Message{
		PhoneNumberID: phone,
		From:          customer(o.at("from"), o.at("from_user_id")),
		ID:            o.at("id").present().ident(),
		At:            o.at("timestamp").instant(),
		Type:          o.at("type").present().ident(),
		ReplyTo:       o.at("context").open().at("id").ident(),
	}
	// In some countries the wa_id differs in a digit from the number a message
	// comes from; the id scoped to the business finds the contact all the same.
	m.Name = names[m.From]
	if m.Name == "" {
		m.Name = names[o.at("from_user_id").ident()]
	}
	m.Text = chosenText(o, m.Type)
	return m
}

// chosenText is what the customer wrote or chose, for the types that have it.
func chosenText(o object, kind string) string {
	switch kind {
	case "text":
		return o.at("text").open().at("body").present().text()
	case "button":
		return o.at("button").open().at("text").present().text()
	case "interactive":
		reply := o.at("interactive").open()
		switch kind := reply.at("type").ident(); kind {
		case "button_reply", "list_reply":
			return reply.at(kind).open().at("title").present().text()
		}
	}
	return ""
}

func status(o object, phone string) StatusUpdate {
	s := StatusUpdate{
		PhoneNumberID: phone,
		MessageID:     o.at("id").present().ident(),
		Recipient:     customer(o.at("recipient_id"), o.at("recipient_user_id")),
		Status:        o.at("status").present().ident(),
		At:            o.at("timestamp").instant(),
	}
	for e := range o.at("errors").list() {
		if s.ErrorCode == 0 {
			s.ErrorCode, s.ErrorTitle = e.at("code").number(), e.at("title").text()
		}
	}
	return s
}

// customer is the wa_id or, for a customer who hides their number, the id
// scoped to the business.
func customer(waID, userID node) string {
	if waID.absent() && !userID.absent() {
		return userID.ident()
	}
	return waID.present().ident()
}
