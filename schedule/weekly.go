package schedule

import "strings"

// Weekly reads hours from a line of text: clauses parted by ";", each the days
// and then the ranges of hours, both in lists parted by ",":
//
//	Weekly("Europe/Madrid", "Mon-Thu,Sat 09:00-14:00,16:00-20:00; Fri 22:00-02:00")
//
// Empty text is never open. The result is valid, or the error names all that is
// wrong, each as a *[FieldError].
func Weekly(zone, text string) (Hours, error) {
	h := Hours{Zone: zone}
	r := &reader{}
	for clause := range strings.SplitSeq(text, ";") {
		words := strings.Fields(clause)
		if len(words) == 0 {
			continue
		}
		ranges := splitRanges(words[1:])
		if len(ranges) == 0 {
			r.refuse("week", strings.TrimSpace(clause), "lacks hours", "write days, a space, and hours, such as Mon-Fri 09:00-18:00")
			continue
		}
		if h.Week == nil {
			h.Week = Week{}
		}
		for days := range strings.SplitSeq(words[0], ",") {
			h.Week[days] = append(h.Week[days], ranges...)
		}
	}
	if err := h.Validate(); err != nil {
		r.problems = append(r.problems, err)
	}
	if err := r.err(); err != nil {
		return Hours{}, err
	}
	return h, nil
}

// splitRanges takes "a,b", "a, b" and "a b" alike.
func splitRanges(words []string) []string {
	return strings.FieldsFunc(strings.Join(words, ","), func(r rune) bool { return r == ',' })
}
