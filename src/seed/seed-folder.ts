import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { problemsOf } from '../platform/problems.ts'
import type { SeedProblem } from './seed-error.ts'

/** One well-formed element of a file, with its place for later findings. */
export interface Entry<T> {
  readonly file: string
  /** JSON path: `$` or `$[3]`. */
  readonly path: string
  readonly value: T
}

/** Notes a fault at or below an element. */
export type Report = (at: Omit<Entry<unknown>, 'value'>, below: string, reason: string) => void

/** A county's folder that is being read; faults are collected, never thrown. */
export interface SeedFolder {
  readonly problems: readonly SeedProblem[]
  readonly report: Report
  /** Names of the files of a subfolder with an ending, sorted; empty when there is none. */
  names(subfolder: string, ending: string): string[]
  /** A file's text, or null when it cannot be read (noted at `from`, or at the file itself). */
  text(file: string, from?: Omit<Entry<unknown>, 'value'>): string | null
  /** A file that holds one object. */
  one<T>(file: string, shape: z.ZodType<T>): Entry<T> | null
  /** A file that holds a list: the elements that are well-formed; one bad element hides no other. */
  list<T>(file: string, shape: z.ZodType<T>): Entry<T>[]
  /** What the elements of a list have under a key, those at fault included; null when there is no list. */
  keys(file: string, key: string): ReadonlySet<string> | null
}

/** Opens a county's folder for reading. */
export function openSeedFolder(folder: string): SeedFolder {
  const problems: SeedProblem[] = []
  const report: Report = ({ file, path }, below, reason) => {
    problems.push({ file, path: `${path}${below}`, reason })
  }

  const text: SeedFolder['text'] = (file, from = { file, path: '$' }) => {
    try {
      const bytes = readFileSync(join(folder, file))
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    } catch (error) {
      const encoding = error instanceof TypeError
      report(from, '', encoding ? `${file} 不是 UTF-8 编码` : `缺少文件 ${file}，或文件无法读取`)
      return null
    }
  }

  const readBefore = new Map<string, Json | null>()
  const json = (file: string): Json | null => {
    const known = readBefore.get(file)
    if (known !== undefined) return known
    const read = readJson(file)
    readBefore.set(file, read)
    return read
  }
  const readJson = (file: string): Json | null => {
    const source = text(file)
    if (source === null) return null
    try {
      return { value: JSON.parse(source) as unknown }
    } catch (error) {
      report({ file, path: '$' }, '', `不是合法的 JSON：${(error as Error).message}`)
      return null
    }
  }

  const parse = <T>(at: Entry<unknown>, shape: z.ZodType<T>): Entry<T> | null => {
    const parsed = shape.safeParse(at.value, { reportInput: true })
    if (parsed.success) return { ...at, value: parsed.data }
    for (const { path, message } of problemsOf(parsed.error)) report(at, jsonPath(path), message)
    return null
  }

  return {
    problems,
    report,
    text,
    names(subfolder, ending) {
      try {
        const names = readdirSync(join(folder, subfolder))
        return names.filter((name) => name.endsWith(ending)).toSorted()
      } catch {
        return []
      }
    },
    one(file, shape) {
      const read = json(file)
      return read && parse({ file, path: '$', value: read.value }, shape)
    },
    list(file, shape) {
      const read = json(file)
      if (read === null) return []
      if (!Array.isArray(read.value)) {
        report({ file, path: '$' }, '', '应为列表')
        return []
      }
      return read.value
        .map((value: unknown, index) => parse({ file, path: `$[${index}]`, value }, shape))
        .filter((entry) => entry !== null)
    },
    keys(file, key) {
      const elements = json(file)?.value
      if (!Array.isArray(elements)) return null
      const values = elements.map((element) => (element as Record<string, unknown> | null)?.[key])
      return new Set(values.filter((value) => typeof value === 'string'))
    },
  }
}

interface Json {
  readonly value: unknown
}

/** `points.1.no` as `.points[1].no`. */
export function jsonPath(dotted: string): string {
  const parts = dotted === '' ? [] : dotted.split('.')
  return parts.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`)).join('')
}
