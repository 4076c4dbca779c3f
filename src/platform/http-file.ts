import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** The Content-Disposition of a file: its name for browsers, and one in ASCII for those that know no better. */
export function disposition(
  kind: 'inline' | 'attachment',
  name: string,
  plainName: string,
): string {
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, percentEncoded)
  return `${kind}; filename="${plainName}"; filename*=UTF-8''${encoded}`
}

/** Sends a file as it comes. A reader that hangs up is no fault of ours. */
export async function sendAll(
  chunks: Readable | AsyncIterable<Buffer | string>,
  response: ServerResponse,
): Promise<void> {
  try {
    await pipeline(chunks instanceof Readable ? chunks : Readable.from(chunks), response)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  }
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}
