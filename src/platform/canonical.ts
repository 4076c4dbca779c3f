import { createHash } from 'node:crypto'

/**
 * JSON by RFC 8785: keys in order of their UTF-16 units, no blanks, numbers and strings as ECMAScript writes them, so
 * that equal content has equal bytes on every machine. As with JSON.stringify a date is its ISO text and what is
 * undefined is left out.
 */
export function canonicalJson(value: unknown): string {
  return written(value) ?? 'null'
}

function written(value: unknown): string | undefined {
  if (typeof value === 'string') return text(value)
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${value} in JSON`)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value instanceof Date) return JSON.stringify(value)
  // Not by Object.fromEntries: an object puts keys that look like numbers before all others.
  const members = Object.keys(value)
    .toSorted(byUnits)
    .flatMap((key) => {
      const member = written((value as Record<string, unknown>)[key])
      return member === undefined ? [] : [`${text(key)}:${member}`]
    })
  return `{${members.join(',')}}`
}

function byUnits(one: string, other: string): number {
  return one < other ? -1 : 1
}

/** The code with which PostgreSQL refuses the same text, so that callers are told the same. */
const NO_UTF8 = '22021'

function text(value: string): string {
  if (value.isWellFormed()) return JSON.stringify(value)
  throw Object.assign(new TypeError('half a character in JSON'), { code: NO_UTF8 })
}

/** SHA-256 in hex of text or bytes. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}
