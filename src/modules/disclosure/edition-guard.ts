import type { Transaction } from '../../platform/db/client.ts'
import type { Authority } from '../../platform/command.ts'
import { ConflictError, ForbiddenError, NotFoundError } from '../../platform/errors.ts'
import type { Actor } from '../identity/model.ts'
import type { Edition } from './model.ts'
import { disclosurePolicy } from './policy.ts'
import { visibleEdition } from './queries.ts'

type Action = Parameters<typeof disclosurePolicy.authorize>[1]

/** Which edition a command is about, and the version that its caller has seen. */
export interface EditionReference {
  readonly editionId: string
  readonly expectedVersion: number
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * The gate of every command on an edition: not visible is not found, another version than the one seen is a conflict
 * (before the rights, which may depend on the step that has moved on), and what is not permitted is forbidden.
 */
export async function guardedEdition(
  tx: Transaction,
  actor: Actor | null,
  action: Action,
  { editionId, expectedVersion }: EditionReference,
): Promise<{ edition: Edition; by: Authority }> {
  if (!actor) throw ForbiddenError.unauthenticated()
  const edition = UUID.test(editionId) ? await visibleEdition(tx, actor, editionId) : null
  if (!edition) throw new NotFoundError()
  if (edition.version !== expectedVersion) throw ConflictError.staleVersion()
  return { edition, by: disclosurePolicy.authorize(actor, action, edition) }
}
