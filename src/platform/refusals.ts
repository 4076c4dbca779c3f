import { type DomainError, ForbiddenError, PrivacyError, RateLimitedError } from './errors.ts'

/** An attempt that was refused. */
export interface RefusedAttempt {
  /** Name of the mutation, field or address. */
  readonly action: string
  /** Of the refusal. */
  readonly code: string
  /** Null when nobody was signed in. */
  readonly actorId: string | null
  /** Where it came from. */
  readonly address: string
}

/** Where refused attempts are noted. */
export interface Refusals {
  /** Never fails and never waits; a flood leaves out more than it writes. */
  note(attempt: RefusedAttempt): void
  /** Resolves when everything noted so far is written. */
  settled(): Promise<void>
}

/** Whether a refusal is one that security asks about: a right, personal data, or too many attempts. */
export function isNoteworthy(error: unknown): error is DomainError {
  return [ForbiddenError, PrivacyError, RateLimitedError].some((kind) => error instanceof kind)
}
