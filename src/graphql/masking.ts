import { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { DomainError, PrivacyError, RateLimitedError, ValidationError } from '../platform/errors.ts'
import { isUnstorableText, unstorableText } from '../platform/database-failure.ts'
import type { Logger } from '../platform/log.ts'
import type { Exchange } from './exchange.ts'

const UNEXPECTED = 'INTERNAL_SERVER_ERROR'

/**
 * What the caller may know of an error: refusals and GraphQL's own errors as they are, of everything else that it
 * happened. The original stays attached for the log; it is never serialized.
 */
export function maskError(error: unknown): GraphQLError {
  const thrown = originalOf(error)
  if (thrown === null) return error as GraphQLError
  const original = isUnstorableText(thrown) ? unstorableText() : thrown
  const located = error instanceof GraphQLError ? error : null
  const { nodes, source, positions, path } = located ?? {}
  const position = { nodes, source, positions, path, originalError: original }
  return original instanceof DomainError
    ? new GraphQLError(original.message, { ...position, extensions: extensionsOf(original) })
    : new GraphQLError('服务器内部错误', { ...position, extensions: { code: UNEXPECTED } })
}

/** Logs every masked error under the id of its request and tells the caller that id. */
export function reportMasked(log: Logger): Plugin<object, { exchange: Exchange }> {
  return {
    onResultProcess({ result, serverContext }) {
      for (const single of Array.isArray(result) ? result : [result]) {
        if (!('errors' in single)) continue
        tellMasked(log, single.errors ?? [], serverContext.exchange.requestId)
      }
    },
  }
}

/** The masked ones among the errors of one answer: to the log what they are, to the caller under which id it stands. */
export function tellMasked(log: Logger, errors: readonly GraphQLError[], requestId: string): void {
  for (const error of errors) {
    if (error.extensions['code'] !== UNEXPECTED) continue
    error.extensions['requestId'] = requestId
    log.error(
      { requestId, path: error.path?.join('.'), err: error.originalError },
      '处理请求时出错',
    )
  }
}

/** The error that a resolver threw; null for an error that GraphQL itself raised. */
function originalOf(error: unknown): Error | null {
  if (!(error instanceof GraphQLError)) {
    return error instanceof Error ? error : new Error('something that is no error was thrown')
  }
  return error.originalError == null ? null : originalOf(error.originalError)
}

function extensionsOf(error: DomainError): Record<string, unknown> {
  const { code } = error
  if (error instanceof ValidationError) return { code, problems: error.problems }
  if (error instanceof PrivacyError) return { code, problems: error.findings }
  if (error instanceof RateLimitedError) return { code, retryAfterSeconds: error.retryAfterSeconds }
  return { code }
}
