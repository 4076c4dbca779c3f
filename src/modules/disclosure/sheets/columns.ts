import type { Field, Fields } from '../kind/field.ts'
import { columnLetters, type Sheet, type SheetRow, unreadable } from './sheet.ts'
import { foreignUnit, type Title, titleOf, withoutUnit } from './title.ts'

/** A column of the sheet that is a column of the table. */
export interface MatchedColumn {
  readonly index: number
  /** As it stands in the sheet. */
  readonly title: string
  readonly name: string
  readonly field: Field
  /** A unit that is not the table's: its amounts would be wrong by a power of ten. */
  readonly foreignUnit: string | null
}

/** Where the header of a sheet is and what it says. */
export interface Header {
  /** Number of its last row. */
  readonly row: number
  readonly matched: readonly MatchedColumn[]
  /** Columns that nothing in the table stands for; they are not taken over. */
  readonly unmatched: readonly { readonly index: number; readonly title: string }[]
  readonly missing: readonly (readonly [name: string, field: Field])[]
}

/** A header stands within the first rows, below titles and notes. */
const SEARCHED_ROWS = 40
const SERIAL = /^(序号?|行号|NO|№|顺序号?)$/

/** Finds the header: the row with the most titles of the table, whatever their order, with the row below if it goes on. */
export function headerOf(sheet: Sheet, fields: Fields): Header {
  const byTitle = namesOf(fields)
  const above = sheet.rows.slice(0, SEARCHED_ROWS)
  const scores = above.map(({ cells }) => new Set(matchesIn(cells, byTitle).values()).size)
  const best = Math.max(0, ...scores)
  const at = scores.indexOf(best)
  const row = above[at]
  if (!row || best < Math.min(2, Object.keys(fields).length)) throw noHeader(fields)

  const below = sheet.rows[at + 1]
  const both = below && goesOn(row, below, byTitle) ? [row, below] : [row]
  const titles = joined(both)
  const names = matchesIn(titles, byTitle)
  // 单位：万元 above the table is meant for every amount in it.
  const general = generalUnits(above.slice(0, at))
  const matched = [...names].map(([index, name]): MatchedColumn => {
    const field = fields[name] as Field
    const title = titles[index]?.text.trim() ?? ''
    const own = [...titleOf(title).units, ...(withoutUnit(titleOf(title))?.units ?? [])]
    return { index, title, name, field, foreignUnit: foreignUnit(field, [...own, ...general]) }
  })
  const unmatched = titles.flatMap((cell, index) => {
    const title = cell?.text.trim() ?? ''
    return title === '' || names.has(index) || SERIAL.test(titleOf(title).bare)
      ? []
      : [{ index, title }]
  })
  const found = new Set(names.values())
  const missing = Object.entries(fields).filter(([name]) => !found.has(name))
  return { row: (both.at(-1) as SheetRow).number, matched, unmatched, missing }
}

/** Whether a row repeats the header, as printed pages do. */
export function repeatsHeader({ cells }: SheetRow, { matched }: Header): boolean {
  return matched.every(({ index, title }) => {
    const text = cells[index]?.text
    return text !== undefined && titleOf(text).bare === titleOf(title).bare
  })
}

/** Every title and synonym of the columns; a synonym of two columns stands for neither. */
function namesOf(fields: Fields): ReadonlyMap<string, string> {
  const entries = Object.entries(fields)
  const own = new Map(entries.map(([name, { title }]) => [titleOf(title).bare, name]))
  const others = new Map<string, string | null>()
  for (const [name, { synonyms = [] }] of entries) {
    for (const synonym of synonyms) {
      const { bare } = titleOf(synonym)
      others.set(bare, others.has(bare) && others.get(bare) !== name ? null : name)
    }
  }
  const unambiguous = [...others].filter((entry): entry is [string, string] => entry[1] !== null)
  return new Map([...unambiguous, ...own])
}

type Titles = readonly ({ readonly text: string } | null | undefined)[]

/** Which column of the sheet is which of the table; of two for one, the one that bears its very title. */
function matchesIn(cells: Titles, byTitle: ReadonlyMap<string, string>): Map<number, string> {
  const found = new Map<number, string>()
  const taken = new Map<string, number>()
  cells.forEach((cell, index) => {
    const name = cell ? nameOf(titleOf(cell.text), byTitle) : undefined
    if (name === undefined) return
    const before = taken.get(name)
    if (before !== undefined) {
      const [one, other] = [cells[before], cell]
      if (titleOf(one?.text ?? '').bare === titleOf(other?.text ?? '').bare) {
        throw twice(before, index, cell?.text.trim() ?? '')
      }
      if (
        (byTitle.get(titleOf(one?.text ?? '').bare) ?? '') === name &&
        !isOwn(other, name, byTitle)
      )
        return
      found.delete(before)
    }
    found.set(index, name)
    taken.set(name, index)
  })
  return found
}

// The titles themselves are the last to be entered, so the last key of a name is its own title.
function isOwn(cell: Titles[number], name: string, byTitle: ReadonlyMap<string, string>): boolean {
  const own = [...byTitle].findLast(([, one]) => one === name)?.[0]
  return titleOf(cell?.text ?? '').bare === own
}

function nameOf(title: Title, byTitle: ReadonlyMap<string, string>): string | undefined {
  const shorter = withoutUnit(title)
  return byTitle.get(title.bare) ?? (shorter ? byTitle.get(shorter.bare) : undefined)
}

/** Whether the next row is the lower half of the header: it has titles only where the upper has none. */
function goesOn(upper: SheetRow, lower: SheetRow, byTitle: ReadonlyMap<string, string>): boolean {
  const above = matchesIn(upper.cells, byTitle)
  const below = matchesIn(lower.cells, byTitle)
  return below.size > 0 && [...above.keys()].every((index) => !lower.cells[index])
}

function joined(rows: readonly SheetRow[]): Titles {
  const width = Math.max(...rows.map(({ cells }) => cells.length))
  return Array.from({ length: width }, (_, index) =>
    rows.map(({ cells }) => cells[index]).findLast((cell) => cell != null),
  )
}

function generalUnits(rows: readonly SheetRow[]): string[] {
  const texts = rows.flatMap(({ cells }) => cells.map((cell) => cell?.text.normalize('NFKC') ?? ''))
  return texts.flatMap((text) => /(?:金额)?单位\s*:\s*([^\s,;)]+)/.exec(text)?.[1] ?? [])
}

function noHeader(fields: Fields) {
  const titles = Object.values(fields).map(({ title }) => title)
  return unreadable('NO_HEADER', `没有找到表头，表头应含有这些列：${titles.join('、')}`)
}

function twice(one: number, other: number, title: string) {
  const [first, second] = [columnLetters(one), columnLetters(other)]
  return unreadable('TWO_COLUMNS', `${first} 列和 ${second} 列的标题都是“${title}”，请保留一列`)
}
