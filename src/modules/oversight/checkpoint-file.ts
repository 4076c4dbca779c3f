import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '../../platform/canonical.ts'
import type { Checkpoint } from './checkpoint-statement.ts'

const NAME = 'checkpoints.ndjson'

/** More than the longest line. */
const TAIL_BYTES = 4_096

/** Writes whatever the file lacks, a line each, and waits until it is on the disk. */
export async function appendToFile(
  folder: string,
  after: (size: number) => Promise<readonly Checkpoint[]>,
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = await open(join(folder, NAME), 'a+', 0o600)
  try {
    const { size } = await file.stat()
    const start = Math.max(0, size - TAIL_BYTES)
    const { bytesRead, buffer } = await file.read({
      buffer: Buffer.alloc(size - start),
      position: start,
    })
    const tail = buffer.toString('utf8', 0, bytesRead)
    let last = sizeOf(tail)
    // A line that a crash cut off is closed, and told again.
    let text = tail === '' || tail.endsWith('\n') ? '' : '\n'
    for (let lacking = await after(last); lacking.length > 0; lacking = await after(last)) {
      text += lacking.map((checkpoint) => `${canonicalJson(checkpoint)}\n`).join('')
      last = lacking.at(-1)?.size ?? last
    }
    if (text === '') return
    await file.appendFile(text)
    await file.datasync()
  } finally {
    await file.close()
  }
}

/** The size that the last whole line tells of. */
function sizeOf(tail: string): number {
  const line = tail
    .split('\n')
    .slice(0, -1)
    .findLast((one) => one !== '')
  return line === undefined ? 0 : (parsed(line)?.size ?? 0)
}

/** Every checkpoint that was written beside the database; none when there is no file. */
export async function readCheckpointFile(folder: string): Promise<readonly unknown[]> {
  const text = await readFile(join(folder, NAME), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  return text.split('\n').flatMap((line) => parsed(line) ?? [])
}

function parsed(line: string): { readonly size: number } | null {
  try {
    return JSON.parse(line) as { readonly size: number }
  } catch {
    return null
  }
}
