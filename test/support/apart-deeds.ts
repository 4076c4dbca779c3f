import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { answering } from '../../src/platform/apart-process.ts'

// What a process of its own may be made to do by a file that is out to harm.
const DEEDS: Record<string, (subject: string, bytes: () => Promise<Buffer>) => unknown> = {
  echo: async (text, bytes) => ({ text, at: new Date(0), bytes: (await bytes()).toString() }),
  'never end': () => {
    for (;;);
  },
  // Each of these two ends a whole server when a thread does it, whatever limits the thread has.
  'one array that grows': () => {
    const array: number[] = []
    for (;;) array.push(1)
  },
  // oxlint-disable-next-line unicorn/no-new-array -- asked for at once, as a parser would
  'one array of a hundred million': () => new Array<number>(1e8).fill(7),
  'many objects': () => {
    const objects: object[] = []
    for (;;) objects.push({ one: [objects.length] })
  },
  buffers: () => {
    const buffers: Buffer[] = []
    for (;;) buffers.push(Buffer.alloc(10_000_000, 1))
  },
  fail: (word) => {
    throw new TypeError(`cannot read ${word}`)
  },
  leave: () => process.exit(3),
  read: (path) => readFileSync(path, 'utf8'),
  write: (path) => writeFileSync(path, 'x'),
  'start a process': () => spawnSync(process.execPath, ['--version']).status,
  'start a thread': () => new Worker('', { eval: true }).threadId,
  'tell settings': () => Object.keys(process.env),
}

answering(({ deed, subject = '' }: { deed: string; subject?: string }, bytes) =>
  DEEDS[deed]?.(subject, bytes),
)
