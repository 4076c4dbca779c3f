import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as a provider reads it. */
export interface Asked {
  readonly action: string
  readonly parameters: Readonly<Record<string, unknown>>
  /** Why the request would be turned away: its signature, its time, a nonce that was used; null when it is right. */
  readonly fault: string | null
}

/** What a provider answers: JSON, text that is none, nothing at all (`HANG`), or the end of the connection (`CUT`). */
export type Answer = object | string

/** A provider on loopback that answers as it is told, and knows by itself whether a request is signed. */
export interface Provider {
  readonly endpoint: string
  readonly asked: readonly Asked[]
  /** What the next requests get, in order; the last one for all that follow. */
  answer(...answers: readonly Answer[]): void
  /** From now on an answer is made of what was asked. */
  answerBy(make: (asked: Asked) => Answer): void
  close(): Promise<void>
}

export const KEY = { id: 'LTAI5tTestKey', secret: 'provider-secret' }

type Reader = (request: IncomingMessage, body: string) => Asked

/** Reads and checks signatures by the providers' own descriptions of them, not by the code under test. */
export const readers: Readonly<Record<'aliyun' | 'tencent', Reader>> = {
  aliyun({ headers, url = '', method }, body) {
    const [, credential, names = '', signature] =
      /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/.exec(
        headers.authorization ?? '',
      ) ?? []
    const [path = '', query = ''] = url.split('?')
    const sorted = query.split('&').toSorted().join('&')
    const signed = names.split(';')
    const canonical = [
      method,
      path,
      sorted,
      ...signed.map((name) => `${name}:${String(headers[name]).trim()}`),
      '',
      names,
      hash(body),
    ].join('\n')
    const expected = hmac(KEY.secret, `ACS3-HMAC-SHA256\n${hash(canonical)}`).toString('hex')
    const needed = ['host', 'x-acs-action', 'x-acs-content-sha256', 'x-acs-date']
    return {
      action: String(headers['x-acs-action']),
      parameters: Object.fromEntries(new URLSearchParams(query)),
      fault: firstFault({
        credential: credential === KEY.id,
        headers: needed.every((name) => signed.includes(name)),
        signature: signature === expected,
        body: headers['x-acs-content-sha256'] === hash(body),
        nonce: Boolean(headers['x-acs-signature-nonce']),
        date: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(String(headers['x-acs-date'])),
      }),
    }
  },

  tencent({ headers, url, method }, body) {
    const [, credential, day = '', service = '', names = '', signature] =
      /^TC3-HMAC-SHA256 Credential=([^/]+)\/([^/]+)\/([^/]+)\/tc3_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
        headers.authorization ?? '',
      ) ?? []
    const seconds = String(headers['x-tc-timestamp'])
    const lines = names
      .split(';')
      .map((name) => `${name}:${String(headers[name]).trim().toLowerCase()}\n`)
      .join('')
    const canonical = `${method}\n${url}\n\n${lines}\n${names}\n${hash(body)}`
    const toSign = `TC3-HMAC-SHA256\n${seconds}\n${day}/${service}/tc3_request\n${hash(canonical)}`
    const key = hmac(hmac(hmac(`TC3${KEY.secret}`, day), service), 'tc3_request')
    return {
      action: String(headers['x-tc-action']),
      parameters: JSON.parse(body) as Record<string, unknown>,
      fault: firstFault({
        credential: credential === KEY.id,
        service: service === 'sms',
        signature: signature === hmac(key, toSign).toString('hex'),
        date: day === new Date(Number(seconds) * 1000).toISOString().slice(0, 10),
        version: headers['x-tc-version'] === '2021-01-11',
      }),
    }
  },
}

export async function openProvider(read: Reader): Promise<Provider> {
  const asked: Asked[] = []
  let answers: Answer[] = [{}]
  let made: ((asked: Asked) => Answer) | null = null
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const one = read(request, Buffer.concat(chunks).toString())
    asked.push(one)
    const [next = {}, ...others] = answers
    if (others.length > 0) answers = others
    const answer = made?.(one) ?? next
    if (answer === 'HANG') return
    if (answer === 'CUT') return void request.socket.destroy()
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer))
  }
  const server = createServer((request, response) => void serve(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answer(...given) {
      answers = [...given]
    },
    answerBy(make) {
      made = make
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function firstFault(checks: Readonly<Record<string, boolean>>): string | null {
  return Object.entries(checks).find(([, right]) => !right)?.[0] ?? null
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
