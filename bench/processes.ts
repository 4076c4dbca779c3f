import { readdirSync, readFileSync } from 'node:fs'

/** What processes of one part have used: processor time since they started, and memory with its share of what is shared. */
export interface Usage {
  readonly cpuMs: number
  readonly bytes: number
}

/** Parts of an installation, by the command lines of their processes. */
const PARTS = {
  http: /\/src\/worker\.ts|\/servers\/gongkai\.ts/,
  jobs: /\/src\/main\.ts/,
  postgres: /^(\S*\/)?postgres\b/,
  meilisearch: /meilisearch/,
} as const

export type Part = keyof typeof PARTS
export type Usages = Readonly<Record<Part, Usage>>

const TICK_MS = 10

/** What each part among the descendants of this process has used; told by Linux alone. */
export function usages(): Usages {
  const found = new Map(Object.keys(PARTS).map((part) => [part, { cpuMs: 0, bytes: 0 }]))
  for (const pid of descendants()) {
    const command = read(pid, 'cmdline').replaceAll('\0', ' ')
    const [part = ''] = Object.entries(PARTS).find(([, pattern]) => pattern.test(command)) ?? []
    const usage = found.get(part)
    if (!usage) continue
    // Behind the name in brackets, which may have blanks: own time, and that of children that have ended.
    const fields = read(pid, 'stat').split(') ').at(-1)?.split(' ') ?? []
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
    usage.cpuMs += ticks * TICK_MS
    usage.bytes += Number(/^Pss:\s+(\d+)/m.exec(read(pid, 'smaps_rollup'))?.[1] ?? 0) * 1024
  }
  return Object.fromEntries(found) as unknown as Usages
}

function descendants(): string[] {
  const children = new Map<string, string[]>()
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const parent = read(pid, 'stat').split(') ').at(-1)?.split(' ')[1] ?? ''
    children.set(parent, [...(children.get(parent) ?? []), pid])
  }
  const below = (pid: string): string[] =>
    (children.get(pid) ?? []).flatMap((child) => [child, ...below(child)])
  return below(String(process.pid))
}

/** Processes come and go while they are looked at. */
function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
