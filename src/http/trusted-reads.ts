import type { IncomingMessage, ServerResponse } from 'node:http'
import type { App } from '../app.ts'
import type { Exchange } from '../graphql/exchange.ts'
import { namesPlainJson } from '../graphql/hardening.ts'
import type { PublicAnswer } from '../graphql/public-reads.ts'
import { DOCUMENT_ID } from '../graphql/trusted-plugin.ts'
import type { TrustedDocument } from '../graphql/trusted.ts'
import { allowEverySite } from '../platform/http.ts'

type ReadsApp = Pick<App, 'documents' | 'isAnonymous' | 'publicReads'>

/** What an anonymous caller asks by the id of a document. */
export interface TrustedRead {
  readonly document: TrustedDocument
  readonly variables: Record<string, unknown>
  readonly mediaType: MediaType
}

const MEDIA_TYPES = ['application/json', 'application/graphql-response+json'] as const
type MediaType = (typeof MEDIA_TYPES)[number]

const PARAMETERS = new Set([DOCUMENT_ID, 'variables'])

/**
 * The read that a request asks for when it is a plain one: GET, anonymous, a known document and variables. Null for
 * everything else, which Yoga answers or refuses.
 */
export function trustedRead(app: ReadsApp, request: IncomingMessage): TrustedRead | null {
  if (request.method !== 'GET' || !app.isAnonymous(request.headers)) return null
  const [, query = ''] = (request.url ?? '').split('?', 2)
  const parameters = new URLSearchParams(query)
  const document = app.documents(parameters.get(DOCUMENT_ID) ?? '')
  const mediaType = mediaTypeOf(request.headers.accept)
  const variables = variablesOf(parameters.get('variables'))
  const plain = [...parameters.keys()].every((name) => PARAMETERS.has(name))
  return document && mediaType && variables && plain ? { document, variables, mediaType } : null
}

/** Answers a read, never from memory. */
export async function answerRead(
  app: ReadsApp,
  { document, variables, mediaType }: TrustedRead,
  request: IncomingMessage,
  response: ServerResponse,
  exchange: Exchange,
): Promise<void> {
  const answer = await app.publicReads(document, variables, exchange)
  // Only wrong variables are 400 here.
  const lenient = answer.status === 400 && namesPlainJson(request.headers.accept)
  if (!response.destroyed) send(response, lenient ? { ...answer, status: 200 } : answer, mediaType)
}

function send(response: ServerResponse, { status, body }: PublicAnswer, mediaType: MediaType) {
  allowEverySite(response, 'GET, POST', ['Content-Type', 'Authorization'])
  response.setHeader('Content-Type', `${mediaType}; charset=utf-8`)
  response.setHeader('Cache-Control', 'no-cache')
  response.setHeader('Vary', 'Accept, Authorization')
  response.setHeader('Content-Length', Buffer.byteLength(body))
  response.writeHead(status).end(body)
}

/** The first of the types that the caller names and we have; null when there is none. */
function mediaTypeOf(accept = '*/*'): MediaType | null {
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

function variablesOf(text: string | null): Record<string, unknown> | null {
  if (!text) return {}
  try {
    const value = JSON.parse(text) as unknown
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
