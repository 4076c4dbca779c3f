import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProgram } from './program.ts'

const ROUNDS = 3

/** Seconds from the start of the process to its first answer, when everything was there before: medians. */
export async function measureStarts(
  given: Readonly<Record<string, string>>,
): Promise<{ embedded: number; given: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'gongkai-bench-start-'))
  const own = { NODE_ENV: 'production', DATA_DIR: folder }
  try {
    // The first run makes the database.
    await secondsToAnswer(own)
    return { embedded: await median(own), given: await median(given) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function median(env: Readonly<Record<string, string>>): Promise<number> {
  const all: number[] = []
  for (let round = 0; round < ROUNDS; round++) all.push(await secondsToAnswer(env))
  return all.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0
}

async function secondsToAnswer(env: Readonly<Record<string, string>>): Promise<number> {
  const began = performance.now()
  const program = await startProgram(env)
  const seconds = (performance.now() - began) / 1_000
  await program.stop()
  return seconds
}
