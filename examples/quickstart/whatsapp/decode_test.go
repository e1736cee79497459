package whatsapp_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/repartogo/reparto/examples/quickstart/whatsapp"
	"github.com/stretchr/testify/require"
)

// Each testdata/NAME.json has a testdata/NAME.want with one line per item.
func TestDecode_ReadsEnvelopes(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("testdata/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".json")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, err := os.ReadFile(strings.TrimSuffix(path, ".json") + ".want")
			require.NoError(t, err)
			body, err := os.ReadFile(path)
			require.NoError(t, err)
			items, err := whatsapp.Decode(bytes.NewReader(body))
			require.NoError(t, err)
			require.Equal(t, string(want), lines(t, items))
		})
	}
}

func lines(t *testing.T, items []whatsapp.Item) string {
	t.Helper()
	var b strings.Builder
	for _, item := range items {
		switch i := item.(type) {
		case whatsapp.Message:
			fmt.Fprintf(&b, "message to=%s from=%s name=%q id=%s at=%s type=%s text=%q reply=%q\n",
				i.PhoneNumberID, i.From, i.Name, i.ID, i.At.Format(time.RFC3339), i.Type, i.Text, i.ReplyTo)
		case whatsapp.StatusUpdate:
			fmt.Fprintf(&b, "status from=%s to=%s id=%s status=%s at=%s code=%d title=%q\n",
				i.PhoneNumberID, i.Recipient, i.MessageID, i.Status, i.At.Format(time.RFC3339), i.ErrorCode, i.ErrorTitle)
		default:
			t.Fatalf("unknown item %T", item)
		}
	}
	return b.String()
}

// envelope has one of everything, on one line, so that a test can break a piece.
const envelope = `{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{` +
	`"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550100100","phone_number_id":"106540352242922"},` +
	`"contacts":[{"profile":{"name":"Ana"},"wa_id":"15550100201"}],` +
	`"messages":[{"from":"15550100201","id":"wamid.IN","timestamp":"1773650000","type":"text","text":{"body":"Hola"},"context":{"id":"wamid.Q"}}],` +
	`"statuses":[{"id":"wamid.OUT","status":"failed","timestamp":"1773650001","recipient_id":"15550100202","errors":[{"code":131026,"title":"Lost"}]}]}}]}]}`

func TestDecode_ReadsEveryField(t *testing.T) {
	t.Parallel()
	items, err := whatsapp.Decode(strings.NewReader(envelope))
	require.NoError(t, err)
	require.Equal(t, []whatsapp.Item{
		whatsapp.Message{
			PhoneNumberID: "106540352242922", From: "15550100201", Name: "Ana", ID: "wamid.IN",
			At: time.Date(2026, 3, 16, 8, 33, 20, 0, time.UTC), Type: "text", Text: "Hola", ReplyTo: "wamid.Q",
		},
		whatsapp.StatusUpdate{
			PhoneNumberID: "106540352242922", MessageID: "wamid.OUT", Recipient: "15550100202", Status: whatsapp.Failed,
			At: time.Date(2026, 3, 16, 8, 33, 21, 0, time.UTC), ErrorCode: 131026, ErrorTitle: "Lost",
		},
	}, items)
}

func TestDecode_ToleratesWhatItDoesNotNeed(t *testing.T) {
	t.Parallel()
	for name, change := range map[string][2]string{
		"no contacts":              {`"contacts":[{"profile":{"name":"Ana"},"wa_id":"15550100201"}],`, ``},
		"null contacts":            {`[{"profile":{"name":"Ana"},"wa_id":"15550100201"}]`, `null`},
		"contact without profile":  {`"profile":{"name":"Ana"},`, ``},
		"no errors":                {`,"errors":[{"code":131026,"title":"Lost"}]`, ``},
		"unread error fields":      {`"code":131026,`, `"code":131026,"error_data":7,`},
		"unread field of any type": {`"id":"1",`, `"id":{"a":[1e400]},`},
		"names in other case":      {`"from":"15550100201",`, `"from":"15550100201","FROM":"","ID":7,`},
		"empty body":               {`"body":"Hola"`, `"body":""`},
		"oldest timestamp":         {`"1773650000"`, `"1230768000"`},
		"newest timestamp":         {`"1773650000"`, `"4102444799"`},
		"longest id":               {`wamid.IN`, strings.Repeat("x", 256)},
		"space around":             {`{"object"`, " \n{ \"object\""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			items, err := whatsapp.Decode(strings.NewReader(altered(t, change)))
			require.NoError(t, err)
			require.Len(t, items, 2)
		})
	}
}

func altered(t *testing.T, change [2]string) string {
	t.Helper()
	require.Contains(t, envelope, change[0])
	return strings.Replace(envelope, change[0], change[1], 1)
}

const (
	inValue   = "$.entry[0].changes[0].value"
	inMessage = inValue + ".messages[0]"
	inStatus  = inValue + ".statuses[0]"
)

// refusals breaks one piece of the envelope each.
var refusals = map[string]struct {
	change       [2]string
	path, reason string
}{
	"truncated":                {[2]string{`}}]}]}`, ``}, "$", "JSON"},
	"two values":               {[2]string{`{"object"`, `{} {"object"`}, "$", "JSON"},
	"byte order mark":          {[2]string{`{"object"`, "\ufeff{\"object\""}, "$", "JSON"},
	"nested too deep":          {[2]string{`"id":"1"`, `"id":` + strings.Repeat("[", 20_000)}, "$", "depth"},
	"other object":             {[2]string{`whatsapp_business_account`, `page`}, "$.object", "whatsapp_business_account"},
	"no entries":               {[2]string{`"entry":[`, `"entries":[`}, "$.entry", "missing"},
	"entry not an array":       {[2]string{`"entry":[`, `"entry":{},"x":[`}, "$.entry", "array"},
	"entry not an object":      {[2]string{`[{"id":"1",`, `[7,{"id":"1",`}, "$.entry[0]", "object"},
	"changes not an array":     {[2]string{`"changes":[`, `"changes":"","x":[`}, "$.entry[0].changes", "array"},
	"no field":                 {[2]string{`"field":"messages",`, ``}, "$.entry[0].changes[0].field", "missing"},
	"no value":                 {[2]string{`"value":{`, `"worth":{`}, inValue, "missing"},
	"second change":            {[2]string{`[{"field"`, `[{"field":"x"},{"field":"messages","value":[]},{"field"`}, "$.entry[0].changes[1].value", "object"},
	"other product":            {[2]string{`:"whatsapp"`, `:"telegraph"`}, inValue + ".messaging_product", "whatsapp"},
	"no metadata":              {[2]string{`"metadata"`, `"meta"`}, inValue + ".metadata.phone_number_id", "missing"},
	"metadata not an object":   {[2]string{`"metadata":{`, `"metadata":[],"x":{`}, inValue + ".metadata", "object"},
	"contact name a number":    {[2]string{`"Ana"`, `7`}, inValue + ".contacts[0].profile.name", "string"},
	"name with NUL":            {[2]string{`"Ana"`, `"A\u0000na"`}, inValue + ".contacts[0].profile.name", "NUL"},
	"empty wa_id":              {[2]string{`"wa_id":"15550100201"`, `"wa_id":""`}, inValue + ".contacts[0].wa_id", "1 to 256"},
	"messages not an array":    {[2]string{`"messages":[`, `"messages":{},"x":[`}, inValue + ".messages", "array"},
	"null message":             {[2]string{`"messages":[`, `"messages":[null,`}, inMessage + ".from", "missing"},
	"second message":           {[2]string{`}}],"statuses"`, `}},{"from":"1"}],"statuses"`}, inValue + ".messages[1].id", "missing"},
	"no sender":                {[2]string{`"from":"15550100201",`, ``}, inMessage + ".from", "missing"},
	"empty sender":             {[2]string{`"from":"15550100201"`, `"from":""`}, inMessage + ".from", "1 to 256"},
	"empty scoped sender":      {[2]string{`"from":"15550100201"`, `"from_user_id":""`}, inMessage + ".from_user_id", "1 to 256"},
	"no message id":            {[2]string{`"id":"wamid.IN",`, ``}, inMessage + ".id", "missing"},
	"empty message id":         {[2]string{`wamid.IN`, ``}, inMessage + ".id", "1 to 256"},
	"message id of one space":  {[2]string{`wamid.IN`, ` `}, inMessage + ".id", "ASCII"},
	"message id too long":      {[2]string{`wamid.IN`, strings.Repeat("x", 257)}, inMessage + ".id", "1 to 256"},
	"message id not ASCII":     {[2]string{`wamid.IN`, `wamid.Ñ`}, inMessage + ".id", "ASCII"},
	"message id half a pair":   {[2]string{`wamid.IN`, `wamid.\ud800`}, inMessage + ".id", "ASCII"},
	"message id with NUL":      {[2]string{`wamid.IN`, `wamid.\u0000`}, inMessage + ".id", "NUL"},
	"message id a number":      {[2]string{`"wamid.IN"`, `7`}, inMessage + ".id", "string"},
	"no timestamp":             {[2]string{`"timestamp":"1773650000",`, ``}, inMessage + ".timestamp", "missing"},
	"timestamp a number":       {[2]string{`"1773650000"`, `1773650000`}, inMessage + ".timestamp", "string"},
	"timestamp in words":       {[2]string{`"1773650000"`, `"2026-03-16"`}, inMessage + ".timestamp", "Unix"},
	"timestamp in ms":          {[2]string{`"1773650000"`, `"1773650000000"`}, inMessage + ".timestamp", "Unix"},
	"timestamp zero":           {[2]string{`"1773650000"`, `"0"`}, inMessage + ".timestamp", "Unix"},
	"timestamp too old":        {[2]string{`"1773650000"`, `"1230767999"`}, inMessage + ".timestamp", "Unix"},
	"timestamp too new":        {[2]string{`"1773650000"`, `"4102444800"`}, inMessage + ".timestamp", "Unix"},
	"timestamp negative":       {[2]string{`"1773650000"`, `"-1773650000"`}, inMessage + ".timestamp", "Unix"},
	"timestamp with plus":      {[2]string{`"1773650000"`, `"+1773650000"`}, inMessage + ".timestamp", "Unix"},
	"timestamp with fraction":  {[2]string{`"1773650000"`, `"1773650000.5"`}, inMessage + ".timestamp", "Unix"},
	"timestamp out of range":   {[2]string{`"1773650000"`, `"99999999999999999999"`}, inMessage + ".timestamp", "Unix"},
	"no type":                  {[2]string{`"type":"text",`, ``}, inMessage + ".type", "missing"},
	"empty type":               {[2]string{`"type":"text"`, `"type":""`}, inMessage + ".type", "1 to 256"},
	"text not an object":       {[2]string{`{"body":"Hola"}`, `"Hola"`}, inMessage + ".text", "object"},
	"no body":                  {[2]string{`"body":"Hola"`, ``}, inMessage + ".text.body", "missing"},
	"body a number":            {[2]string{`"Hola"`, `7`}, inMessage + ".text.body", "string"},
	"body with NUL":            {[2]string{`Hola`, `\u0000`}, inMessage + ".text.body", "NUL"},
	"body not UTF-8":           {[2]string{`Hola`, "\xff"}, inMessage + ".text.body", "UTF-8"},
	"no button text":           {[2]string{`"type":"text"`, `"type":"button"`}, inMessage + ".button.text", "missing"},
	"no list row":              {[2]string{`"type":"text"`, `"type":"interactive","interactive":{"type":"list_reply"}`}, inMessage + ".interactive.list_reply.title", "missing"},
	"empty quoted id":          {[2]string{`wamid.Q`, ``}, inMessage + ".context.id", "1 to 256"},
	"unread field not UTF-8":   {[2]string{`"id":"1"`, "\"id\":\"\xff\""}, "$", "UTF-8"},
	"statuses not an array":    {[2]string{`"statuses":[`, `"statuses":7,"x":[`}, inValue + ".statuses", "array"},
	"empty status id":          {[2]string{`wamid.OUT`, ``}, inStatus + ".id", "1 to 256"},
	"no recipient":             {[2]string{`"recipient_id":"15550100202",`, ``}, inStatus + ".recipient_id", "missing"},
	"no status":                {[2]string{`"status":"failed",`, ``}, inStatus + ".status", "missing"},
	"status absurd timestamp":  {[2]string{`"1773650001"`, `"1"`}, inStatus + ".timestamp", "Unix"},
	"errors not an array":      {[2]string{`"errors":[`, `"errors":{},"x":[`}, inStatus + ".errors", "array"},
	"error code a fraction":    {[2]string{`131026`, `1.5`}, inStatus + ".errors[0].code", "whole"},
	"error code out of range":  {[2]string{`131026`, `99999999999`}, inStatus + ".errors[0].code", "whole"},
	"error title not a string": {[2]string{`"Lost"`, `[]`}, inStatus + ".errors[0].title", "string"},
}

func TestDecode_RefusesAndNamesTheField(t *testing.T) {
	t.Parallel()
	for name, tc := range refusals {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			items, err := whatsapp.Decode(strings.NewReader(altered(t, tc.change)))
			require.Nil(t, items)
			var refused *whatsapp.DecodeError
			require.ErrorAs(t, err, &refused)
			require.Equal(t, tc.path, refused.Path)
			require.Contains(t, refused.Reason, tc.reason)
			require.Equal(t, "whatsapp: "+refused.Path+": "+refused.Reason, err.Error())
		})
	}
}

func TestDecode_RefusesWhatIsNotAnObject(t *testing.T) {
	t.Parallel()
	for body, path := range map[string]string{"": "$", " ": "$", "null": "$.object", "[]": "$", `"x"`: "$", "7": "$", "{}": "$.object"} {
		_, err := whatsapp.Decode(strings.NewReader(body))
		var refused *whatsapp.DecodeError
		require.ErrorAs(t, err, &refused, "%q", body)
		require.Equal(t, path, refused.Path, "%q", body)
	}
}

func TestDecode_BoundsTheEnvelope(t *testing.T) {
	t.Parallel()
	full := append([]byte(envelope), bytes.Repeat([]byte(" "), whatsapp.MaxBytes-len(envelope))...)
	items, err := whatsapp.Decode(bytes.NewReader(full))
	require.NoError(t, err)
	require.Len(t, items, 2)

	over := &countingReader{}
	_, err = whatsapp.Decode(over)
	var refused *whatsapp.DecodeError
	require.ErrorAs(t, err, &refused)
	require.Equal(t, "$", refused.Path)
	require.LessOrEqual(t, over.read, whatsapp.MaxBytes+1)
}

// countingReader never ends, and counts what was asked of it.
type countingReader struct{ read int }

func (r *countingReader) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	r.read += len(p)
	return len(p), nil
}

func TestDecode_WrapsAReadError(t *testing.T) {
	t.Parallel()
	broken := errors.New("connection lost")
	items, err := whatsapp.Decode(iotest.ErrReader(broken))
	require.Nil(t, items)
	require.ErrorIs(t, err, broken)
	var refused *whatsapp.DecodeError
	require.NotErrorAs(t, err, &refused)
}
