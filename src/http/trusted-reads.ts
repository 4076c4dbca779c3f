import type { IncomingMessage, ServerResponse } from 'node:http'
import type { App } from '../app.ts'
import type { Exchange } from '../graphql/exchange.ts'
import type { PublicAnswer } from '../graphql/public-reads.ts'
import { DOCUMENT_ID } from '../graphql/trusted-plugin.ts'
import type { TrustedDocument } from '../graphql/trusted.ts'
import { canonicalJson } from '../platform/canonical.ts'
import { type MediaType, mediaTypeOf } from '../platform/negotiation.ts'
import type { Made } from '../platform/response-store.ts'
import { storedResponse } from '../platform/stored-response.ts'
import { NEVER_STORED } from '../modules/publication/model.ts'
import { sendPublic, storedName } from './stored-reads.ts'

type ReadsApp = Pick<App, 'documents' | 'isAnonymous' | 'publicReads' | 'stored'>

/** What an anonymous caller asks by the id of a document. */
export interface TrustedRead {
  readonly document: TrustedDocument
  readonly variables: Record<string, unknown>
  readonly mediaType: MediaType
}

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

/** Answers a read; from memory what was asked before and has not changed. */
export async function answerRead(
  app: ReadsApp,
  read: TrustedRead,
  request: IncomingMessage,
  response: ServerResponse,
  exchange: Exchange,
): Promise<void> {
  const { document, variables, mediaType } = read
  const { store } = app.stored
  const key = [document.id, mediaType, canonicalJson(variables)].join('\n')
  const make = async () => {
    const expires = app.stored.expiry()
    return madeOf(await app.publicReads(document, variables, exchange), mediaType, expires)
  }
  const made = store
    ? (store.get(key) ?? (await store.through(key, make)))
    : (await make()).response
  store?.alias(storedName(request, mediaType), key)
  if (!response.destroyed) sendPublic(app.stored, made, request, response, exchange.requestId)
}

function madeOf(
  { status, body, tags, isPrivate }: PublicAnswer,
  mediaType: MediaType,
  until: number | null,
): Made {
  const keep = tags !== null && until !== null
  const expires = keep ? until : isPrivate ? NEVER_STORED : 0
  const contentType = `${mediaType}; charset=utf-8`
  const response = storedResponse(body, { status, contentType, tags: tags ?? new Set(), expires })
  return { response, keep }
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
