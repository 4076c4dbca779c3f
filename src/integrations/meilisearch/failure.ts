import {
  MeilisearchApiError,
  MeilisearchError,
  type MeilisearchErrorResponse,
  MeilisearchRequestError,
  MeilisearchRequestTimeOutError,
  MeilisearchTaskTimeOutError,
} from 'meilisearch'
import { type EngineFailure, SearchEngineError } from '../../modules/search/ports.ts'

/** Runs calls of the client; what it throws leaves as a SearchEngineError without the engine's own words. */
export async function asEngineError<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw translated(error)
  }
}

/** The failure of a task that the engine had accepted. */
export function taskFailure(error: MeilisearchErrorResponse | null): SearchEngineError {
  if (!error) return new SearchEngineError('UNAVAILABLE', 'TASK_CANCELED')
  const failure: EngineFailure = error.type === 'invalid_request' ? 'REJECTED' : 'UNAVAILABLE'
  return new SearchEngineError(failure, error.code)
}

function translated(error: unknown): unknown {
  // What the engine answered, when the client was not the one to receive it.
  if (error instanceof MeilisearchRequestError && error.cause instanceof MeilisearchApiError) {
    return translated(error.cause)
  }
  if (error instanceof MeilisearchApiError) {
    const { status } = error.response
    // A wrong key, an overloaded engine: not the fault of what was sent.
    const ours = status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status)
    return new SearchEngineError(
      ours ? 'REJECTED' : 'UNAVAILABLE',
      error.cause?.code ?? `HTTP_${status}`,
    )
  }
  if (error instanceof MeilisearchTaskTimeOutError || isTimeout(error)) {
    return new SearchEngineError('UNAVAILABLE', 'TIMEOUT')
  }
  if (error instanceof MeilisearchError || error instanceof SyntaxError) {
    return new SearchEngineError('UNAVAILABLE', 'UNREACHABLE')
  }
  return error
}

function isTimeout(error: unknown): boolean {
  return (
    error instanceof MeilisearchRequestError &&
    error.cause instanceof MeilisearchRequestTimeOutError
  )
}
