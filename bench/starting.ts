import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const ROUNDS = 3
const LONGEST_MS = 300_000

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
  const port = await freePort()
  const began = performance.now()
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env, PORT: String(port) },
    stdio: 'ignore',
  })
  const exited = once(child, 'exit')
  try {
    const address = `http://127.0.0.1:${port}/graphql?query=${encodeURIComponent('{ areas { code } }')}`
    while (!(await answers(address))) {
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`)
      if (performance.now() - began > LONGEST_MS) throw new Error('it does not answer')
      await pause(10)
    }
    return (performance.now() - began) / 1_000
  } finally {
    child.kill('SIGTERM')
    await exited
  }
}

function answers(address: string): Promise<boolean> {
  return fetch(address).then(
    (response) => response.ok,
    () => false,
  )
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
