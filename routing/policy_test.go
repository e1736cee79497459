package routing_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/routing"
)

func TestA3_PresetsAreValuesToChangeAndCompare(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]routing.Policy{"A1 sales": routing.Sales(), "A2 support": routing.Support(), "none": {}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.NoError(t, p.Validate("policy"))
			custom := p
			require.True(t, custom.Equal(p))
			custom.Excluded = append(custom.Excluded, "Ana")
			require.False(t, custom.Equal(p))
			custom = p
			custom.Limit = 7
			require.False(t, custom.Equal(p))
		})
	}
	require.Equal(t, routing.Policy{Enabled: true, Eligible: routing.Everybody, ReassignAfter: time.Minute}, routing.Sales())
	require.Equal(t, routing.Policy{Enabled: true, Limit: 10, ReassignAfter: 10 * time.Minute}, routing.Support())
}

func TestValidateNamesTheField(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		policy routing.Policy
		field  string // "" : valid
	}{
		"none as memory":          {routing.Policy{ReturnMemory: botflow.None}, ""},
		"a host's strategy":       {routing.Policy{Strategy: "by horoscope"}, ""},
		"General as fallback":     {routing.Policy{Fallback: botflow.General}, ""},
		"the longest":             {routing.Policy{ReassignAfter: routing.MaxDuration, Limit: routing.MaxLimit}, ""},
		"unknown presence":        {routing.Policy{Eligible: 2}, "eligible"},
		"negative limit":          {routing.Policy{Limit: -1}, "limit"},
		"huge limit":              {routing.Policy{Limit: routing.MaxLimit + 1}, "limit"},
		"negative rotations":      {routing.Policy{MaxRotations: -1}, "maxRotations"},
		"negative clock":          {routing.Policy{ReassignAfter: -time.Minute}, "reassignAfter"},
		"none as clock":           {routing.Policy{ReassignAfter: botflow.None}, "reassignAfter"},
		"clock under a second":    {routing.Policy{ReassignAfter: time.Millisecond}, "reassignAfter"},
		"clock over ten years":    {routing.Policy{ReassignAfter: routing.MaxDuration + 1}, "reassignAfter"},
		"negative wait":           {routing.Policy{AffinityWait: -time.Minute}, "affinityWait"},
		"negative memory":         {routing.Policy{ReturnMemory: -time.Minute}, "returnMemory"},
		"long memory":             {routing.Policy{ReturnMemory: routing.MaxDuration + 1}, "returnMemory"},
		"a Personal fallback":     {routing.Policy{Fallback: botflow.Personal("Ana")}, "fallback"},
		"Closed as fallback":      {routing.Policy{Fallback: botflow.Closed}, "fallback"},
		"a fallback of bad bytes": {routing.Policy{Fallback: "\xff"}, "fallback"},
		"a strategy of bad bytes": {routing.Policy{Strategy: "\x00"}, "strategy"},
		"excluded nobody":         {routing.Policy{Excluded: []botflow.AgentID{"Ana", ""}}, "excluded[1]"},
		"excluded twice":          {routing.Policy{Excluded: []botflow.AgentID{"Ana", "Bea", "Ana"}}, "excluded[2]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requireField(t, tc.policy.Validate("policy"), "policy", tc.field)
		})
	}
}

func TestP5_ValidateRampIn(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		ramp  routing.RampIn
		valid bool
	}{
		"off":              {routing.RampIn{}, true},
		"on":               {routing.RampIn{Limit: 2, Period: time.Minute}, true},
		"without a period": {routing.RampIn{Limit: 2}, false},
		"without a limit":  {routing.RampIn{Period: time.Minute}, false},
		"negative limit":   {routing.RampIn{Limit: -2, Period: time.Minute}, false},
		"negative period":  {routing.RampIn{Limit: 2, Period: -time.Minute}, false},
		"huge limit":       {routing.RampIn{Limit: routing.MaxLimit + 1, Period: time.Minute}, false},
		"too long":         {routing.RampIn{Limit: 2, Period: routing.MaxDuration + 1}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := tc.ramp.Validate("rampIn")
			if tc.valid {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, botflow.ErrInvalid)
			require.ErrorContains(t, err, "rampIn")
		})
	}
}

func requireField(t *testing.T, err error, prefix, field string) {
	t.Helper()
	if field == "" {
		require.NoError(t, err)
		return
	}
	require.ErrorIs(t, err, botflow.ErrInvalid)
	var refusal *botflow.Error
	require.ErrorAs(t, err, &refusal)
	require.Equal(t, prefix+"."+field, refusal.Field)
}

func TestA11_Memory(t *testing.T) {
	t.Parallel()
	require.Equal(t, 5*time.Minute, routing.Policy{}.Memory())
	require.Equal(t, time.Minute, routing.Policy{ReturnMemory: time.Minute}.Memory())
	require.Zero(t, routing.Policy{ReturnMemory: botflow.None}.Memory())
}

func TestPoliciesMarshalWithNames(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(routing.Sales())
	require.NoError(t, err)
	require.JSONEq(t, `{"enabled":true,"eligible":"all","limit":0,"reassignAfter":60000000000}`, string(text))
	var back routing.Policy
	require.NoError(t, json.Unmarshal(text, &back))
	require.True(t, back.Equal(routing.Sales()))
}

func TestNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]routing.Eligible{"online": routing.OnlineOnly, "all": routing.Everybody, "": routing.OnlineOnly} {
		var got routing.Eligible
		require.NoError(t, got.UnmarshalText([]byte(name)))
		require.Equal(t, want, got)
	}
	for name, want := range map[string]routing.Priority{"": routing.PriorityUnset, "assistant": routing.AssistantFirst, "humans": routing.HumansFirst} {
		var got routing.Priority
		require.NoError(t, got.UnmarshalText([]byte(name)))
		require.Equal(t, want, got)
		text, err := want.MarshalText()
		require.NoError(t, err)
		require.Equal(t, name, string(text))
	}
	require.ErrorIs(t, new(routing.Eligible).UnmarshalText([]byte("some")), botflow.ErrInvalid)
	require.ErrorIs(t, new(routing.Priority).UnmarshalText([]byte("bots")), botflow.ErrInvalid)
	require.Equal(t, "Eligible(7) Priority(7)", routing.Eligible(7).String()+" "+routing.Priority(7).String())
	require.Equal(t, "online", routing.OnlineOnly.String())
	require.Equal(t, "round robin", routing.RoundRobin.String())
	require.Equal(t, "least loaded", routing.LeastLoaded.String())
	require.False(t, routing.Strategy("by horoscope").Known())
	require.True(t, routing.Random.Known())
}

func TestWaitingOf(t *testing.T) {
	t.Parallel()
	c := &botflow.Conversation{
		ID: "c1", Contact: "Eva", Epoch: 4, Priority: 2, QueuedAt: 5, Returner: "Ana", ReturnUntil: 9, NobodyTold: true,
		Place: botflow.Place{State: botflow.StateInbox, Inbox: "Sales", Since: 7},
	}
	require.Equal(t, routing.Waiting{
		Conversation: "c1", Contact: "Eva", Inbox: "Sales", Epoch: 4, Priority: 2, QueuedAt: 5, EnteredAt: 7,
		Affinity: "Bea", Returner: "Ana", ReturnUntil: 9, NobodyTold: true,
	}, routing.WaitingOf(c, "Bea"))
}
