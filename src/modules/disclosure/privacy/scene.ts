import type { Certainty, FindingType } from './finding.ts'
import type { KnownPublic } from './known.ts'
import type { NamesOf } from './names.ts'
import { lastAtOrBefore } from './normalise.ts'
import type { Page } from './page.ts'
import { type Cell, isUnder, type Row } from './rows.ts'

/** What a detector looks at. */
export interface Scene {
  readonly page: Page
  readonly known: KnownPublic
  /** Calendar date in the county, YYYY-MM-DD. */
  readonly today: string
  /** Names of persons in running text; read only when a detector asks. */
  readonly names: () => NamesOf
}

/** What a detector has seen, by offsets of the page's text. */
export interface Hit {
  readonly start: number
  readonly end: number
  readonly type: FindingType
  readonly certainty: Certainty
  readonly preview: string
}

export type Detector = (scene: Scene) => Iterable<Hit>

/** The row of a table that an offset lies in. */
export function rowAt({ rows }: Page, offset: number): Row | undefined {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rows[middle]?.start ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  const row = rows[low - 1]
  return row && offset <= row.end ? row : undefined
}

/** The title of the column or field that an offset lies in; empty when it has none. */
export function labelAt(page: Page, offset: number): string {
  const cells = rowAt(page, offset)?.cells
  return cells?.findLast(({ start }) => start <= offset)?.column.label ?? ''
}

const LEAD = 40
const HEADING_LINE = 20

/** What leads to an offset: the words before it in its line, or a short line above. */
export function leadOf({ text }: Page, offset: number, length = LEAD): string {
  const part = lastPart(text.slice(Math.max(0, offset - length), offset), '\f')
  const line = lastPart(part, '\n')
  if (/\S/.test(line) || !part.includes('\n')) return line
  const above = lastPart(part.slice(0, part.lastIndexOf('\n')).trimEnd(), '\n')
  return above.length <= HEADING_LINE ? above : ''
}

/** Column title and leading words together. */
export function contextOf(page: Page, offset: number): string {
  return `${labelAt(page, offset)} ${leadOf(page, offset)}`
}

/** What follows an offset in its line. */
export function tailOf({ text }: Page, offset: number, length = 12): string {
  const tail = text.slice(offset, offset + length)
  const end = tail.search(/[\n\f]/)
  return end < 0 ? tail : tail.slice(0, end)
}

const SENTENCE_ENDS = new Set('。;!?\n\f')
const HALF_SENTENCE = 60
const LONGEST_ROW = 500

/** Bounds of the sentence around a place: its row, or what lies between full stops, so far and no further. */
export function sentenceBounds(page: Page, start: number, end: number): readonly [number, number] {
  const row = rowAt(page, start)
  if (row) return [row.start, Math.min(row.end, row.start + LONGEST_ROW)]
  const { text } = page
  let from = start
  let to = end
  while (from > 0 && start - from < HALF_SENTENCE && !SENTENCE_ENDS.has(text.charAt(from - 1)))
    from--
  while (to < text.length && to - end < HALF_SENTENCE && !SENTENCE_ENDS.has(text.charAt(to))) to++
  return [from, to]
}

/** The cells of columns whose title matches. */
export function* cellsUnder({ rows }: Page, title: RegExp): Generator<{ cell: Cell; row: Row }> {
  for (const row of rows) {
    for (const cell of row.cells) {
      if (isUnder(cell.column, title) && cell.end > cell.start) yield { cell, row }
    }
  }
}

/** Whether a certain word begins between two offsets. */
export type WordsIn = (from: number, to: number) => boolean

/** Reads a page's words once and only when asked, so that a number costs a look-up and not a search. */
export function wordsIn({ text }: Page, words: RegExp): WordsIn {
  let offsets: number[] | undefined
  return (from, to) => {
    offsets ??= Array.from(text.matchAll(new RegExp(words, 'gi')), ({ index }) => index)
    return (offsets[lastAtOrBefore(offsets, to)] ?? -1) >= from
  }
}

/** The first of many: a text full of candidates must not take longer than it takes a person to see that. */
export function* atMost<Item>(limit: number, items: Iterable<Item>): Generator<Item> {
  let count = 0
  for (const item of items) {
    if (count++ >= limit) return
    yield item
  }
}

function lastPart(text: string, separator: string): string {
  return text.slice(text.lastIndexOf(separator) + 1)
}
