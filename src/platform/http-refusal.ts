import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  type DomainError,
  ForbiddenError,
  NotFoundError,
  type Problem,
  RateLimitedError,
  ValidationError,
} from './errors.ts'
import { refuse } from './http.ts'

/** Refuses a request whose body may still be on its way: the connection ends with the answer, what comes is not kept. */
export function refuseSent(
  request: IncomingMessage,
  response: ServerResponse,
  error: DomainError,
): void {
  response.setHeader('Connection', 'close')
  response.once('finish', () => request.destroy())
  request.resume()
  if (error instanceof RateLimitedError) {
    response.setHeader('Retry-After', error.retryAfterSeconds)
  }
  refuse(response, statusOf(error), error.code, error.message, problemsOf(error))
}

/** Which fields are meant, where the whole input is not. */
function problemsOf(error: DomainError): { readonly problems?: readonly Problem[] } {
  if (!(error instanceof ValidationError)) return {}
  return error.problems.some(({ path }) => path !== '') ? { problems: error.problems } : {}
}

function statusOf(error: DomainError): number {
  if (error.code === 'FILE_TOO_LARGE') return 413
  if (error.code === 'UNSUPPORTED_MEDIA_TYPE') return 415
  if (error.code === 'UNAUTHENTICATED') return 401
  if (error instanceof ForbiddenError) return 403
  if (error instanceof NotFoundError) return 404
  if (error instanceof RateLimitedError) return 429
  return error instanceof ValidationError ? 422 : 409
}
