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

/** A file of a front end with the one operation that it is named after. */
export interface OperationFile {
  readonly client: string
  readonly name: string
  readonly text: string
}

/** Every mistake in the operations of the front ends, a line each. */
export class ManifestError extends Error {}

/** The manifest of these operations; throws a ManifestError when one of them could not be run. */
export function manifestOf(schema: GraphQLSchema, files: readonly OperationFile[]): Manifest {
  const problems: string[] = []
  const entries: [id: string, entry: ManifestEntry][] = []
  for (const file of files) {
    const found = problemsOf(schema, file)
    problems.push(...found.map((problem) => `${file.client}/${file.name}: ${problem}`))
    if (found.length === 0) entries.push(entryOf(schema, file))
  }
  if (problems.length > 0) throw new ManifestError(problems.join('\n'))
  const order = ([, { client, name }]: (typeof entries)[number]) => `${client}/${name}`
  return Object.fromEntries(entries.toSorted((a, b) => (order(a) < order(b) ? -1 : 1)))
}

function entryOf(schema: GraphQLSchema, { client, name, text }: OperationFile) {
  const short = stripIgnoredCharacters(text)
  const id = createHash('sha256').update(short).digest('hex')
  const cost = costOf(schema, parse(short), null).complexity
  return [id, { name, client, cost, text: short }] as [string, ManifestEntry]
}

function problemsOf(schema: GraphQLSchema, { name, text }: OperationFile): string[] {
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
