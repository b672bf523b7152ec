/** Keeps texts of a CSV file from being taken for formulas, on the way out and back. */

/** OWASP's list of what begins a formula, with the full-width forms of it; behind apostrophes too, so that one can be told from ours. */
const formula = /^'*[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]/;

/** Puts an apostrophe before what a spreadsheet program would take for a formula. */
export const guarded = (text: string): string => (formula.test(text) ? `'${text}` : text);

/** Takes off exactly what `guarded` puts on. */
export const unguarded = (text: string): string => (text.startsWith("'") && formula.test(text) ? text.slice(1) : text);
