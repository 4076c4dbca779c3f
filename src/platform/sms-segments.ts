/** UTF-16 units of a short message that goes alone, and of each that goes with others (3GPP TS 23.040: UCS-2). */
const ALONE = 70
const TOGETHER = 67

/** A sign with its marks; a number, a word or an address, which nobody could read in two halves. */
const WHOLE = /[\x21-\x7e]{1,67}|\P{M}\p{M}{0,20}|\p{M}/gsu
/** Half of a surrogate pair is no character. */
const SIGN = /./gsu

/**
 * The short messages that a text is sent as. Where it costs none more, they end between numbers, words and addresses:
 * not every telephone puts them together again.
 */
export function smsSegments(text: string): string[] {
  if (text.length <= ALONE) return [text]
  const whole = packed(text, WHOLE)
  const full = packed(text, SIGN)
  return whole.length > full.length ? full : whole
}

function packed(text: string, piece: RegExp): string[] {
  const segments = ['']
  for (const [part] of text.matchAll(piece)) {
    const last = segments.at(-1) ?? ''
    if (last.length + part.length > TOGETHER) segments.push(part)
    else segments[segments.length - 1] = last + part
  }
  return segments
}
