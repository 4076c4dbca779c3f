import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { variables } from '../../src/platform/config.ts'

/** A process of the program with everything it has printed. */
export interface Program {
  readonly child: ChildProcess
  output(): string
  /** The exit code, or the name of the signal that ended it. */
  readonly exited: Promise<number | string>
  /** Resolves with the match once the output has it; rejects when the process ends before. */
  prints(pattern: RegExp): Promise<RegExpExecArray>
}

/** Runs `npm <args>` as a person would, in a process group of its own. */
export function npm(args: readonly string[], env: Record<string, string>): Program {
  return run('npm', args, env)
}

/** What Node makes of the program's text: tests start it some hundred times. */
const COMPILED = join(import.meta.dirname, '../../node_modules/.cache/compiled-tests')

/** Runs a program in a process group of its own. */
export function run(
  command: string,
  args: readonly string[],
  env: Record<string, string>,
): Program {
  const child = spawn(command, args, {
    detached: true,
    env: { ...unsettled(), NODE_COMPILE_CACHE: COMPILED, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const waiting = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
      for (const look of waiting) look()
    })
  }
  const exited = once(child, 'close').then(
    ([code, signal]: (number | string)[]) => code ?? signal ?? '',
  )

  return {
    child,
    output: () => output,
    exited,
    async prints(pattern) {
      const found = Promise.withResolvers<RegExpExecArray>()
      const look = (): void => {
        const match = pattern.exec(output)
        if (match) found.resolve(match)
      }
      waiting.add(look)
      look()
      void exited.then((code) => found.reject(new Error(`ended with ${code}:\n${output}`)))
      try {
        return await found.promise
      } finally {
        waiting.delete(look)
      }
    },
  }
}

/** Our own environment without anything that would settle the program's settings. */
function unsettled(): NodeJS.ProcessEnv {
  const settings = new Set(variables.map(({ name }) => name))
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !settings.has(name)))
}

/** Sends a signal to every process of the program's group, as a terminal does. */
export function signalGroup({ child }: Program, signal: NodeJS.Signals): void {
  if (child.pid !== undefined) process.kill(-child.pid, signal)
}

/** The server itself, which npm and a shell stand before. */
export function serverPid(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'lock.pid'), 'utf8'))
}
