import type { GraphQLError } from 'graphql'
import type { Logger } from '../platform/log.ts'
import type { Caller, Context, Services } from './context.ts'
import { asRequestError } from './hardening.ts'
import { NOBODY } from './identity.ts'
import { maskError, tellMasked } from './masking.ts'
import type { TrustedDocument } from './trusted.ts'

/** An answer to an anonymous caller. */
export interface PublicAnswer {
  readonly status: number
  /** JSON. */
  readonly body: string
  /** Whether it is the answer alone, without errors, and may be kept. */
  readonly whole: boolean
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
    let isPrivate = false
    const keepPrivate = () => {
      isPrivate = true
    }
    const context: Context = {
      ...services,
      ...NOBODY,
      caller,
      setCookie: noCookie,
      keepPrivate,
    }
    const result = await document.execute(context, variables)
    if (!result.errors) return { status: 200, body: JSON.stringify(result), whole: !isPrivate }
    const errors = result.errors.map(maskError)
    if (!('data' in result)) for (const error of errors) asRequestError(error)
    tellMasked(log, errors, requestId)
    const status = 'data' in result ? 200 : Math.max(...errors.map(statusOf))
    const body = JSON.stringify({ ...result, errors: errors.map(withoutInternals) })
    return { status, body, whole: false }
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
