import type { GraphQLError } from 'graphql'
import type { Logger } from '../platform/log.ts'
import type { Caller, Context, Services } from './context.ts'
import { asRequestError } from './hardening.ts'
import { NOBODY } from './identity.ts'
import { watchedSources } from './sources.ts'
import { maskError, tellMasked } from './masking.ts'
import type { TrustedDocument } from './trusted.ts'

/** An answer to an anonymous caller. */
export interface PublicAnswer {
  readonly status: number
  /** JSON. */
  readonly body: string
  /** What it was made from; null when it must not be kept: it has errors, or was made from what nobody purges. */
  readonly tags: ReadonlySet<string> | null
  /** Whether nobody else may store it either. */
  readonly isPrivate: boolean
}

/** Asks a document of the manifest for nobody in particular. */
export type PublicReads = (
  document: TrustedDocument,
  variables: Record<string, unknown>,
  asker: { readonly requestId: string; readonly caller: Caller },
) => Promise<PublicAnswer>

/**
 * The short way for reads by documents of the manifest: the same schema, rules and errors as in Yoga, without what an
 * unknown document and an unknown caller take.
 */
export function publicReads(services: Services, log: Logger): PublicReads {
  return async (document, variables, { requestId, caller }) => {
    const sources = watchedSources(services)
    const own = { ...NOBODY, caller, setCookie: noCookie }
    const context: Context = Object.assign(sources.services, own)
    const result = await document.execute(context, variables)
    if (!result.errors) {
      const isPrivate = sources.isPrivate()
      return { status: 200, body: JSON.stringify(result), tags: sources.tags(), isPrivate }
    }
    const errors = result.errors.map(maskError)
    if (!('data' in result)) for (const error of errors) asRequestError(error)
    tellMasked(log, errors, requestId)
    const status = 'data' in result ? 200 : Math.max(...errors.map(statusOf))
    const body = JSON.stringify({ ...result, errors: errors.map(withoutInternals) })
    return { status, body, tags: null, isPrivate: sources.isPrivate() }
  }
}

function noCookie(): void {
  throw new Error('a public read sets no cookie')
}

function statusOf({ extensions }: GraphQLError): number {
  return extensions.http?.status ?? 200
}

/** What HTTP needed to know of an error is no part of the answer. */
function withoutInternals(error: GraphQLError) {
  const { extensions, ...rest } = error.toJSON()
  const { http: _, ...told } = extensions ?? {}
  return { ...rest, ...(Object.keys(told).length > 0 && { extensions: told }) }
}
