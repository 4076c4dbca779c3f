import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A call as an endpoint has received it. */
export interface Call {
  readonly path: string
  readonly signature: string
  readonly body: string
  readonly event: {
    readonly id: string
    readonly type: string
    readonly record: CalledRecord | null
  }
}

interface CalledRecord {
  readonly indexNumber: string
  readonly version: number
  readonly url: string
}

/** An endpoint as docs/CHANNELS.md tells its authors to write one: it checks signatures and takes each event once. */
export interface Endpoint {
  readonly url: string
  /** Every call, repetitions included. */
  readonly calls: Call[]
  /** Events that were taken, each once for each path: what really happens at the receiver. */
  readonly taken: Call[]
  /** How it answers from now on. */
  answer(with_: Answer): void
  /** Forgets what was called. */
  reset(): void
  close(): Promise<void>
}

type Answer = (response: ServerResponse, call: Call) => void

/** Whether the signature is of this body under the secret, by the recipe of docs/CHANNELS.md. */
export function isSigned({ signature, body }: Call, secret: string): boolean {
  const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature) ?? []
  return v1 === createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')
}

/** Answers with a status; takes the event only if it says so. */
export function status(code: number, headers: Record<string, string> = {}): Answer {
  return (response) => response.writeHead(code, headers).end()
}

/** Starts one on a free port of this machine. */
export async function startEndpoint(): Promise<Endpoint> {
  const calls: Call[] = []
  const taken = new Map<string, Call>()
  let answer: Answer = status(204)
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = Buffer.concat(parts).toString()
      const path = request.url ?? ''
      const signature = String(request.headers['x-gongkai-signature'])
      const call: Call = { path, signature, body, event: JSON.parse(body) as Call['event'] }
      calls.push(call)
      response.on('close', () => {
        const key = `${path} ${call.event.id}`
        if (response.statusCode < 300 && !taken.has(key)) taken.set(key, call)
      })
      answer(response, call)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    get taken() {
      return [...taken.values()]
    },
    answer(with_) {
      answer = with_
    },
    reset() {
      calls.length = 0
      taken.clear()
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
