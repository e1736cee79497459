package whatsapp_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/repartogo/reparto/examples/quickstart/whatsapp"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

type fields = map[string]any

// written is the change that would carry item.
func written(item whatsapp.Item) fields {
	value := fields{"messaging_product": "whatsapp"}
	phone := ""
	switch i := item.(type) {
	case whatsapp.Message:
		phone = i.PhoneNumberID
		value["contacts"] = []fields{{"wa_id": i.From, "profile": fields{"name": i.Name}}}
		m := fields{"from": i.From, "id": i.ID, "timestamp": strconv.FormatInt(i.At.Unix(), 10), "type": i.Type}
		if i.Type == "text" {
			m["text"] = fields{"body": i.Text}
		}
		if i.ReplyTo != "" {
			m["context"] = fields{"id": i.ReplyTo}
		}
		value["messages"] = []fields{m}
	case whatsapp.StatusUpdate:
		phone = i.PhoneNumberID
		s := fields{"recipient_id": i.Recipient, "id": i.MessageID, "timestamp": strconv.FormatInt(i.At.Unix(), 10), "status": i.Status}
		if i.ErrorCode != 0 {
			s["errors"] = []fields{{"code": i.ErrorCode, "title": i.ErrorTitle}}
		}
		value["statuses"] = []fields{s}
	}
	value["metadata"] = fields{"phone_number_id": phone}
	return fields{"field": "messages", "value": value}
}

// drawItem draws from few ids, so that items repeat.
func drawItem(t *rapid.T) whatsapp.Item {
	ident := rapid.SampledFrom([]string{"1", "15550100201", "ES.1", "wamid.IN=", "~!"})
	text := rapid.StringOfN(rapid.Rune().Filter(func(r rune) bool { return r != 0 }), 0, 8, -1)
	at := time.Unix(rapid.Int64Range(1_230_768_000, 4_102_444_799).Draw(t, "at"), 0).UTC()
	if rapid.Bool().Draw(t, "status") {
		s := whatsapp.StatusUpdate{
			PhoneNumberID: ident.Draw(t, "phone"), MessageID: ident.Draw(t, "id"), Recipient: ident.Draw(t, "to"), At: at,
			Status: rapid.SampledFrom([]string{whatsapp.Sent, whatsapp.Delivered, whatsapp.Read, whatsapp.Failed, "played"}).Draw(t, "state"),
		}
		if s.Status == whatsapp.Failed {
			s.ErrorCode, s.ErrorTitle = rapid.IntRange(1, 1<<31-1).Draw(t, "code"), text.Draw(t, "title")
		}
		return s
	}
	m := whatsapp.Message{
		PhoneNumberID: ident.Draw(t, "phone"), From: ident.Draw(t, "from"), Name: text.Draw(t, "name"), ID: ident.Draw(t, "id"), At: at,
		Type:    rapid.SampledFrom([]string{"text", "image", "hologram"}).Draw(t, "type"),
		ReplyTo: rapid.SampledFrom([]string{"", "wamid.Q"}).Draw(t, "reply"),
	}
	if m.Type == "text" {
		m.Text = text.Draw(t, "text")
	}
	return m
}

func TestDecode_KeepsEveryItemInOrderRepeatedOrNot(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(rapid.Custom(drawItem), 1, 8).Draw(t, "items")
		var entries []fields
		for len(entries) == 0 || rapid.Bool().Draw(t, "more") {
			entries = append(entries, fields{"id": "1", "changes": []fields{{"field": "account_update"}}})
		}
		at := 0
		for _, item := range want {
			at = rapid.IntRange(at, len(entries)-1).Draw(t, "entry")
			changes, _ := entries[at]["changes"].([]fields)
			entries[at]["changes"] = append(changes, written(item))
		}
		body, err := json.Marshal(fields{"object": "whatsapp_business_account", "entry": entries})
		require.NoError(t, err)
		got, err := whatsapp.Decode(bytes.NewReader(body))
		require.NoError(t, err)
		require.Equal(t, want, got)
	})
}

// Cutting or changing one byte gives items or a typed refusal, never a panic.
func TestDecode_SurvivesDamage(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		body := []byte(envelope)
		i := rapid.IntRange(0, len(body)-1).Draw(t, "at")
		if rapid.Bool().Draw(t, "cut") {
			body = body[:i]
		} else {
			body[i] = rapid.Byte().Draw(t, "byte")
		}
		checkDecode(t, body)
	})
}

func FuzzDecode(f *testing.F) {
	paths, err := filepath.Glob("testdata/*.json")
	require.NoError(f, err)
	for _, path := range paths {
		body, err := os.ReadFile(path)
		require.NoError(f, err)
		f.Add(body)
	}
	f.Add([]byte(envelope))
	for _, tc := range refusals {
		f.Add([]byte(strings.Replace(envelope, tc.change[0], tc.change[1], 1)))
	}
	f.Fuzz(func(t *testing.T, body []byte) { checkDecode(t, body) })
}

// checkDecode proves what holds for any body: items that keep the promises of
// their fields, or none and a refusal.
func checkDecode(t require.TestingT, body []byte) {
	items, err := whatsapp.Decode(bytes.NewReader(body))
	if err != nil {
		var refused *whatsapp.DecodeError
		require.ErrorAs(t, err, &refused)
		require.Nil(t, items)
		require.True(t, strings.HasPrefix(refused.Path, "$"))
		require.NotEmpty(t, refused.Reason)
		return
	}
	require.True(t, utf8.Valid(body))
	for _, item := range items {
		var ids, texts []string
		var at time.Time
		switch i := item.(type) {
		case whatsapp.Message:
			ids, texts, at = []string{i.PhoneNumberID, i.From, i.ID, i.Type}, []string{i.Name, i.Text, i.ReplyTo}, i.At
		case whatsapp.StatusUpdate:
			ids, texts, at = []string{i.PhoneNumberID, i.Recipient, i.MessageID, i.Status}, []string{i.ErrorTitle}, i.At
		}
		require.True(t, at.Year() >= 2009 && at.Year() < 2100 && at.Location() == time.UTC)
		for _, id := range ids {
			require.Regexp(t, `^[!-~]{1,256}$`, id)
		}
		for _, text := range texts {
			require.True(t, utf8.ValidString(text) && !strings.Contains(text, "\x00"))
		}
	}
}
