import { Agent, request } from 'node:http'
import type { Ask } from './question.ts'

/** Sends questions over connections that stay open. */
export interface Sender {
  /** Resolves once the whole answer is there; rejects what is no answer. */
  send(ask: Ask): Promise<void>
  close(): void
}

const ERRORS = Buffer.from('"errors":[')

/** A sender with at most so many connections; what is more waits for one of them. */
export function openSender(url: string, connections: number): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const { hostname, port } = new URL(url)
  return {
    send: ({ method, path, headers, body }) =>
      new Promise((done, fail) => {
        const call = request({ hostname, port, agent, method, path, headers }, (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('error', fail)
          response.on('end', () => {
            const answer = Buffer.concat(chunks)
            if (response.statusCode === 200 && !answer.includes(ERRORS)) return done()
            fail(new Error(`${path}: ${response.statusCode} ${answer.toString().slice(0, 300)}`))
          })
        })
        call.on('error', fail)
        call.end(body)
      }),
    close: () => agent.destroy(),
  }
}
