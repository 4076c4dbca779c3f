import type { GraphQLSchema } from 'graphql'
import { createYoga } from 'graphql-yoga'
import type { PublicPool } from '../platform/db/pool.ts'
import type { Logger } from '../platform/log.ts'
import { type AdHocSettings, adHocPlugin } from './ad-hoc.ts'
import type { Context, Services } from './context.ts'
import { documentCache } from './document-cache.ts'
import type { Exchange } from './exchange.ts'
import { hardening } from './hardening.ts'
import { type Credentials, CSRF_HEADER, identify } from './identity.ts'
import { maskError, reportMasked } from './masking.ts'
import { DOCUMENT_ID, trustedPlugin } from './trusted-plugin.ts'
import type { TrustedDocuments } from './trusted.ts'

export const GRAPHQL_PATH = '/graphql'

export interface GraphQLOptions {
  readonly schema: GraphQLSchema
  readonly services: Services
  readonly credentials: Credentials
  /** What may be asked for by its id alone. */
  readonly documents: TrustedDocuments
  readonly adHoc: AdHocSettings
  /** What anonymous callers read from; staff read what they have just written, from the services' own pool. */
  readonly anonymousPool: PublicPool
  /** Whether browsers that open the endpoint get GraphiQL. */
  readonly explorer: boolean
  readonly log: Logger
}

/** The GraphQL endpoint: reads and writes over POST, reads over GET, one operation a request. */
export function createGraphQL({
  schema,
  services,
  credentials,
  documents,
  adHoc,
  anonymousPool,
  explorer,
  log,
}: GraphQLOptions) {
  return createYoga<{ exchange: Exchange }, Context>({
    schema,
    graphqlEndpoint: GRAPHQL_PATH,
    landingPage: false,
    graphiql: explorer && {
      title: '政务公开 GraphQL',
      // Without the header GraphiQL's own session cookie would be refused.
      headers: JSON.stringify({ [CSRF_HEADER]: '1' }),
    },
    // The page brings all its code along: it works where nothing outside can be reached. Nine megabytes, so only then.
    renderGraphiQL: async (options) =>
      (await import('@graphql-yoga/render-graphiql')).renderGraphiQL(options),
    multipart: false,
    batching: false,
    // Bodies are read, within their limit, before they come here (http/graphql.ts).
    maxRequestBodySize: false,
    // Everyone may read what is public from any site. A cookie never travels along: credentials are not allowed, and
    // the header that a cookie demands is not among those that another site may send.
    cors: {
      origin: '*',
      credentials: false,
      methods: ['GET', 'POST'],
      allowedHeaders: ['Content-Type', 'Authorization'],
      exposedHeaders: ['X-Request-Id'],
      maxAge: 86_400,
    },
    parserAndValidationCache: {
      documentCache: documentCache(),
      errorCache: { get: () => undefined, set: () => undefined },
    },
    maskedErrors: { maskError },
    // Masked errors are logged once, with the request's id (reportMasked).
    logging: {
      debug: () => undefined,
      info: () => undefined,
      warn: (...details: unknown[]) => log.warn({ details }, 'GraphQL'),
      error: () => undefined,
    },
    extraParamNames: [DOCUMENT_ID],
    plugins: [
      trustedPlugin(documents),
      ...hardening,
      adHocPlugin(schema, adHoc),
      reportMasked(log),
    ],
    context: async ({ request, exchange }) => {
      const identity = await identify(credentials, request, exchange)
      const anonymous = (identity.actor ?? identity.client) === null
      const publicPool = anonymous ? anonymousPool : services.publicPool
      return {
        ...services,
        ...identity,
        publicPool,
        readsOf: () => publicPool,
        caller: exchange.caller,
        setCookie: (cookie) => exchange.cookies.push(cookie),
        keepPrivate: () => (exchange.personal = true),
      }
    },
  })
}
