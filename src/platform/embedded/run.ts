import { execFile } from 'node:child_process'
import { basename } from 'node:path'
import { promisify } from 'node:util'
import { type Account, invoke } from './account.ts'
import { EmbeddedServiceError } from './embedded-service-error.ts'

const execute = promisify(execFile)

/** All that services get: they must not see our secrets, nor be steered by variables such as PGPORT. */
export const NEUTRAL_ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
}

/** Runs a short command to its end as the given account; resolves with what it printed. */
export async function run(
  account: Account,
  program: string,
  options: readonly string[],
  input = '',
): Promise<string> {
  const { command, args, uid, gid } = invoke(account, program, options)
  try {
    const running = execute(command, args, { cwd: '/', env: NEUTRAL_ENVIRONMENT, uid, gid })
    // A command that fails at once closes its input before we have written it; its exit code tells.
    running.child.stdin?.on('error', () => undefined)
    running.child.stdin?.end(input)
    return (await running).stdout
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string }
    // The rest of the output stays out of it: a server quotes statements, passwords among them.
    throw new EmbeddedServiceError(
      'COMMAND_FAILED',
      `${basename(program)} 执行失败：${reasonIn(stderr || message)}`,
    )
  }
}

/** The line in which a program says why it gave up, or else its last one. */
export function reasonIn(output: string): string {
  const complaint = /\b(?:fatal|panic|error): +(.+)$/im.exec(output)
  return complaint?.[1] ?? output.trim().split('\n').at(-1) ?? ''
}
