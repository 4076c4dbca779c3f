import { createHash } from 'node:crypto'
import {
  GraphQLError,
  type GraphQLSchema,
  Kind,
  parse,
  specifiedRules,
  stripIgnoredCharacters,
  validate,
} from 'graphql'
import { costOf } from './cost.ts'
import { maxDepthRule } from './hardening-depth.ts'
import { QUERY_LIMITS } from './limits.ts'
import type { Manifest, ManifestEntry } from './trusted.ts'

/** A file of a front end with the one operation, or the one fragment, that it is named after. */
export interface ClientFile {
  readonly client: string
  readonly name: string
  readonly text: string
}

const SPREAD = /\.\.\.\s*(\w+)/g

/** Every mistake in the files of the front ends, a line each. */
export class ManifestError extends Error {}

/**
 * The manifest of these operations, each with the fragments of its front end that it uses; throws a ManifestError when
 * one of them could not be run, or a fragment is used by none.
 */
export function manifestOf(
  schema: GraphQLSchema,
  operations: readonly ClientFile[],
  fragments: readonly ClientFile[],
): Manifest {
  const problems: string[] = []
  const entries: [id: string, entry: ManifestEntry][] = []
  for (const file of operations) {
    const whole = withFragments(file, fragments)
    const found = problemsOf(schema, whole)
    problems.push(...found.map((problem) => `${file.client}/${file.name}: ${problem}`))
    if (found.length === 0) entries.push(entryOf(schema, whole))
  }
  for (const { client, name } of fragments) {
    const uses = ([, entry]: (typeof entries)[number]) =>
      entry.client === client && entry.text.includes(`fragment ${name} on `)
    if (!entries.some(uses)) problems.push(`${client}/${name}: is used by no operation`)
  }
  if (problems.length > 0) throw new ManifestError(problems.join('\n'))
  const order = ([, { client, name }]: (typeof entries)[number]) => `${client}/${name}`
  return Object.fromEntries(entries.toSorted((a, b) => (order(a) < order(b) ? -1 : 1)))
}

/** The operation with what it spreads, and what that spreads; what is not known is left for the validation to name. */
function withFragments(file: ClientFile, fragments: readonly ClientFile[]): ClientFile {
  const own = fragments.filter(({ client }) => client === file.client)
  const unused = new Map(own.map(({ name, text }) => [name, text]))
  const texts = [file.text]
  for (const text of texts) {
    for (const [, name = ''] of text.matchAll(SPREAD)) {
      const fragment = unused.get(name)
      if (fragment !== undefined) texts.push(fragment)
      unused.delete(name)
    }
  }
  return { ...file, text: texts.join('\n') }
}

function entryOf(schema: GraphQLSchema, { client, name, text }: ClientFile) {
  const short = stripIgnoredCharacters(text)
  const id = createHash('sha256').update(short).digest('hex')
  const cost = costOf(schema, parse(short), null).complexity
  return [id, { name, client, cost, text: short }] as [string, ManifestEntry]
}

function problemsOf(schema: GraphQLSchema, { name, text }: ClientFile): string[] {
  try {
    const document = parse(text)
    const invalid = validate(schema, document, [...specifiedRules, maxDepthRule])
    if (invalid.length > 0) return invalid.map(({ message }) => message)
    const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION)
    if (operations.length !== 1 || operations[0]?.name?.value !== name) {
      return ['must hold one operation, named as the file is']
    }
    const { complexity, breadth } = costOf(schema, document, null)
    const within = complexity <= QUERY_LIMITS.complexity && breadth <= QUERY_LIMITS.breadth
    return within ? [] : [`costs ${complexity} with ${breadth} fields, more than any query may`]
  } catch (error) {
    if (error instanceof GraphQLError) return [error.message]
    throw error
  }
}
