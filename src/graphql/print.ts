import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql'

/** The schema as schema.graphql holds it: sorted, so that a difference shows a change and nothing else. */
export function schemaText(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`
}
