import type { IncomingMessage, ServerResponse } from 'node:http'
import type { App } from '../app.ts'
import { listCheckpoints, listKeys } from '../modules/oversight/read-checkpoints.ts'
import { allowEverySite, answer, refuse } from '../platform/http.ts'
import type { Route } from './route.ts'

/** Where everyone finds the signed states of the ledger: `?after=<size>&first=<1 to 1000>`. */
export const checkpoints: Route = {
  path: '/.well-known/gongkai/checkpoints',
  handle: tellCheckpoints,
}

const MOST = 1_000

/** Answers with checkpoints, the oldest first, the public keys, and the address of the next page. */
async function tellCheckpoints(
  { services: { publicPool } }: Pick<App, 'services'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  allowEverySite(response, 'GET', [])
  if (request.method === 'OPTIONS') return void response.writeHead(204).end()
  if (request.method !== 'GET') {
    response.setHeader('Allow', 'GET')
    return refuse(response, 405, 'METHOD_NOT_ALLOWED', '只接受 GET 请求')
  }
  const query = new URL(request.url ?? '', 'http://localhost').searchParams
  const after = Number(query.get('after') ?? 0)
  const first = Number(query.get('first') ?? 100)
  const isSound = Number.isSafeInteger(after) && after >= 0 && Number.isSafeInteger(first)
  if (!isSound || first < 1 || first > MOST) {
    return refuse(
      response,
      400,
      'BAD_REQUEST',
      `after 应为不小于 0 的整数，first 应为 1 至 ${MOST}`,
    )
  }
  const page = await listCheckpoints(publicPool, after, first)
  const last = page.length === first ? page.at(-1) : undefined
  answer(response, 200, {
    checkpoints: page,
    keys: await listKeys(publicPool),
    next: last ? `${checkpoints.path}?after=${last.size}&first=${first}` : null,
  })
}
