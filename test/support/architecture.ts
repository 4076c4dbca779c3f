import { posix } from 'node:path'
import { type Facts, factsOf, loadedBy, type Sources } from './imports.ts'

/** A set of files and the layers it may import: wholly, or as types alone. */
export interface Layer {
  readonly files: readonly string[]
  readonly may: readonly string[]
  readonly typesOf?: readonly string[]
}

/** The rules as data. All patterns are globs over paths from the project's root. */
export interface Architecture {
  /** The first layer that matches a file is its layer; a file without a layer is a violation. */
  readonly layers: Readonly<Record<string, Layer>>
  /** Modules of one line do not know each other; a later line may import an earlier one. */
  readonly moduleOrder: readonly (readonly string[])[]
  /** Where each package may be imported. A package that is not named may be imported nowhere. */
  readonly packages: Readonly<Record<string, readonly string[]>>
  /** Files that must never load, or say, what belongs to another plane. */
  readonly planes: readonly Plane[]
  /** Names a module's folder may hold: in every module, and in one. */
  readonly moduleFiles: Readonly<Record<string, readonly string[]>>
  readonly bannedNames: readonly string[]
  /** Files that may compute what they import. */
  readonly mayComputeImports: readonly string[]
  readonly sizes: { readonly median: number; readonly ninetyPercent: number; readonly all: number }
}

/** Files cut off from others, over any number of imports that exist at run time. */
export interface Plane {
  readonly name: string
  readonly files: readonly string[]
  readonly except: readonly string[]
  readonly neverLoads: readonly string[]
  /** What the text never mentions, where the context would hand it over without an import. */
  readonly neverSays: RegExp
}

/** One broken rule. */
export interface Violation {
  readonly rule: string
  readonly file: string
  readonly text: string
}

/** Everything in the sources that the architecture does not allow; tests are free to import what they test. */
export function violations(sources: Sources, architecture: Architecture): Violation[] {
  const files = new Map([...sources].filter(([path]) => !path.endsWith('.test.ts')))
  const facts = new Map([...files].map(([path, source]) => [path, factsOf(path, source)]))
  return [
    ...[...facts].flatMap(([path, fact]) => importViolations(path, fact, architecture)),
    ...[...facts].flatMap(([path, fact]) => exportViolations(path, fact)),
    ...architecture.planes.flatMap((plane) => planeViolations(plane, files, facts)),
    ...[...sources.keys()].flatMap((path) => nameViolations(path, architecture)),
    ...sizeViolations(files, architecture),
  ]
}

function importViolations(path: string, facts: Facts, architecture: Architecture): Violation[] {
  const found: Violation[] = []
  const report = (rule: string, text: string): void => void found.push({ rule, file: path, text })
  const layer = layerOf(path, architecture)
  const rules = layer && architecture.layers[layer]
  if (!rules) return [{ rule: 'layers', file: path, text: 'is in no layer' }]
  const { may, typesOf = [] } = rules

  for (const { target, isPackage, typeOnly } of facts.imports) {
    if (isPackage) {
      if (target.startsWith('node:') || matches(path, architecture.packages[target] ?? [])) continue
      report('packages', `imports ${target}`)
      continue
    }
    const targetLayer = layerOf(target, architecture)
    if (!targetLayer) report('layers', `imports ${target}, which is in no layer`)
    else if (!may.includes(targetLayer) && !(typeOnly && typesOf.includes(targetLayer))) {
      report('layers', `(${layer}) imports ${target} (${targetLayer})`)
    }
    if (!keepsOrder(moduleOf(path), moduleOf(target), architecture)) {
      report('module order', `imports ${target}`)
    }
  }
  if (facts.computed > 0 && !matches(path, architecture.mayComputeImports)) {
    report('computed imports', 'imports what no test can follow')
  }
  return found
}

function exportViolations(path: string, facts: Facts): Violation[] {
  return facts.exportsLoosely.map((text) => ({ rule: 'exports', file: path, text }))
}

function planeViolations(
  plane: Plane,
  files: Sources,
  facts: ReadonlyMap<string, Facts>,
): Violation[] {
  const found: Violation[] = []
  for (const [path, source] of files) {
    if (!matches(path, plane.files) || matches(path, plane.except)) continue
    const forbidden = (loaded: string): boolean => matches(loaded, plane.neverLoads)
    for (const [loaded, chain] of loadedBy(path, facts)) {
      // What lies behind a forbidden file is its affair: the first one on the way says enough.
      if (!forbidden(loaded) || chain.slice(1, -1).some(forbidden)) continue
      found.push({ rule: plane.name, file: path, text: `loads ${chain.slice(1).join(' -> ')}` })
    }
    const said = plane.neverSays.exec(source)
    if (said) found.push({ rule: plane.name, file: path, text: `says ${said[0]}` })
  }
  return found
}

function nameViolations(path: string, architecture: Architecture): Violation[] {
  const name = posix.basename(path, '.ts').replace(/\.test$/, '')
  if (architecture.bannedNames.includes(name)) {
    return [{ rule: 'names', file: path, text: 'says nothing about what it holds' }]
  }
  const module = moduleOf(path)
  if (module === null) return []
  if (!architecture.moduleOrder.flat().includes(module)) {
    return [{ rule: 'module order', file: path, text: `${module} has no place in the order` }]
  }
  const { every = [], [module]: own = [] } = architecture.moduleFiles
  const inside = path.slice(`src/modules/${module}/`.length)
  if (inside.endsWith('.test.ts') || matches(inside, [...every, ...own])) return []
  return [{ rule: 'module files', file: path, text: `is no file of the module ${module}` }]
}

function sizeViolations(files: Sources, { sizes }: Architecture): Violation[] {
  const lengths = [...files].map(([path, source]) => ({
    path,
    lines: source.split('\n').length - 1,
  }))
  const sorted = lengths.map(({ lines }) => lines).toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? 0
  const over = (what: string, lines: number, limit: number): Violation[] =>
    lines > limit
      ? [{ rule: 'sizes', file: 'src', text: `${what}: ${lines} > ${limit} lines` }]
      : []
  return [
    ...lengths
      .filter(({ lines }) => lines > sizes.all)
      .map(({ path, lines }) => ({ rule: 'sizes', file: path, text: `has ${lines} lines` })),
    ...over('median', at(0.5), sizes.median),
    ...over('nine in ten', at(0.9), sizes.ninetyPercent),
  ]
}

function keepsOrder(from: string | null, to: string | null, architecture: Architecture): boolean {
  if (to === null || from === to || from === null) return true
  const rank = (module: string): number =>
    architecture.moduleOrder.findIndex((line) => line.includes(module))
  return rank(to) >= 0 && rank(to) < rank(from)
}

function moduleOf(path: string): string | null {
  return /^src\/modules\/([^/]+)\//.exec(path)?.[1] ?? null
}

function layerOf(path: string, { layers }: Architecture): string | undefined {
  return Object.entries(layers).find(([, { files }]) => matches(path, files))?.[0]
}

function matches(path: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => posix.matchesGlob(path, pattern))
}
