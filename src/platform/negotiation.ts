import type { Encoding } from './stored-response.ts'

export const MEDIA_TYPES = ['application/json', 'application/graphql-response+json'] as const
export type MediaType = (typeof MEDIA_TYPES)[number]

/** The first of the types that the caller names and we have; null when there is none. */
export function mediaTypeOf(accept?: string): MediaType | null {
  if (accept === undefined) return 'application/json'
  for (const range of accept.toLowerCase().split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim())
    const charset = parameters.find((one) => one.startsWith('charset='))
    if (charset !== undefined && charset !== 'charset=utf-8') continue
    if (type === '*/*' || type === 'application/*') return 'application/json'
    const known = MEDIA_TYPES.find((one) => one === type)
    if (known) return known
  }
  return null
}

/** The shortest encoding that the caller can read; null for none. */
export function encodingOf(accepted?: string): Encoding | null {
  if (accepted === undefined) return null
  const codings = new Set<string>()
  for (const coding of accepted.toLowerCase().split(',')) {
    const [name = '', weight = ''] = coding.split(';').map((part) => part.trim())
    if (!/^q=0(\.0*)?$/.test(weight)) codings.add(name)
  }
  if (codings.has('br')) return 'br'
  return codings.has('gzip') ? 'gzip' : null
}

/** Whether an If-None-Match header names this tag or any (RFC 9110, 13.1.2: weak comparison). */
export function namesTag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  if (header === etag) return true
  const named = header.split(',').map((one) => one.trim().replace(/^W\//, ''))
  return named.includes(etag) || named.includes('*')
}
