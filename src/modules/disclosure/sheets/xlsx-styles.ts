import { attribute, tagsOf } from './xml.ts'

/** What a number means by the way it is shown. */
export type NumberFormat = 'number' | 'percent' | 'date'

/** Formats that Excel knows without their being written down; 27 to 36 and 50 to 58 are the Chinese dates. */
const BUILT_IN_DATES: readonly (readonly [from: number, to: number])[] = [
  [14, 17],
  [22, 22],
  [27, 31],
  [36, 36],
  [50, 54],
  [57, 58],
]

/** The meaning of each cell style, by its number. */
export function numberFormats(stylesXml: string): NumberFormat[] {
  const own = new Map<number, NumberFormat>()
  const formats: NumberFormat[] = []
  let inCells = false
  for (const tag of tagsOf(stylesXml)) {
    if (tag.name === 'numFmt') {
      own.set(Number(attribute(tag, 'numFmtId')), meaningOf(attribute(tag, 'formatCode') ?? ''))
    } else if (tag.name === 'cellXfs') inCells = !tag.closes && !tag.empty
    else if (inCells && tag.name === 'xf' && !tag.closes) {
      const id = Number(attribute(tag, 'numFmtId') ?? 0)
      formats.push(own.get(id) ?? builtIn(id))
    }
  }
  return formats
}

function builtIn(id: number): NumberFormat {
  if (id === 9 || id === 10) return 'percent'
  return BUILT_IN_DATES.some(([from, to]) => id >= from && id <= to) ? 'date' : 'number'
}

function meaningOf(code: string): NumberFormat {
  const bare = code.replaceAll(/"[^"]*"|\[[^\]]*\]|[\\_*]./g, '')
  if (bare.includes('%')) return 'percent'
  // Hours alone are a duration; what carries a year, month or day is a date. General has none of them.
  return /[ymd年月日]/i.test(bare.replaceAll(/general/gi, '')) ? 'date' : 'number'
}

const DAY_MS = 86_400_000

/** A serial number of Excel as YYYY-MM-DD, with the time if it has one; null outside 1900 to 2100. */
export function dateOfSerial(serial: number, from1904 = false): string | null {
  const days = from1904 ? serial + 1462 : serial
  if (!(days >= 1 && days < 73_415)) return null
  // Excel has a 29 February 1900 that never was.
  const shifted = days < 60 ? days + 1 : days
  const minutes = Math.round(shifted * 1440)
  const text = new Date(Date.UTC(1899, 11, 30) + (minutes / 1440) * DAY_MS).toISOString()
  return minutes % 1440 === 0 ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 16)}`
}
