import type { IncomingMessage, ServerResponse } from 'node:http'

/** How a version of an answer is told from others. */
export interface Validators {
  readonly etag: string
  /** When what it shows last changed; null when that is not known. */
  readonly changedAt: Date | null
}

/**
 * Sets the validators of an answer and tells whether the caller has this version already (RFC 9110, 13.2.2: the tag
 * decides where one is sent, the time otherwise).
 */
export function isKnown(
  { headers }: IncomingMessage,
  response: ServerResponse,
  { etag, changedAt }: Validators,
): boolean {
  response.setHeader('ETag', etag)
  // A copy may be kept, but a withdrawal must reach it: nothing is shown again without being asked for.
  response.setHeader('Cache-Control', 'no-cache')
  // Its unit is the second: a change in the same second would go unnoticed, so it is not told before that is over.
  const second = changedAt === null ? null : Math.floor(changedAt.getTime() / 1000)
  const told = second !== null && second < Math.floor(Date.now() / 1000) ? second : null
  if (told !== null) response.setHeader('Last-Modified', new Date(told * 1000).toUTCString())
  const tags = headers['if-none-match']
  if (tags !== undefined) {
    return tags.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')))
  }
  const since = Date.parse(headers['if-modified-since'] ?? '')
  return told !== null && told * 1000 <= since
}
