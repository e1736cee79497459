package reparto_test

import (
	"testing"
	"time"

	"github.com/repartogo/reparto/botflow"
	"github.com/repartogo/reparto/directory"
)

func TestF9_ADeadlineIsJudgedByTheSettingsInForce(t *testing.T) {
	t.Parallel()
	t.Run("AutoClose switched off", func(t *testing.T) {
		t.Parallel()
		r := shop(t, edited(cast(), onChannel("whatsapp", func(c *directory.Channel) { c.AutoClose = time.Hour })))
		r.writes("k")
		r.edit(onChannel("whatsapp", func(c *directory.Channel) { c.AutoClose = 0 }))
		r.pass(2 * time.Hour)
		r.in("BOT(flow)", "k")
		r.pass(22 * time.Hour)
		r.in("EXPIRADO", "k")
	})
	t.Run("AutoClose later", func(t *testing.T) {
		t.Parallel()
		r := shop(t, edited(cast(), onChannel("whatsapp", func(c *directory.Channel) { c.AutoClose = time.Hour })))
		r.writes("k")
		r.edit(onChannel("whatsapp", func(c *directory.Channel) { c.AutoClose = 3 * time.Hour }))
		r.pass(3*time.Hour - time.Second)
		r.in("BOT(flow)", "k")
		r.pass(time.Second)
		r.in("BANDEJA(Cerradas)", "k")
	})
	t.Run("a bot's idle time switched off", func(t *testing.T) {
		t.Parallel()
		r := shop(t, edited(cast(), onChannel("whatsapp", func(c *directory.Channel) { c.BotIdleAfter = time.Hour })))
		r.writes("k")
		r.edit(onChannel("whatsapp", func(c *directory.Channel) { c.BotIdleAfter = 0 }))
		r.pass(2 * time.Hour)
		r.in("BOT(flow)", "k")
	})
	t.Run("a window's end that does nothing any more", func(t *testing.T) {
		t.Parallel()
		r := shop(t, cast())
		r.writes("k")
		r.edit(onChannel("whatsapp", func(c *directory.Channel) { c.OnWindowEnd = botflow.WindowNothing }))
		r.pass(25 * time.Hour)
		r.in("BOT(flow)", "k")
		r.sound()
	})
}
