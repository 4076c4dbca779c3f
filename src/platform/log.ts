import { pino } from 'pino'
import { formatLine } from './log-text.ts'

export type Logger = pino.Logger

/** How a logger is set up; `write` takes finished lines and defaults to standard output. */
export interface LogOptions {
  readonly level: string
  /** `auto`: text on a terminal, JSON elsewhere. */
  readonly format?: 'auto' | 'text' | 'json'
  readonly write?: (line: string) => void
}

const SENSITIVE =
  /cookie|authorization|password|token|secret|phone|mobile|openid|id[-_]?(number|card)|(api|master)[-_]?key|身份证|电话|手机/i

const CENSORED = '[已隐去]'

/** Makes the logger of the process: personal data and secrets are blanked at any depth. */
export function createLog({ level, format = 'auto', write }: LogOptions): Logger {
  const asText = format === 'text' || (format === 'auto' && process.stdout.isTTY)
  // Synchronous, so that the last lines before a crash are not lost.
  const stdout = write ? undefined : pino.destination({ dest: 1, sync: true })
  const out = write ?? ((line: string) => stdout?.write(line))
  const withStack = level === 'debug' || level === 'trace'
  return pino(
    {
      level,
      base: {},
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    {
      write: (line: string) => {
        const safe = censor(line)
        out(asText ? formatLine(safe, withStack) : safe)
      },
    },
  )
}

/**
 * Blanks sensitive values in the finished line, where bindings of child loggers and the properties
 * of errors have all arrived; pino's own list of paths reaches only the depths it names.
 */
function censor(line: string): string {
  if (!SENSITIVE.test(line) && !line.includes('"detail":')) return line
  return `${JSON.stringify(JSON.parse(line, blank))}\n`
}

function blank(this: Record<string, unknown>, key: string, value: unknown): unknown {
  if (value === null) return value
  // A PostgreSQL error quotes the row's values in its detail.
  const quotesRow = key === 'detail' && 'severity' in this
  return quotesRow || SENSITIVE.test(key) ? CENSORED : value
}
