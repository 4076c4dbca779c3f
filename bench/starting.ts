import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import type { Profiler } from 'node:inspector'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProgram } from './program.ts'
import { partsOf } from './servers/parts.ts'
import { middleOf } from './spread.ts'
import { eachOf, type Watched } from './watching.ts'

const ROUNDS = 3

/** Seconds from the start of the process to its first answer, when everything was there before: medians. */
export interface Starts {
  readonly embedded: number
  readonly given: number
  /** What the process did until then, with given services and a profiler. */
  readonly watched: Watched
}

/** Starts the program again and again. */
export async function measureStarts(given: Readonly<Record<string, string>>): Promise<Starts> {
  const folder = await mkdtemp(join(tmpdir(), 'gongkai-bench-start-'))
  const own = { NODE_ENV: 'production', DATA_DIR: folder }
  try {
    // The first run makes the database.
    await secondsToAnswer(own)
    return {
      embedded: await middle(own),
      given: await middle(given),
      watched: await watchedStart(given, join(folder, 'profile')),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function middle(env: Readonly<Record<string, string>>): Promise<number> {
  const all: number[] = []
  for (let round = 0; round < ROUNDS; round++) all.push(await secondsToAnswer(env))
  return middleOf(all)
}

async function secondsToAnswer(env: Readonly<Record<string, string>>): Promise<number> {
  const began = performance.now()
  const program = await startProgram(env)
  const seconds = (performance.now() - began) / 1_000
  await program.stop()
  return seconds
}

async function watchedStart(
  env: Readonly<Record<string, string>>,
  folder: string,
): Promise<Watched> {
  const options = `--cpu-prof --cpu-prof-dir=${folder}`
  const seconds = await secondsToAnswer({ ...env, NODE_OPTIONS: options })
  const [file = ''] = await readdir(folder)
  const profile = JSON.parse(await readFile(join(folder, file), 'utf8')) as Profiler.Profile
  return eachOf(partsOf(profile, seconds * 1_000), 1)
}
