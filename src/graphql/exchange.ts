import type { Caller } from './context.ts'

/** What the HTTP server and GraphQL tell each other about one request. */
export interface Exchange {
  /** Names the request in the response, in masked errors and in the log. */
  readonly requestId: string
  readonly caller: Caller
  /** Set-Cookie headers of the response. */
  readonly cookies: string[]
  /** Set once the answer depends on who asks: it may then be stored nowhere. */
  personal: boolean
}
