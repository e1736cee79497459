package calholidays

import (
	"fmt"
	"strings"

	"github.com/rickar/cal/v2"

	"github.com/repartogo/reparto/schedule"
)

// Country holds the national holidays of a country. Make it with [Find] or
// [Countries]; the zero value has none.
type Country struct {
	// Code is its ISO 3166-1 code in lower case: "co".
	Code string
	// Name is its name in its own language.
	Name string
	// Laws are those that fix the holidays.
	Laws []string
	// Since is the first year of which the data speak.
	Since int

	list []*cal.Holiday
}

// In returns the country's days off of a year, by date.
func (c Country) In(year int) []schedule.Exception {
	if year < c.Since {
		return nil
	}
	return Set{List: c.list}.In(year)
}

// Countries lists those that this package knows, by code.
func Countries() []Country {
	return []Country{argentina(), brazil(), chile(), colombia(), costaRica(), ecuador(), spain(), mexico(), peru(), uruguay()}
}

// Find returns the country of a code; capitals don't matter. The error is an
// *[UnknownCountryError].
func Find(code string) (Country, error) {
	var known []string
	for _, c := range Countries() {
		if strings.EqualFold(c.Code, code) {
			return c, nil
		}
		known = append(known, c.Code)
	}
	return Country{}, &UnknownCountryError{Code: code, Known: known}
}

// UnknownCountryError says that there are no data for a country.
type UnknownCountryError struct {
	Code  string   // what was asked for
	Known []string // what there is
}

// Error names the codes that there are.
func (e *UnknownCountryError) Error() string {
	return fmt.Sprintf("calholidays: country: %q isn't known: use one of %s, a Set of your own, or exceptions of the hours",
		e.Code, strings.Join(e.Known, ", "))
}
