import type { IncomingMessage, ServerResponse } from 'node:http'
import { allowEverySite, refuse } from './http.ts'

/** Answers all but GET and HEAD of an address that everyone may read from any site; tells whether it did. */
export function isAnswered(
  { method }: IncomingMessage,
  response: ServerResponse,
  headers: readonly string[] = [],
): boolean {
  allowEverySite(response, 'GET, HEAD', headers)
  if (method === 'GET' || method === 'HEAD') return false
  if (method === 'OPTIONS') response.writeHead(204).end()
  else {
    response.setHeader('Allow', 'GET, HEAD')
    refuse(response, 405, 'METHOD_NOT_ALLOWED', '只接受 GET 和 HEAD 请求')
  }
  return true
}
