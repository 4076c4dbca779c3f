import { createHmac } from 'node:crypto'
import { sha256 } from '../../platform/canonical.ts'

/** Who calls. */
export interface AccessKey {
  readonly id: string
  readonly secret: string
}

const ALGORITHM = 'ACS3-HMAC-SHA256'

/** An Aliyun request of style RPC, signed (version 3): `POST /` with its parameters in the query and no body. */
export function signedAliyun(
  endpoint: string,
  key: AccessKey,
  { action, version, parameters }: AliyunCall,
  { at, nonce }: { readonly at: Date; readonly nonce: string },
): { readonly url: string; readonly headers: Record<string, string> } {
  const query = Object.entries(parameters)
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .toSorted()
    .join('&')
  const body = sha256('')
  const headers: Record<string, string> = {
    host: new URL(endpoint).host,
    'x-acs-action': action,
    'x-acs-content-sha256': body,
    'x-acs-date': at.toISOString().replace(/\.\d+Z$/, 'Z'),
    'x-acs-signature-nonce': nonce,
    'x-acs-version': version,
  }
  const names = Object.keys(headers).toSorted()
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('')
  const request = ['POST', '/', query, lines, names.join(';'), body].join('\n')
  const signature = createHmac('sha256', key.secret)
    .update(`${ALGORITHM}\n${sha256(request)}`)
    .digest('hex')
  const authorization = `${ALGORITHM} Credential=${key.id},SignedHeaders=${names.join(';')},Signature=${signature}`
  return { url: `${endpoint}/?${query}`, headers: { ...headers, authorization } }
}

export interface AliyunCall {
  readonly action: string
  readonly version: string
  readonly parameters: Readonly<Record<string, string>>
}

/** RFC 3986: what `encodeURIComponent` leaves as it is and the signature does not. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
