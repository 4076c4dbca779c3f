/** Text as the detectors read it, and the way back to the offsets of the original. */
export interface NormalText {
  readonly text: string
  /** Offset in the original (UTF-16 units) of an offset in `text`. */
  at(offset: number): number
}

const SPACES = '\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000'
const DIGITS = '\u0660-\u0669\u06F0-\u06F9\u1810-\u1819\u{1D7CE}-\u{1D7FF}'
// Invisible, or drawn onto the character before it: a number may be cut by them unseen. Mongolian
// selectors too: no rule here looks into a Mongolian word.
const DROPPED =
  '\u00AD\u034F\u061C\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFE00-\uFE0F\uFEFF\u{E0000}-\u{E01EF}'
/** Digits that are words or bullets where few stand together: 二〇一八年, ①, m². */
const WRITTEN = new Map(
  [
    '〇一二三四五六七八九',
    '零壹贰叁肆伍陆柒捌玖',
    '⓪①②③④⑤⑥⑦⑧⑨',
    '⓿❶❷❸❹❺❻❼❽❾',
    '⁰¹²³⁴⁵⁶⁷⁸⁹',
    '₀₁₂₃₄₅₆₇₈₉',
    '○',
  ].flatMap((digits) =>
    Array.from(digits, (digit, value): [string, string] => [digit, String(value)]),
  ),
)
/** As many as a telephone has: nobody writes so many but for a number. */
const NUMBER = `[${[...WRITTEN.keys()].join('')}]{11,}`
const STRANGE = new RegExp(`[\uFF01-\uFF5E${SPACES}${DIGITS}${DROPPED}]|${NUMBER}`, 'gu')

/**
 * Full-width letters, digits and signs as ASCII, every kind of space as a space, Mongolian and other
 * digits as 0-9, numbers written out (二一一三, ①②) as digits, nothing invisible. Line breaks and tabs stay.
 */
export function normalise(original: string): NormalText {
  // Where characters were lost: from the offset in the new text on, the original is further by so many.
  const offsets: number[] = []
  const shifts: number[] = []
  let lost = 0
  const text = original.replace(STRANGE, (found, offset: number) => {
    const read = WRITTEN.has(found.charAt(0)) ? inDigits(found) : readAs(found.codePointAt(0) ?? 0)
    if (read.length < found.length) {
      lost += found.length - read.length
      offsets.push(offset + found.length - lost)
      shifts.push(lost)
    }
    return read
  })
  if (lost === 0) return { text, at: (offset) => offset }
  return { text, at: (offset) => offset + (shifts[lastAtOrBefore(offsets, offset)] ?? 0) }
}

function inDigits(number: string): string {
  return Array.from(number, (digit) => WRITTEN.get(digit) ?? digit).join('')
}

function readAs(code: number): string {
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0)
  if (code >= 0x0660 && code <= 0x0669) return String(code - 0x0660)
  if (code >= 0x06f0 && code <= 0x06f9) return String(code - 0x06f0)
  if (code >= 0x1810 && code <= 0x1819) return String(code - 0x1810)
  if (code >= 0x1d7ce && code <= 0x1d7ff) return String((code - 0x1d7ce) % 10)
  return SPACE.test(String.fromCodePoint(code)) ? ' ' : ''
}

const SPACE = new RegExp(`[${SPACES}]`)

/** Index of the last of ascending `values` that is not above `value`; -1 when all are. */
export function lastAtOrBefore(values: ArrayLike<number>, value: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((values[middle] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}
