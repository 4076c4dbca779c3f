import { createHash } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { chmod, copyFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'

const Marker = z.object({ sha256: z.string(), size: z.number(), mtimeMs: z.number() })
type Marker = z.infer<typeof Marker>

/**
 * Puts an executable copy of `source` at `target` when its SHA-256 is the expected one; resolves with whether it is
 * there. What is hashed is the copy itself, before it gets its name and its run bit; a marker with its size and time
 * spares later starts the reading of 130 MB.
 */
export async function copyVerified(
  source: string,
  target: string,
  sha256: string,
): Promise<boolean> {
  const markerFile = `${target}.json`
  if (await isUnchanged(target, markerFile, sha256)) return true
  const draft = `${target}.new`
  await mkdir(dirname(target), { recursive: true, mode: 0o700 })
  await copyFile(source, draft, constants.COPYFILE_FICLONE)
  if ((await hashOf(draft)) !== sha256) {
    await rm(draft)
    return false
  }
  await chmod(draft, 0o755)
  await rename(draft, target)
  const { size, mtimeMs } = await stat(target)
  await writeFile(markerFile, JSON.stringify({ sha256, size, mtimeMs } satisfies Marker))
  return true
}

async function isUnchanged(target: string, markerFile: string, sha256: string): Promise<boolean> {
  try {
    const marker = Marker.parse(JSON.parse(await readFile(markerFile, 'utf8')))
    const { size, mtimeMs } = await stat(target)
    return marker.sha256 === sha256 && marker.size === size && marker.mtimeMs === mtimeMs
  } catch {
    // Copy or marker missing or damaged: copy and check anew.
    return false
  }
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}
