import { unreadable } from './sheet.ts'

/** A tag as it stands in the text; `from` and `to` are where it begins and where it has ended. */
export interface Tag {
  /** Without the prefix of its name space. */
  readonly name: string
  readonly closes: boolean
  readonly empty: boolean
  readonly attributes: string
  readonly from: number
  readonly to: number
}

const TAG = /<(\/?)(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)((?:[^<>"']|"[^"]*"|'[^']*')*?)(\/?)>/g

/** All tags in their order. No entities may be declared: that is how small files grow large. */
export function* tagsOf(xml: string): Generator<Tag> {
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) {
    throw unreadable('BROKEN_FILE', '文件含有不允许的内容，请用 Excel 或 WPS 重新保存后再上传')
  }
  for (const match of xml.matchAll(TAG)) {
    const [whole, slash, name = '', attributes = '', end] = match
    const to = match.index + whole.length
    yield { name, closes: slash === '/', empty: end === '/', attributes, from: match.index, to }
  }
}

/** The value of an attribute, or null. Names are given without prefix. */
export function attribute({ attributes }: Tag, name: string): string | null {
  for (const [, key, double, single] of attributes.matchAll(ATTRIBUTE)) {
    if (key === name) return plain(double ?? single ?? '')
  }
  return null
}

const ATTRIBUTE = /(?:[\w.-]+:)?([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}

/** Text without entities. */
export function plain(text: string): string {
  if (!text.includes('&')) return text
  return text.replaceAll(
    /&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(\w{2,4}));/g,
    (whole, decimal, hex, name) => {
      if (name !== undefined) return NAMED[String(name)] ?? whole
      const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal)
      return code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD'
    },
  )
}

/** Text as it may stand in an element or attribute. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
