package record

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// The envelope of the WhatsApp Cloud API, as far as the recording fills it in.
type (
	envelope struct {
		Object string  `json:"object"`
		Entry  []entry `json:"entry"`
	}
	entry struct {
		ID      string   `json:"id"`
		Changes []change `json:"changes"`
	}
	change struct {
		Value any    `json:"value"`
		Field string `json:"field"`
	}
	value struct {
		Product  string           `json:"messaging_product"`
		Metadata metadata         `json:"metadata"`
		Contacts []contactName    `json:"contacts,omitempty"`
		Messages []map[string]any `json:"messages,omitempty"`
		Statuses []map[string]any `json:"statuses,omitempty"`
	}
	metadata struct {
		Display string `json:"display_phone_number"`
		ID      string `json:"phone_number_id"`
	}
	contactName struct {
		Profile struct {
			Name string `json:"name"`
		} `json:"profile"`
		WaID string `json:"wa_id"`
	}
)

// delivery is one line of messages.jsonl.
type delivery struct {
	At   string   `json:"at"`
	Body envelope `json:"body"`
}

const displayNumber = "5491155500000"

// envelop wraps changes as one call of the webhook.
func envelop(at time.Time, changes ...change) delivery {
	return delivery{at.Format(time.RFC3339), envelope{"whatsapp_business_account", []entry{{"102290129340398", changes}}}}
}

// inbound is the change that brings messages of a contact.
func inbound(p person, messages ...map[string]any) change {
	who := contactName{WaID: p.phone}
	who.Profile.Name = p.name
	return change{value{"whatsapp", metadata{displayNumber, channel}, []contactName{who}, messages, nil}, "messages"}
}

// receipt is the change that tells what became of a message that the shop sent.
func receipt(p person, id, status string, at time.Time, failure map[string]any) change {
	s := map[string]any{"id": id, "status": status, "timestamp": unix(at), "recipient_id": p.phone}
	if failure != nil {
		s["errors"] = []map[string]any{failure}
	}
	return change{value{"whatsapp", metadata{displayNumber, channel}, nil, nil, []map[string]any{s}}, "messages"}
}

// text is a text message.
func text(p person, id, body string, sent time.Time) map[string]any {
	m := content(p, id, "text", sent)
	m["text"] = map[string]any{"body": body}
	return m
}

// content is a message of any type, its content still to be filled in.
func content(p person, id, kind string, sent time.Time) map[string]any {
	return map[string]any{"from": p.phone, "id": id, "timestamp": unix(sent), "type": kind}
}

// button is the contact's press of a template's button.
func button(p person, id, label, template string, sent time.Time) map[string]any {
	m := content(p, id, "button", sent)
	m["context"] = map[string]any{"from": displayNumber, "id": template}
	m["button"] = map[string]any{"payload": strings.ToUpper(label), "text": label}
	return m
}

func unix(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }

// wamid makes a message id that looks like the provider's: the number and twenty random hexadecimal digits inside.
func wamid(rng *rand.Rand, phone string) string {
	var random [10]byte
	for i := range random {
		random[i] = byte(rng.IntN(256))
	}
	inside := fmt.Sprintf("\x1d\x18\x0d%s\x15\x02\x00\x12\x18\x14%s\x00", phone, strings.ToUpper(hex.EncodeToString(random[:])))
	return "wamid." + base64.StdEncoding.EncodeToString([]byte(inside))
}
