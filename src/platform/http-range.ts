/** Bytes that are asked for, both ends inclusive. */
export interface AskedRange {
  readonly start: number
  readonly end: number
}

/**
 * The one range that is asked for (RFC 9110, 14); undefined for the whole: also for several ranges, for what is no
 * range, and for a range of another version than the present one.
 */
export function readRange(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  size: number,
  etag: string,
): AskedRange | undefined | 'unsatisfiable' {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(String(headers['range'] ?? '').trim()) ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined
  if (headers['if-range'] !== undefined && headers['if-range'] !== etag) return undefined
  if (first === '') {
    const length = Math.min(Number(last), size)
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 }
  }
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < start) return undefined
  return start >= size ? 'unsatisfiable' : { start, end }
}
