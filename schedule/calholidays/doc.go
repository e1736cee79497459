// Package calholidays gives the public holidays of countries as
// [schedule.Holidays], for hours that close on them.
//
// [Find] has the countries whose law is cited beside their data and whose dates
// were compared with published ones: Argentina, Brazil, Chile, Colombia, Costa
// Rica, Ecuador, Mexico, Peru, Spain and Uruguay. Each holds the national holidays that a
// law fixes, and nothing that an authority decides from year to year: bridge
// days, election days, regional and local feasts. Add those as exceptions of the
// hours, which win over holidays. Before a country's first year it gives nothing.
//
// [Set] turns any list of github.com/rickar/cal/v2 into holidays, its other
// countries included. Of that library only the dates of Holiday.Calc are used;
// its business calendar isn't.
package calholidays
