import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLEnumType,
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionNode,
  typeFromAST,
  TypeNameMetaFieldDef,
} from 'graphql'
import type { Manifest } from './trusted.ts'

const SCALARS: Readonly<Record<string, string>> = {
  Int: 'number',
  Float: 'number',
  Boolean: 'boolean',
  JSON: 'unknown',
}

/** What is selected under one name of a response. */
interface Selected {
  readonly type: GraphQLType
  /** Only some of the types that may stand there have it. */
  readonly optional: boolean
  readonly selections: SelectionNode[]
}

/** TypeScript declarations of what a front end's operations take and answer, and the ids of their documents. */
export function operationTypes(
  schema: GraphQLSchema,
  manifest: Manifest,
  client: string,
): { readonly types: string; readonly documents: string } {
  const own = Object.entries(manifest).filter(([, entry]) => entry.client === client)
  const named = new Map<string, GraphQLNamedType>()
  const operations = own.map(([, { name, text }]) => {
    const writer = writerOf(schema, parse(text), named)
    return `  ${name}: {\n    variables: ${writer.variables}\n    data: ${writer.data}\n  }\n`
  })
  const declarations = [...named.values()]
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .map(declarationOf)
  const ids = own.map(([id, { name }]) => `  ${name}: '${id}',\n`)
  const note = '// Made by `npm run fix` from operations/ and the schema; do not edit.\n'
  return {
    types: [
      note,
      ...declarations,
      `export interface Operations {\n${operations.join('')}}\n`,
      'export declare const documents: { readonly [Name in keyof Operations]: string }\n',
    ].join('\n'),
    documents: `${note}'use strict'\n\nexports.documents = {\n${ids.join('')}}\n`,
  }
}

function writerOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  named: Map<string, GraphQLNamedType>,
) {
  const fragments = new Map<string, FragmentDefinitionNode>()
  let operation: OperationDefinitionNode | undefined
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition)
    } else if (definition.kind === Kind.OPERATION_DEFINITION) operation = definition
  }
  const root = schema.getQueryType()
  if (!operation || !root) throw new Error('a document holds one query')

  const note = (type: GraphQLNamedType): string => {
    if (isInputObjectType(type) && !named.has(type.name)) {
      named.set(type.name, type)
      for (const field of Object.values(type.getFields())) note(getNamedType(field.type))
    }
    if (isEnumType(type)) named.set(type.name, type)
    return nameOf(type)
  }

  /** The fields under some selections of a type, those of the same name together. */
  const fieldsOf = (type: GraphQLCompositeType, selections: readonly SelectionNode[]) => {
    const fields = new Map<string, Selected>()
    const collect = (on: GraphQLCompositeType, from: readonly SelectionNode[], some: boolean) => {
      for (const selection of from) {
        if (selection.kind === Kind.FIELD) {
          const key = (selection.alias ?? selection.name).value
          const before = fields.get(key)
          fields.set(key, {
            type: before?.type ?? fieldType(on, selection.name.value),
            optional: some && before?.optional !== false,
            selections: [
              ...(before?.selections ?? []),
              ...(selection.selectionSet?.selections ?? []),
            ],
          })
          continue
        }
        const fragment =
          selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)
        const name = fragment?.typeCondition?.name.value
        const to = name === undefined ? on : schema.getType(name)
        if (!fragment || !isCompositeType(to)) throw new Error(`no fragment ${name}`)
        collect(to, fragment.selectionSet.selections, some || to !== type)
      }
    }
    collect(type, selections, false)
    return fields
  }

  const written = (
    type: GraphQLType,
    selections: readonly SelectionNode[],
    deep: string,
  ): string => {
    if (isNonNullType(type)) return required(type.ofType, selections, deep)
    const text = required(type, selections, deep)
    return text === 'unknown' ? text : `${text} | null`
  }
  const required = (
    type: GraphQLType,
    selections: readonly SelectionNode[],
    deep: string,
  ): string => {
    if (isListType(type)) return listText(written(type.ofType, selections, deep))
    const one = getNamedType(type)
    if (!isCompositeType(one)) return note(one)
    const lines = [...fieldsOf(one, selections)].map(
      ([key, field]) =>
        `${deep}  readonly ${key}${field.optional ? '?' : ''}: ${written(field.type, field.selections, `${deep}  `)}\n`,
    )
    return `{\n${lines.join('')}${deep}}`
  }

  const variables = (operation.variableDefinitions ?? []).map(({ variable, type }) => {
    // The schema knows every type that a valid document names.
    const given = typeFromAST(schema, type as never) as GraphQLType
    const optional = isNonNullType(given) ? '' : '?'
    return `${variable.name.value}${optional}: ${inputText(given, note)}`
  })
  return {
    variables: variables.length === 0 ? 'Record<string, never>' : `{ ${variables.join('; ')} }`,
    data: required(root, operation.selectionSet.selections, '    '),
  }
}

function fieldType(type: GraphQLCompositeType, name: string): GraphQLType {
  const field =
    isObjectType(type) || isInterfaceType(type) ? type.getFields()[name]?.type : undefined
  if (field) return field
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef.type
  throw new Error(`${type.name} has no ${name}`)
}

function inputText(type: GraphQLType, nameIn: (type: GraphQLNamedType) => string): string {
  if (isNonNullType(type)) return inputText(type.ofType, nameIn).replace(/ \| null$/, '')
  const text = isListType(type)
    ? listText(inputText(type.ofType, nameIn))
    : nameIn(getNamedType(type))
  return `${text} | null`
}

function listText(item: string): string {
  return item.endsWith(' | null') ? `readonly (${item})[]` : `readonly ${item}[]`
}

function nameOf(type: GraphQLNamedType): string {
  return isEnumType(type) || isInputObjectType(type) ? type.name : (SCALARS[type.name] ?? 'string')
}

function declarationOf(type: GraphQLNamedType): string {
  if (isEnumType(type)) return enumText(type)
  if (isInputObjectType(type)) return inputObjectText(type)
  throw new Error(`${type.name} needs no declaration`)
}

function enumText(type: GraphQLEnumType): string {
  const values = type.getValues().map(({ name }) => `  | '${name}'\n`)
  return `export type ${type.name} =\n${values.join('')}`
}

function inputObjectText(type: GraphQLInputObjectType): string {
  const fields = Object.values(type.getFields()).map(({ name, type: of }) => {
    return `  readonly ${name}${isNonNullType(of) ? '' : '?'}: ${inputText(of, nameOf)}\n`
  })
  return `export interface ${type.name} {\n${fields.join('')}}\n`
}
