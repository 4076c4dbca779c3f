import { buildSchema } from 'graphql'
import { expect, test } from 'vitest'
import { operationTypes } from './operation-types.ts'

const schema = buildSchema(`
  scalar JSON
  enum Level { RED BLUE }
  input Filter { levels: [Level!], from: String! }
  interface Record { id: ID!, title: String, tags: [String!]! }
  type Notice implements Record { id: ID!, title: String, tags: [String!]! }
  type Warning implements Record { id: ID!, title: String, tags: [String!]!, level: Level!, tree: JSON }
  type Query { records(filter: Filter, first: Int!): [Record!]! }
`)

const text = `query List($filter: Filter, $first: Int!) { records(filter: $filter, first: $first) {
  __typename name: title ...Shown ... on Warning { level tree } } }
  fragment Shown on Record { tags ... on Record { id } }`

const made = operationTypes(
  schema,
  {
    abc: { name: 'List', client: 'mini', cost: 1, text },
    def: { name: 'Other', client: 'website', cost: 1, text },
  },
  'mini',
)

test('what an operation takes and answers is told as the schema has it; what only some types have may be missing', () => {
  expect(made.types).toBe(`// Made by \`npm run fix\` from operations/ and the schema; do not edit.

export interface Filter {
  readonly levels?: readonly Level[] | null
  readonly from: string
}

export type Level =
  | 'RED'
  | 'BLUE'

export interface Operations {
  List: {
    variables: { filter?: Filter | null; first: number }
    data: {
      readonly records: readonly {
        readonly __typename: string
        readonly name: string | null
        readonly tags: readonly string[]
        readonly id: string
        readonly level?: Level
        readonly tree?: unknown
      }[]
    }
  }
}

export declare const documents: { readonly [Name in keyof Operations]: string }
`)
})

test('documents are listed by name, those of one front end alone', () => {
  expect(made.documents).toContain("exports.documents = {\n  List: 'abc',\n}\n")
})
