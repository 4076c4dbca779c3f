import { createReadStream } from 'node:fs'
import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FileStore, StoredFile } from '../../modules/disclosure/ports.ts'

/** Files in a folder of this machine, in 256 folders by the end of their id. */
export function localStore(folder: string): FileStore {
  const placeOf = (id: string) => join(folder, id.slice(-2), id)
  return {
    async put(id, { path }) {
      const place = placeOf(id)
      await mkdir(dirname(place), { recursive: true })
      await moved(path, place)
    },

    async read(id, range) {
      const file = await open(placeOf(id)).catch(unlessMissing)
      return file && createReadStream('', { fd: file, ...range })
    },

    async remove(id) {
      await rm(placeOf(id), { force: true })
    },

    async *list() {
      const shards = (await readdir(folder).catch(unlessMissing)) ?? []
      for (const shard of shards) yield* filesIn(join(folder, shard))
    },
  }
}

/** Under its name the file is whole and on the disk, whatever happens to the machine meanwhile. */
async function moved(from: string, to: string): Promise<void> {
  const beside = `${to}.part`
  try {
    await rename(from, beside)
  } catch (error) {
    if (codeOf(error) !== 'EXDEV') throw error
    await copyFile(from, beside)
  }
  const file = await open(beside, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(beside, to)
}

async function* filesIn(folder: string): AsyncIterable<StoredFile> {
  const entries = await readdir(folder, { withFileTypes: true })
  for (const { name } of entries.filter((entry) => entry.isFile())) {
    const found = await stat(join(folder, name)).catch(unlessMissing)
    if (found) yield { id: name.replace(/\.part$/, ''), storedAt: found.mtime }
  }
}

function unlessMissing(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null
  throw error
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
