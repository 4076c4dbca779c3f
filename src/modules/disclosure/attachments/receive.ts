import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { DomainError } from '../../../platform/errors.ts'
import type { ReadyFile } from '../ports.ts'

/** More bytes than an upload may have. */
export class TooLargeError extends DomainError {
  constructor(limit: number) {
    super('FILE_TOO_LARGE', `单个文件不得超过 ${Math.floor(limit / 1024 / 1024)} MB`)
  }
}

/** Files of an upload under way, gone with its end however it ends. */
export interface Workplace extends AsyncDisposable {
  /** A path at which nothing is yet. */
  another(): string
}

/** A place for the files of one upload. */
export async function openWorkplace(folder: string): Promise<Workplace> {
  await mkdir(folder, { recursive: true })
  const paths: string[] = []
  return {
    another() {
      const path = join(folder, randomUUID())
      paths.push(path)
      return path
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(paths.map((path) => rm(path, { force: true })))
    },
  }
}

/**
 * Writes what is sent to a file as it comes, hashing it on the way. Whoever sends too much is left unread, not cut
 * off: the caller may still answer.
 */
export async function receive(body: Readable, path: string, limit: number): Promise<ReadyFile> {
  const hash = createHash('sha256')
  const file = await open(path, 'wx')
  let size = 0
  try {
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > limit) throw new TooLargeError(limit)
      hash.update(chunk)
      await file.writeFile(chunk)
    }
  } finally {
    await file.close()
  }
  return { path, size, sha256: hash.digest('hex') }
}
