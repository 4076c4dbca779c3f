import { spawn } from 'node:child_process'
import { delimiter, resolve } from 'node:path'
import { performance } from 'node:perf_hooks'

/** Everything that must hold before a commit, apart from the tests. */
const checks = {
  types: 'tsc --noEmit',
  lint: 'oxlint',
  'unused code': 'knip',
  format: 'oxfmt --check .',
  'API schema': 'node src/cli.ts schema --check',
  'front ends': 'node src/cli.ts documents --check',
  'database schema': 'node src/cli.ts db:drift',
}

/** Two at a time: the smallest machines this runs on have two cores. */
const LANES = 2

const env = {
  ...process.env,
  PATH: [resolve('node_modules/.bin'), process.env['PATH']].join(delimiter),
}

/** Runs one command line without input and resolves to its exit code and all it printed. */
function run(command: string): Promise<{ code: number; output: string }> {
  return new Promise((done) => {
    const child = spawn(command, { shell: true, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const printed: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => printed.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => printed.push(chunk))
    child.on('error', (error) => done({ code: 1, output: error.message }))
    child.on('close', (code) => {
      done({ code: code ?? 1, output: Buffer.concat(printed).toString() })
    })
  })
}

const waiting = Object.entries(checks)
const failed: string[] = []

async function lane(): Promise<void> {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [name, command] = next
    const start = performance.now()
    const { code, output } = await run(command)
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    console.log(`${code === 0 ? 'ok  ' : 'FAIL'}  ${name.padEnd(16)}${seconds.padStart(5)} s`)
    if (code === 0) continue
    failed.push(name)
    console.log(`\n$ ${command}\n${output.trimEnd()}\n`)
  }
}

await Promise.all(Array.from({ length: LANES }, lane))
if (failed.length > 0) {
  console.error(`${failed.length} of ${Object.keys(checks).length} failed: ${failed.join(', ')}`)
  process.exitCode = 1
}
