import type { IncomingMessage, ServerResponse } from 'node:http'
import type { App } from '../app.ts'
import type { Exchange } from '../graphql/exchange.ts'

/** One address of the server. */
export interface Route {
  /** Ends with a slash when everything under it belongs to the route. */
  readonly path: string
  handle(
    app: App,
    request: IncomingMessage,
    response: ServerResponse,
    exchange: Exchange,
  ): Promise<void> | void
}
