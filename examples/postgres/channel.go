package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/repartogo/reparto/botflow"
)

const (
	contacts = 20
	each     = 5 // messages of a contact
	spammers = 3 // contacts who send nothing but viruses
	infected = 4 // of a spammer; every other contact sends one too
)

// messages gives what the contacts write, under ids of their own in each run.
func messages(now time.Time) (all []message) {
	run := strconv.FormatInt(now.UnixNano(), 36)
	write := func(contact, text string) {
		all = append(all, message{
			Channel: whatsapp, Contact: botflow.ContactID(contact), ID: botflow.MessageID(fmt.Sprintf("%s.%d", run, len(all))),
			Text: text, SentAt: now,
		})
	}
	for n := range each {
		for c := range contacts {
			wish := "I want to buy a lamp"
			if c%3 == 0 {
				wish = "My lamp is broken"
			}
			write(fmt.Sprintf("contact %d", c), fmt.Sprintf("%s (%d)", wish, n))
			if n == c%each {
				write(fmt.Sprintf("contact %d", c), "look at this: virus.exe")
			}
		}
	}
	for c := range spammers {
		for range infected {
			write(spammer(c), "you have won: virus.exe")
		}
	}
	return all
}

func spammer(n int) string { return fmt.Sprintf("spammer %d", n) }

// shuffled gives the messages in another order.
func shuffled(all []message) []message {
	other := append([]message(nil), all...)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(other), func(i, j int) { other[i], other[j] = other[j], other[i] })
	return other
}

// answers counts what webhooks were answered, and the calls that weren't.
type answers struct {
	mu sync.Mutex
	n  map[string]int
}

const unanswered = "unanswered"

func (a *answers) add(answer string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.n == nil {
		a.n = map[string]int{}
	}
	a.n[answer]++
}

// deliver calls the webhook for each message, several at a time and again until it is answered, and says so after each.
func (a *answers) deliver(ctx context.Context, all []message, address func() string, done func()) {
	const atOnce = 4
	queue := make(chan message, len(all))
	for _, m := range all {
		queue <- m
	}
	close(queue)
	var callers sync.WaitGroup
	for range atOnce {
		callers.Go(func() {
			for m := range queue {
				for ctx.Err() == nil {
					answer, err := call(ctx, address(), m)
					a.add(answer)
					if err == nil {
						done()
						break
					}
					pause(ctx, 20*time.Millisecond)
				}
			}
		})
	}
	callers.Wait()
}

// call calls the webhook once.
func call(ctx context.Context, address string, m message) (answer string, err error) {
	body, err := json.Marshal(m)
	if err != nil {
		return unanswered, err
	}
	rq, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+address, bytes.NewReader(body))
	if err != nil {
		return unanswered, err
	}
	r, err := http.DefaultClient.Do(rq)
	if err != nil {
		return unanswered, err
	}
	defer r.Body.Close() //nolint:errcheck // it was read
	text, err := io.ReadAll(r.Body)
	if err == nil && r.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", r.Status, text)
	}
	if err != nil {
		return unanswered, err
	}
	return string(text), nil
}
