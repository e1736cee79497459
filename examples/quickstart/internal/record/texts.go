package record

import (
	"math/rand/v2"
	"strings"

	"github.com/repartogo/reparto/botflow"
)

func pick(rng *rand.Rand, from []string) string { return from[rng.IntN(len(from))] }

func greetings() []string {
	return []string{"Hola", "Hola! Buen día", "Buenas", "Hola, cómo va?", "Buenas tardes", "Hola 👋", "Una consulta", "Hola, están?", "Buen día!"}
}

func choices(inbox botflow.InboxID) []string {
	if inbox == "Ventas" {
		return []string{"1", "1", "1", "ventas", "Ventas por favor", "1 gracias"}
	}
	return []string{"2", "2", "2", "soporte", "Soporte", "2 porfa"}
}

func questions(inbox botflow.InboxID) []string {
	if inbox == "Ventas" {
		return []string{
			"Tienen el velador Nube en blanco?", "Qué precio tiene la lámpara de pie Arco?", "Hacen envíos a Zona Norte?", "Tienen cuotas sin interés?",
			"Busco apliques para exterior", "En cuántos días llega el sillón Delta?", "Hacen factura A?", "Precio por 20 plafones?",
			"La araña Roma viene con focos?", "Tienen local a la calle?", "La mesa ratona de qué madera es?", "Se puede ver en persona?",
		}
	}
	return []string{
		"El ventilador hace un ruido raro", "La lámpara no enciende", "Me llegó la tulipa rota", "El dimmer parpadea", "Cómo cambio el led?",
		"No me llegó el pedido", "Quiero cambiar el color", "El control remoto no anda", "Me falta un tornillo en la caja", "La app no encuentra la luz",
	}
}

func answers(inbox botflow.InboxID) []string {
	if inbox == "Ventas" {
		return []string{
			"Sí, tenemos stock. ¿Te paso el link?", "Te armo el presupuesto y te lo mando.", "Sí, 3 y 6 cuotas sin interés.",
			"El envío tarda entre 3 y 5 días.", "Estamos en Palermo, de lunes a viernes de 9 a 19.", "Por cantidad hay 15 % de descuento.",
		}
	}
	return []string{
		"Pasame el número de pedido, por favor.", "¿Me mandás una foto?", "Probá desenchufarla un minuto y contame.",
		"Está en garantía: te mandamos el repuesto.", "Lo reviso con el depósito y te aviso.", "Te lo cambiamos sin cargo.",
	}
}

func replies(inbox botflow.InboxID) []string {
	if inbox == "Ventas" {
		return []string{"Dale, pasame", "Genial", "Y en negro?", "Perfecto, lo pienso", "Buenísimo", "Ok, esta semana paso"}
	}
	return []string{"Es el pedido 48213", "Ahí va la foto", "Probé y sigue igual", "Ahora sí anda!", "Ok, espero", "Dale, gracias"}
}

func thanks() []string {
	return []string{"Gracias!!", "Mil gracias, muy amable", "Gracias, saludos", "Joya, gracias"}
}

func tagOf(rng *rand.Rand, inbox botflow.InboxID) string {
	if inbox == "Ventas" {
		return pick(rng, []string{"presupuesto", "presupuesto", "envío", "mayorista"})
	}
	return pick(rng, []string{"garantía", "reclamo", "envío"})
}

// given gives a person's first name.
func given(name string) string {
	first, _, _ := strings.Cut(name, " ")
	return first
}
