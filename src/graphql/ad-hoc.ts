import {
  type ExecutionArgs,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  OperationTypeNode,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { RateLimitedError } from '../platform/errors.ts'
import type { Context } from './context.ts'
import { type Cost, costOf } from './cost.ts'
import { ANONYMOUS_LIMITS, complexityError, QUERY_LIMITS } from './limits.ts'
import { maskError } from './masking.ts'
import { trustedOf } from './trusted-plugin.ts'

/** What callers who say not who they are may read with documents of their own. */
export interface AdHocSettings {
  /** Whether they may send any. */
  readonly open: boolean
  /** How much complexity one address may ask for in a minute; 0: as much as it likes. */
  readonly pointsPerMinute: number
}

/**
 * Limits documents that are not in the manifest by their cost, which every answer tells; what anonymous callers read
 * more tightly, and by how much they have asked for in the last minute. What they may change (signing in) has limits of
 * its own.
 */
export function adHocPlugin(
  schema: GraphQLSchema,
  { open, pointsPerMinute }: AdHocSettings,
): Plugin<Context> {
  const limiter =
    pointsPerMinute > 0
      ? new RateLimiterMemory({ points: pointsPerMinute, duration: 60, keyPrefix: 'ad-hoc' })
      : null
  return {
    async onExecute({ args, setResultAndStopExecution }) {
      const { actor, client, caller, request } = args.contextValue
      if (trustedOf(request)) return
      const { document, operationName } = args as ExecutionArgs
      const reads = getOperationAST(document, operationName)?.operation === OperationTypeNode.QUERY
      const anonymous = reads && (actor ?? client) === null
      const cost = costOf(schema, document, operationName ?? null)
      const limits = anonymous ? ANONYMOUS_LIMITS : QUERY_LIMITS
      try {
        if (anonymous && !open) throw closed()
        assertWithin(cost, limits)
        if (anonymous && limiter) await consume(limiter, caller.address, cost.complexity)
      } catch (error) {
        setResultAndStopExecution({ errors: [asRefusal(error)] })
        return
      }
      return {
        onExecuteDone({ result, setResult }) {
          if (Symbol.asyncIterator in result) return
          const { complexity } = cost
          const told = { complexity, limit: limits.complexity }
          setResult({ ...result, extensions: { ...result.extensions, cost: told } })
        },
      }
    },
  }
}

function assertWithin(cost: Cost, limits: Partial<Cost>): void {
  for (const [kind, most] of Object.entries(limits)) {
    if (cost[kind as keyof Cost] > most) throw complexityError(kind)
  }
}

async function consume(limiter: RateLimiterMemory, address: string, points: number) {
  try {
    await limiter.consume(address, points)
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error
    throw new RateLimitedError(Math.ceil(error.msBeforeNext / 1000))
  }
}

/** The typed refusal with the status that proxies and scripts look at. */
function asRefusal(error: unknown): GraphQLError {
  const masked = maskError(error)
  if (error instanceof RateLimitedError) {
    const headers = { 'Retry-After': String(error.retryAfterSeconds) }
    masked.extensions['http'] = { status: 429, headers }
  }
  return masked
}

function closed(): GraphQLError {
  return new GraphQLError('未登录时只能使用已登记的查询', {
    extensions: { code: 'AD_HOC_CLOSED', http: { status: 403 } },
  })
}
