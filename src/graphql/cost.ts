import { complexityFromQuery } from '@pothos/plugin-complexity'
import { type DefinitionNode, type DocumentNode, type GraphQLSchema, Kind, visit } from 'graphql'

/** How much of the server an operation takes. */
export interface Cost {
  /** Fields to answer, as the schema reckons them. */
  readonly complexity: number
  readonly depth: number
  readonly breadth: number
  /** Of the whole document that it stands in. */
  readonly aliases: number
  readonly tokens: number
}

const costs = new WeakMap<DocumentNode, Map<string | null, Cost>>()

/** What an operation of a valid document costs. No cost depends on arguments, so it is reckoned once a document. */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null,
): Cost {
  const known = costs.get(document) ?? new Map<string | null, Cost>()
  costs.set(document, known)
  const cost = known.get(operationName) ?? reckon(schema, document, operationName)
  known.set(operationName, cost)
  return cost
}

function reckon(schema: GraphQLSchema, document: DocumentNode, operationName: string | null): Cost {
  const definitions = document.definitions.flatMap((one): DefinitionNode[] => {
    if (one.kind !== Kind.OPERATION_DEFINITION) return [one]
    const chosen = operationName === null || one.name?.value === operationName
    // Without their definitions, variables that were not given are not missed.
    return chosen ? [{ ...one, variableDefinitions: [] }] : []
  })
  const cost = complexityFromQuery({ ...document, definitions }, { schema })
  return { ...cost, aliases: aliasesIn(document), tokens: tokensIn(document) }
}

function aliasesIn(document: DocumentNode): number {
  let count = 0
  visit(document, { Field: ({ alias }) => void (count += alias ? 1 : 0) })
  return count
}

function tokensIn({ loc }: DocumentNode): number {
  let count = 0
  for (let token = loc?.startToken.next; token && token !== loc?.endToken; token = token.next) {
    count += 1
  }
  return count
}
