import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { KIND_FOLDERS } from './folders.ts'
import type { Kind } from './kind.ts'

/** Every declared kind by name, in the order of their names. Adding a kind is adding a file to `kinds/`. */
export const kinds: ReadonlyMap<string, Kind> = await loadKinds(...KIND_FOLDERS)

/** Reads the declarations in folders: each file exports its `kind`. */
export async function loadKinds(...folders: string[]): Promise<ReadonlyMap<string, Kind>> {
  const files = folders.flatMap(declarationsIn)
  const declared = await Promise.all(
    files.map(async (file) => (await import(pathToFileURL(file).href)) as { kind: Kind }),
  )
  const sorted = declared.map(({ kind }) => kind).toSorted((a, b) => a.name.localeCompare(b.name))
  const twice = sorted.find((kind, index) => kind.name === sorted[index + 1]?.name)
  if (twice) throw new Error(`two files declare the kind ${twice.name}`)
  return new Map(sorted.map((kind) => [kind.name, kind]))
}

function declarationsIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => join(folder, name))
}

/** The kind of a stored record; an unknown name is a defect. */
export function kindOf(name: string): Kind {
  const kind = kinds.get(name)
  if (!kind) throw new Error(`unknown kind ${name}`)
  return kind
}

/** `policyDocument` for `PolicyDocument`: the key of its input in ContentInput. */
export function inputKey(kind: Kind): string {
  return kind.name.charAt(0).toLowerCase() + kind.name.slice(1)
}
