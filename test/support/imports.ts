import { posix } from 'node:path'
import { parseAst } from 'vitest/node'

/** Source files by their path from the root of the project. */
export type Sources = ReadonlyMap<string, string>

/** One import, re-export or dynamic import. */
export interface Import {
  /** A path from the project's root, or the bare name of a package. */
  readonly target: string
  readonly isPackage: boolean
  /** Erased before the program runs. */
  readonly typeOnly: boolean
}

/** What the syntax of one file says about its place among the others. */
export interface Facts {
  readonly imports: readonly Import[]
  /** Exports by default, or everything of another file. */
  readonly exportsLoosely: readonly string[]
  /** Imports whose target is computed, so that no test can follow it. */
  readonly computed: number
}

type SyntaxNode = { readonly type: string } & Readonly<Record<string, unknown>>

/** Reads the imports and loose exports of one TypeScript file. */
export function factsOf(path: string, source: string): Facts {
  const imports: Import[] = []
  const exportsLoosely: string[] = []
  let computed = 0

  const add = (specifier: unknown, typeOnly: boolean): void => {
    const name = isNode(specifier) ? specifier['value'] : undefined
    if (typeof name !== 'string') computed++
    else if (name.startsWith('.')) {
      imports.push({ target: posix.join(posix.dirname(path), name), isPackage: false, typeOnly })
    } else imports.push({ target: packageOf(name), isPackage: true, typeOnly })
  }

  const visit = (node: SyntaxNode): void => {
    if (node.type === 'ImportDeclaration') return add(node['source'], node['importKind'] === 'type')
    if (node.type === 'ExportAllDeclaration') {
      exportsLoosely.push('export *')
      return add(node['source'], node['exportKind'] === 'type')
    }
    if (node.type === 'ExportNamedDeclaration' && node['source']) {
      add(node['source'], node['exportKind'] === 'type')
    }
    if (node.type === 'ExportDefaultDeclaration') exportsLoosely.push('export default')
    if (node.type === 'ExportSpecifier' && isDefault(node['exported'])) {
      exportsLoosely.push('export default')
    }
    if (node.type === 'ImportExpression') add(node['source'], false)
    if (node.type === 'TSImportType') add(node['source'] ?? node['argument'], true)
    if (node.type === 'TSExternalModuleReference') add(node['expression'], false)
    if (node.type === 'CallExpression' && isRequire(node['callee'])) computed++
    for (const child of Object.values(node)) {
      if (Array.isArray(child)) child.filter(isNode).forEach(visit)
      else if (isNode(child)) visit(child)
    }
  }

  const program: unknown = parseAst(source, { lang: 'ts' }, path)
  if (isNode(program)) visit(program)
  return { imports, exportsLoosely, computed }
}

/** Every file that running `start` loads, each with the chain of imports that leads there. */
export function loadedBy(
  start: string,
  factsByPath: ReadonlyMap<string, Facts>,
): ReadonlyMap<string, readonly string[]> {
  const chains = new Map<string, readonly string[]>([[start, [start]]])
  for (const [path, chain] of chains) {
    for (const { target, typeOnly, isPackage } of factsByPath.get(path)?.imports ?? []) {
      if (!typeOnly && !isPackage && !chains.has(target)) chains.set(target, [...chain, target])
    }
  }
  return chains
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value
}

function isRequire(callee: unknown): boolean {
  return isNode(callee) && (callee['name'] === 'require' || callee['name'] === 'createRequire')
}

function isDefault(exported: unknown): boolean {
  return isNode(exported) && exported['name'] === 'default'
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}
