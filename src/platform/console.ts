import type { Logger } from './log.ts'

/** Speaks to the person at the terminal, apart from the log. */
export interface Console {
  /** One short line on what is being done. */
  readonly say: (line: string) => void
  /** Lines that belong together and must stand out. */
  readonly banner: (lines: readonly string[]) => void
}

/** Plain lines on standard output; where only JSON is wanted, entries of the log. */
export function createConsole(log: Logger, { json }: { readonly json: boolean }): Console {
  if (json) {
    return { say: (line) => log.info(line), banner: (lines) => log.info(lines.join(' ').trim()) }
  }
  return {
    say: (line) => console.log(line),
    banner(lines) {
      const rule = '─'.repeat(60)
      console.log(['', rule, ...lines.map((line) => line && `  ${line}`), rule, ''].join('\n'))
    },
  }
}
