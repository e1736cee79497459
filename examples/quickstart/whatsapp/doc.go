// Package whatsapp reads the JSON envelope that the WhatsApp Cloud API posts
// to a webhook, and flattens it into messages and status updates.
//
// It belongs to the quickstart example and is not part of the library: Reparto
// knows nothing of any channel, so a program that embeds it writes an adapter
// like this one for each channel it serves. Nothing outside the example should
// import it, and it can change at any time.
//
// The package only translates. It does not check the X-Hub-Signature-256
// header, which a real webhook must do over the raw body before calling
// [Decode], and it does not drop repeated deliveries: the provider sends an
// envelope again when an answer is late, and the router recognises a message it
// already has by its id.
package whatsapp
