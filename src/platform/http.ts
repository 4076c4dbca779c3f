import type { IncomingMessage, ServerResponse } from 'node:http'

const POLICIES = {
  data: "default-src 'none'; frame-ancestors 'none'",
  page: [
    "default-src 'self'",
    "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
    "style-src 'self' 'unsafe-inline'",
    "worker-src 'self' blob:",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
}

/** An answer that is no GraphQL result, in the shape that GraphQL clients expect of errors. */
export function refuse(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  more: Readonly<Record<string, unknown>> = {},
): void {
  answer(response, status, { errors: [{ message, extensions: { code, ...more } }] })
}

/** Answers with JSON that nobody may store. */
export function answer(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body)
  response.setHeader('Content-Type', 'application/json; charset=utf-8')
  response.setHeader('Content-Length', Buffer.byteLength(text))
  response.setHeader('Cache-Control', 'no-store')
  response.writeHead(status).end(text)
}

/**
 * Lets pages of every site ask, as GraphQL does. A cookie never travels along: credentials are not allowed, and the
 * header that a cookie demands is not among those that another site may send.
 */
export function allowEverySite(
  response: ServerResponse,
  methods: string,
  headers: readonly string[],
): void {
  const own = [
    ['Access-Control-Allow-Origin', '*'],
    ['Access-Control-Allow-Methods', methods],
    ['Access-Control-Allow-Headers', headers.join(', ')],
    ['Access-Control-Expose-Headers', 'X-Request-Id, Content-Disposition'],
    ['Access-Control-Max-Age', '86400'],
  ]
  setAll(response, own.flat())
}

/** Headers that every answer carries; `page` for the one HTML page there is, whose scripts stand in it. */
export function secure(response: ServerResponse, kind: 'data' | 'page'): void {
  setAll(response, secureHeaders(kind))
}

/** The headers of `secure`, names and values in turn. */
export function secureHeaders(kind: 'data' | 'page'): string[] {
  return [
    ['X-Content-Type-Options', 'nosniff'],
    ['Referrer-Policy', 'no-referrer'],
    ['Content-Security-Policy', POLICIES[kind]],
  ].flat()
}

function setAll(response: ServerResponse, headers: readonly string[]): void {
  for (let at = 0; at < headers.length; at += 2) {
    response.setHeader(headers[at] ?? '', headers[at + 1] ?? '')
  }
}

/**
 * Who calls: the other end of the connection or, behind a proxy that is trusted, the address that this proxy saw. The
 * proxy appends it, so it stands last; whatever stands before it is the caller's own claim.
 */
export function callerAddress(request: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? [request.headers['x-forwarded-for'] ?? []].flat().join(',') : ''
  const seen = forwarded.split(',').at(-1)?.trim()
  return seen || (request.socket.remoteAddress ?? 'unknown')
}

/** The path without the query; null when the request line or the Host header would not make a URL. */
export function pathOf({ url = '', headers: { host = '' } }: IncomingMessage): string | null {
  if (!url.startsWith('/') || !/^[\w.-]*(:\d+)?$|^\[[\da-f:.]+\](:\d+)?$/i.test(host)) return null
  return url.split('?', 1)[0] ?? null
}
