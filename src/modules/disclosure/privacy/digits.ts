/** How a digit follows the one before: in the same run, after one mark, in another cell or line, or not at all. */
export const GAP = { none: 0, mark: 1, cell: 2, barrier: 3 } as const

/** Every digit of a text in its order, whatever stands between, so that split numbers are found in linear time. */
export interface Digits {
  readonly count: number
  /** 0-9, and 10 for an X at the end of a run. */
  readonly values: Uint8Array
  /** Offset in the text. */
  readonly at: Uint32Array
  /** A GAP before each digit. */
  readonly gap: Uint8Array
  /** 1 where a letter was read as a digit: O as 0, l as 1. */
  readonly guessed: Uint8Array
  /** Digits of one chain have no barrier between them. */
  readonly chain: Uint32Array
  /** The first digit of every run. */
  readonly runs: Uint32Array
}

const OTHER = 0
const DIGIT = 1
const LIKE_ZERO = 2
const LIKE_ONE = 3
const CHECK_X = 4
const LETTER = 5

const CLASS = new Uint8Array(0x10000)
classify('0123456789', DIGIT)
classify('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ', LETTER)
// Latin, Greek, Cyrillic and Chinese look-alikes: typing errors of OCR and of tired hands.
classify('OoΟοОо〇○', LIKE_ZERO)
classify('lIІ丨', LIKE_ONE)
classify('XxХх×', CHECK_X)

const LONGEST_GAP = 6
const MARK = new Set(Array.from(' -_./·•‐‑‒–—―−'))
const CELL = new Set([...MARK, '\t', '\r', '\n', ',', '|'])

function classify(characters: string, value: number): void {
  for (const character of characters) CLASS[character.charCodeAt(0)] = value
}

function classAt(text: string, index: number): number {
  return CLASS[text.charCodeAt(index)] ?? OTHER
}

/** Reads the digits of a normalised text. */
export function readDigits(text: string): Digits {
  const values = new Uint8Array(text.length)
  const at = new Uint32Array(text.length)
  const gap = new Uint8Array(text.length)
  const guessed = new Uint8Array(text.length)
  const chain = new Uint32Array(text.length)
  const runs = new Uint32Array(text.length)
  let count = 0
  let runCount = 0
  let chains = 0
  let lastEnd = -1

  for (let index = 0; index < text.length; index++) {
    const kind = classAt(text, index)
    if (kind === OTHER || kind === LETTER) continue
    const [start, end, next] = runAt(text, index)
    if (start < end) {
      const between = count === 0 ? GAP.barrier : gapOf(text, lastEnd, start)
      if (between === GAP.barrier) chains++
      runs[runCount++] = count
      for (let digit = start; digit < end; digit++) {
        const value = classAt(text, digit)
        values[count] = valueOf(value, text.charCodeAt(digit))
        at[count] = digit
        gap[count] = digit === start ? between : GAP.none
        guessed[count] = value === DIGIT || value === CHECK_X ? 0 : 1
        chain[count] = chains
        count++
      }
      lastEnd = end
    }
    index = next - 1
  }
  return { count, values, at, gap, guessed, chain, runs: runs.subarray(0, runCount) }
}

/** A run of digits and what looks like them: where it starts, where it ends, and where to read on. */
function runAt(text: string, index: number): readonly [number, number, number] {
  let start = index
  let end = index
  let real = 0
  while (isDigitLike(classAt(text, end))) if (classAt(text, end++) === DIGIT) real++
  const after = classAt(text, end)
  if (
    after === CHECK_X &&
    classAt(text, end + 1) === OTHER &&
    (end > start || isAlone(text, end))
  ) {
    // A lone X may be the last cell of a number written one character a cell.
    if (real > 0 || end === start) return [trimStart(text, start, end), end + 1, end + 1]
  }
  const next = Math.max(end, index + 1)
  if (real === 0) return [index, index, next]
  start = trimStart(text, start, end)
  // `2018Ol` before a letter is the beginning of a word.
  if (after === LETTER || after === CHECK_X) while (classAt(text, end - 1) !== DIGIT) end--
  return [start, end, next]
}

function isDigitLike(value: number): boolean {
  return value >= DIGIT && value <= LIKE_ONE
}

function isAlone(text: string, index: number): boolean {
  return classAt(text, index - 1) === OTHER
}

// No number begins with a letter O: it is the bullet ○ or the end of a word. An l may be a 1.
function trimStart(text: string, start: number, end: number): number {
  const afterWord = classAt(text, start - 1) >= CHECK_X
  let trimmed = start
  while (trimmed < end) {
    const value = classAt(text, trimmed)
    if (value !== LIKE_ZERO && !(value === LIKE_ONE && afterWord)) break
    trimmed++
  }
  return trimmed
}

function valueOf(value: number, code: number): number {
  if (value === DIGIT) return code - 48
  return value === LIKE_ONE ? 1 : value === CHECK_X ? 10 : 0
}

function gapOf(text: string, from: number, to: number): number {
  const length = to - from
  if (length === 1 && MARK.has(text.charAt(from))) return GAP.mark
  if (length === 0 || length > LONGEST_GAP) return GAP.barrier
  for (let index = from; index < to; index++) {
    if (!CELL.has(text.charAt(index))) return GAP.barrier
  }
  return GAP.cell
}

/** Whether `length` digits from a digit on begin and end where runs do, without a barrier between. */
export function isWindow(digits: Digits, first: number, length: number): boolean {
  const after = first + length
  if (after > digits.count || digits.gap[first] === GAP.none) return false
  if (after < digits.count && digits.gap[after] === GAP.none) return false
  return digits.chain[first] === digits.chain[after - 1]
}

/** How many digits follow each other in the run from a digit on, counting no further than `most`. */
export function runLength({ count, gap }: Digits, first: number, most: number): number {
  let length = 1
  while (length < most && first + length < count && gap[first + length] === GAP.none) length++
  return length
}
