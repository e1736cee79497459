package store_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/store"
)

func tenIDs() store.Key {
	return store.Key{
		Op: "0191d6a2-7c55-7bd4-9f3a-2d8f6a1c9e77", Chat: store.Chat{Channel: "whatsapp", Contact: "+34600000000"},
		Conversations: []botflow.ConversationID{"0191d6a2-7c55-7bd4-9f3a-2d8f6a1c9e78"}, Agents: []botflow.AgentID{"Ana", ""},
		Inboxes: []botflow.InboxID{"Ventas", botflow.Personal("Ana")},
		Scopes:  []botflow.InboxID{"Ventas"}, Contacts: []botflow.ContactID{"+34600000001"}, Seats: []store.SeatKey{{Inbox: "Ventas", Agent: "Ana"}},
	}
}

//nolint:paralleltest // counts what the whole process allocates
func TestARightKeyCostsNoMemory(t *testing.T) {
	k := tenIDs()
	require.NoError(t, k.Check())
	require.NoError(t, store.Key{Inboxes: []botflow.InboxID{botflow.Personal(botflow.AgentID(strings.Repeat("x", botflow.MaxID)))}}.Check())
	require.Zero(t, testing.AllocsPerRun(100, func() { _ = k.Check() }))
}

func BenchmarkKeyCheck(b *testing.B) {
	k := tenIDs()
	b.ReportAllocs()
	for b.Loop() {
		_ = k.Check()
	}
}

func TestAMalformedKeyNamesTheField(t *testing.T) {
	t.Parallel()
	for field, k := range map[string]store.Key{
		"key.op":               {Op: "\xff"},
		"key.chat.channel":     {Chat: store.Chat{Contact: "k"}},
		"key.chat.contact":     {Chat: store.Chat{Channel: "web"}},
		"key.conversations[1]": {Conversations: []botflow.ConversationID{"1", "\x00"}},
		"key.inboxes[0]":       {Inboxes: []botflow.InboxID{botflow.Personal("\xff")}},
		"key.seats[0].agent":   {Seats: []store.SeatKey{{Inbox: "x", Agent: "\xff"}}},
	} {
		var refused *botflow.Error
		require.ErrorAs(t, k.Check(), &refused)
		require.Equal(t, field, refused.Field)
	}
}

// Each text of a changeset is spoilt in its turn, whatever fields its rows have.
func TestAChangesetWithAnyMalformedTextIsRefused(t *testing.T) {
	t.Parallel()
	whole := func() *store.Changeset {
		c := &store.Changeset{}
		filled(reflect.ValueOf(c).Elem())
		c.Events[0].Subject = botflow.OfAgent("a")
		c.Events[0].Seq = 1
		return c
	}
	require.NoError(t, whole().Check())
	var texts int
	for i := 0; ; i++ {
		c := whole()
		left := i
		where := spoil(reflect.ValueOf(c).Elem(), "", &left)
		if where == "" {
			texts = i
			break
		}
		err := c.Check()
		require.ErrorIs(t, err, store.ErrChangeset, where)
		var refused *botflow.Error
		require.True(t, errors.As(err, &refused) && refused.Code == botflow.CodeInvalid && refused.Field != "", "%s: %v", where, err)
	}
	require.Greater(t, texts, 60)
}

// apart are the fields whose texts are looked at elsewhere, or that are none.
func apart() []string { return []string{"Result", "Directory"} }

// filled sets everything to something.
func filled(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("a")
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		filled(v.Index(0))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		filled(v.Elem())
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("a"), reflect.ValueOf("a"))
	case reflect.Struct:
		for i := range v.NumField() {
			if !slices.Contains(apart(), v.Type().Field(i).Name) {
				filled(v.Field(i))
			}
		}
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(1)
	case reflect.Uint8, reflect.Uint32, reflect.Uint64:
		v.SetUint(1)
	default:
	}
}

// spoil makes the text that comes after so many others malformed, and says where it is; "": there are no more.
func spoil(v reflect.Value, at string, left *int) string {
	switch v.Kind() {
	case reflect.String:
		if *left--; *left < 0 {
			v.SetString("\xff")
			return at
		}
	case reflect.Slice:
		for i := range v.Len() {
			if where := spoil(v.Index(i), fmt.Sprintf("%s[%d]", at, i), left); where != "" {
				return where
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			return spoil(v.Elem(), at, left)
		}
	case reflect.Map:
		if *left -= 2; *left == -2 {
			v.SetMapIndex(reflect.ValueOf("\xff"), reflect.ValueOf("a"))
			return at + " key"
		} else if *left == -1 {
			v.SetMapIndex(reflect.ValueOf("a"), reflect.ValueOf("\xff"))
			return at + " value"
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if where := spoil(v.Field(i), at+"."+v.Type().Field(i).Name, left); where != "" {
				return where
			}
		}
	default:
	}
	return ""
}
