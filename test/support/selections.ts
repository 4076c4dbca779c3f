import {
  getNamedType,
  type GraphQLObjectType,
  isInterfaceType,
  isLeafType,
  isObjectType,
} from 'graphql'
import { schema } from '../../src/graphql/schema.ts'

/** A selection of everything that a kind has beyond what all records have. */
export function ownFields(name: string): string {
  return selectionOf(recordType(name), new Set(Object.keys(commonFields())))
}

/** A selection of every text and number that all records have. */
export function commonLeaves(): string {
  return Object.values(commonFields())
    .filter(({ type, args }) => isLeafType(getNamedType(type)) && args.length === 0)
    .map(({ name }) => name)
    .join(' ')
}

function recordType(name: string): GraphQLObjectType {
  const type = schema.getType(name)
  if (!isObjectType(type)) throw new Error(`${name} is no record`)
  return type
}

function commonFields() {
  const common = schema.getType('Disclosure')
  if (!isInterfaceType(common)) throw new Error('there are no records')
  return common.getFields()
}

/** What has an identity of its own is asked for that alone: records, organizations and items point to each other. */
function selectionOf(type: GraphQLObjectType, leftOut: ReadonlySet<string> = new Set()): string {
  return Object.values(type.getFields())
    .filter(({ name }) => !leftOut.has(name))
    .flatMap(({ name, type: wrapped }) => {
      const inner = getNamedType(wrapped)
      if (isLeafType(inner)) return [name]
      if (!isObjectType(inner)) return []
      const identity = inner.getInterfaces().some(({ name: of }) => of === 'Node')
      return [`${name} { ${identity ? 'id' : selectionOf(inner)} }`]
    })
    .join(' ')
}
