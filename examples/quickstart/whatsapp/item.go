package whatsapp

import "time"

// Item is one thing an envelope tells: a [Message] or a [StatusUpdate].
type Item interface {
	// item closes the set, so that a type switch over both is complete.
	item()
}

// Message is what a customer sent to the business.
type Message struct {
	// PhoneNumberID is the business number that received it, as the provider
	// names it. It isn't a telephone number.
	PhoneNumberID string
	// From is the customer's wa_id, or the id scoped to the business
	// ("US.1349...") when the customer hides their telephone number.
	From string
	// Name is the customer's profile name; empty when the envelope has none.
	Name string
	// ID is the provider's message id ("wamid..."). A second delivery of the
	// same message repeats it.
	ID string
	// At is when the customer sent it, in UTC, to the second.
	At time.Time
	// Type is the provider's word for the content: "text", "button",
	// "interactive", "image" and so on. Types this package doesn't know are
	// kept as they come.
	Type string
	// Text is the body of a text, or the label of the button or list row the
	// customer chose. It is empty for every other type.
	Text string
	// ReplyTo is the id of the message this one answers or quotes; empty when
	// it answers none.
	ReplyTo string
}

// Values of StatusUpdate.Status that the quickstart acts on. The provider has
// others, such as "played", and they are kept as they come.
const (
	Sent      = "sent"
	Delivered = "delivered"
	Read      = "read"
	Failed    = "failed"
)

// StatusUpdate is what became of a message the business sent. The provider
// doesn't send updates in order: "read" can come before "delivered".
type StatusUpdate struct {
	// PhoneNumberID is the business number that sent the message.
	PhoneNumberID string
	// MessageID is the provider's id of the message sent ("wamid...").
	MessageID string
	// Recipient is the customer, named as in Message.From.
	Recipient string
	// Status is one of the constants above, or another word of the provider.
	Status string
	// At is when the status was reached, in UTC, to the second.
	At time.Time
	// ErrorCode and ErrorTitle come from the first error listed that has a
	// code; zero and empty when there is none.
	ErrorCode  int
	ErrorTitle string
}

func (Message) item()      {}
func (StatusUpdate) item() {}
