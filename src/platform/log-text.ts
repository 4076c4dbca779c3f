const LABELS: Record<string, string> = { warn: '警告 ', error: '错误 ', fatal: '严重 ' }

interface LoggedError {
  readonly type: string
  readonly message: string
  readonly stack?: string
}

/** Turns one JSON log line into one compact line for people; the stack follows only when asked for. */
export function formatLine(json: string, withStack = false): string {
  const { level, time, msg, err, ...fields } = JSON.parse(json) as Record<string, unknown>
  const parts = [
    `${clockTime(time)} ${LABELS[String(level)] ?? ''}${oneLine(typeof msg === 'string' ? msg : '')}`,
  ]
  for (const [key, value] of Object.entries(fields)) parts.push(`${key}=${compact(value)}`)
  if (!isLoggedError(err)) return `${parts.join(' ')}\n`
  if (err.message !== msg) parts.push(`(${err.type}: ${oneLine(err.message)})`)
  const frames = (err.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  if (withStack) return `${[parts.join(' '), ...frames].join('\n')}\n`
  const own = frames.find((line) => !/node_modules|node:internal/.test(line))
  return `${parts.join(' ')}${own ? ` ${own.trim()}` : ''}\n`
}

function clockTime(time: unknown): string {
  return new Date(String(time)).toLocaleTimeString('en-GB', { hour12: false })
}

function compact(value: unknown): string {
  if (typeof value === 'string' && /^[^\s"=\p{Cc}]+$/u.test(value)) return value
  return JSON.stringify(value)
}

/** A line break inside a message must not look like a second log line. */
function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ')
}

function isLoggedError(value: unknown): value is LoggedError {
  return typeof value === 'object' && value !== null && 'type' in value && 'message' in value
}
