import type { Config } from '../platform/config.ts'
import type { Logger } from '../platform/log.ts'

/** What a command has in hand. */
export interface Invocation {
  readonly config: Config
  readonly log: Logger
  /** The result, on standard output. */
  readonly print: (text: string) => void
  /** What is being done, apart from the result. */
  readonly step: (text: string) => void
  readonly args: readonly string[]
  readonly flags: Readonly<Record<string, boolean | undefined>>
  readonly options: Readonly<Record<string, string | undefined>>
}

/** One subcommand: a row of `--help`. */
export interface Command {
  readonly summary: string
  /** Positional arguments by name; all are required but those whose name ends with a question mark. */
  readonly args?: readonly string[]
  /** Flags by name with their meaning. */
  readonly flags?: Readonly<Record<string, string>>
  /** Flags that take a value, by name with their meaning. */
  readonly options?: Readonly<Record<string, string>>
  /** Resolves with the exit code. */
  run(invocation: Invocation): Promise<number>
}

/** A command cannot do what it was asked; the message is all that is printed. */
export class CommandError extends Error {}
