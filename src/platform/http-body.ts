import type { IncomingMessage } from 'node:http'
import type { DomainError } from './errors.ts'

/** The body of a request, or `tooBig` as soon as it is known to be longer than the limit. */
export async function receivedBody(
  request: IncomingMessage,
  limit: number,
  tooBig: () => DomainError,
): Promise<Buffer> {
  if (Number(request.headers['content-length']) > limit) throw tooBig()
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limit) throw tooBig()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
