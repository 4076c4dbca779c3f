import {
  type DocumentNode,
  type ExecutionResult,
  getVariableValues,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
} from 'graphql'
import { compileQuery, isCompiledQuery } from 'graphql-jit'
import type { Context } from './context.ts'

/** Runs one operation; answers as the interpreter of `graphql` would. */
export type Execute = (
  context: Context,
  variables: Record<string, unknown>,
) => Promise<ExecutionResult> | ExecutionResult

/**
 * Compiles the one operation of a valid document to a function. Costs milliseconds and memory that is never given back:
 * only for documents of a list that nobody outside can make longer.
 */
export function compiled(schema: GraphQLSchema, document: DocumentNode): Execute {
  const compilation = compileQuery(schema, document)
  if (!isCompiledQuery(compilation)) {
    throw new AggregateError(compilation.errors ?? [], 'a document does not compile')
  }
  const definitions = variablesOf(document)
  const settle = (result: ExecutionResult, variables: Record<string, unknown>) => {
    if (!result.errors) return result
    // The compiler's words for wrong variables are its own.
    const wrong = 'data' in result ? null : getVariableValues(schema, definitions, variables)
    if (wrong?.errors) return { errors: wrong.errors }
    return { ...result, errors: result.errors.map((error) => located(error, document)) }
  }
  return (context, variables) => {
    const result = compilation.query(undefined, context, variables)
    return result instanceof Promise
      ? result.then((one) => settle(one, variables))
      : settle(result, variables)
  }
}

function variablesOf({ definitions }: DocumentNode) {
  const operation = definitions.find(
    (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
  )
  return operation?.variableDefinitions ?? []
}

/** The compiler's errors know lines and columns, but not the nodes that everything behind them asks for. */
function located(error: GraphQLError, { loc }: DocumentNode): GraphQLError {
  const lines = loc?.source.body.split('\n') ?? []
  const positions = error.locations?.map(({ line, column }) => {
    return lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, column - 1)
  })
  const { path, originalError } = error
  return new GraphQLError(error.message, { source: loc?.source, positions, path, originalError })
}
