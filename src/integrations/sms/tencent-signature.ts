import { createHmac } from 'node:crypto'
import { sha256 } from '../../platform/canonical.ts'

/** A request to Tencent Cloud: `POST /` with a JSON body. */
export interface TencentCall {
  readonly service: string
  readonly action: string
  readonly version: string
  readonly region: string
  readonly body: string
}

const ALGORITHM = 'TC3-HMAC-SHA256'
const SIGNED_HEADERS = 'content-type;host;x-tc-action'
const TYPE = 'application/json; charset=utf-8'

/** The headers of a request, with its signature (TC3). */
export function signedTencent(
  endpoint: string,
  key: { readonly id: string; readonly secret: string },
  { service, action, version, region, body }: TencentCall,
  at: Date,
): Record<string, string> {
  const { host } = new URL(endpoint)
  const seconds = String(Math.floor(at.getTime() / 1000))
  const signed = `content-type:${TYPE}\nhost:${host}\nx-tc-action:${action.toLowerCase()}\n`
  const request = ['POST', '/', '', signed, SIGNED_HEADERS, sha256(body)].join('\n')
  const scope = [at.toISOString().slice(0, 10), service, 'tc3_request']
  const secret = scope.reduce<string | Buffer>(hmac, `TC3${key.secret}`)
  const toSign = [ALGORITHM, seconds, scope.join('/'), sha256(request)].join('\n')
  const signature = hmac(secret, toSign).toString('hex')
  return {
    authorization: `${ALGORITHM} Credential=${key.id}/${scope.join('/')}, SignedHeaders=${SIGNED_HEADERS}, Signature=${signature}`,
    'content-type': TYPE,
    'x-tc-action': action,
    'x-tc-timestamp': seconds,
    'x-tc-version': version,
    'x-tc-region': region,
  }
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
