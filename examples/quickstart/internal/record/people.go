package record

import (
	"fmt"
	"math/rand/v2"
)

// person is a made-up contact.
type person struct{ name, phone string }

// people gives n contacts with names and numbers of their own. The numbers are of a range that nobody has.
func people(rng *rand.Rand, n int) []person {
	first := []string{
		"Lucía", "Mateo", "Sofía", "Bautista", "Valentina", "Thiago", "Martina", "Joaquín", "Camila", "Benjamín", "Julieta", "Santino",
		"Agustina", "Tomás", "Florencia", "Nicolás", "Micaela", "Franco", "Rocío", "Ignacio", "Malena", "Lautaro", "Pilar", "Gonzalo",
	}
	last := []string{
		"Pérez", "González", "Rodríguez", "Fernández", "López", "Sosa", "Romero", "Álvarez", "Torres", "Ruiz", "Ramírez", "Flores",
		"Benítez", "Acosta", "Medina", "Herrera", "Aguirre", "Giménez", "Molina", "Castro", "Ortiz", "Silva", "Núñez", "Luna",
	}
	var all []person
	for i := range n {
		// One step more each time round: no two have the same name.
		name := first[i%len(first)] + " " + last[(i+i/len(first))%len(last)]
		all = append(all, person{name, fmt.Sprintf("54911555%05d", 10000+i*560+rng.IntN(550))})
	}
	rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}
