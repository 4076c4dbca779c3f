/** What a spreadsheet program would take for the beginning of a formula, in Chinese editions also full width. */
const ACTIVE = /^'*[=+\-@\t\r\n＝＋－＠]/

/** A negative amount is no formula. */
const NUMBER = /^-?\d+(\.\d+)?$/

/** The text as no spreadsheet program computes it: with an apostrophe before it. */
export function neutralised(text: string): string {
  return ACTIVE.test(text) && !NUMBER.test(text) ? `'${text}` : text
}

/** The text that `neutralised` was given. */
export function restored(text: string): string {
  return text.startsWith("'") && ACTIVE.test(text) ? text.slice(1) : text
}
