import type { Transaction } from '../../platform/db/client.ts'
import type { Authority } from '../../platform/command.ts'
import { ConflictError, ForbiddenError, NotFoundError } from '../../platform/errors.ts'
import type { Actor } from '../identity/model.ts'
import { isUuid } from '../identity/queries.ts'
import type { Edition } from './model.ts'
import { disclosurePolicy } from './policy.ts'
import { visibleEdition } from './queries.ts'

type Action = Parameters<typeof disclosurePolicy.authorize>[1]

/** Which edition a command is about, and the version that its caller has seen. */
export interface EditionReference {
  readonly editionId: string
  readonly expectedVersion: number
}

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
  const edition = await foundEdition(tx, actor, editionId)
  if (edition.version !== expectedVersion) throw ConflictError.staleVersion()
  return { edition, by: disclosurePolicy.authorize(actor, action, edition) }
}

/** The same for what does not change the edition itself, whatever its version. */
export async function guardedById(
  tx: Transaction,
  actor: Actor | null,
  action: Action,
  editionId: string,
): Promise<{ edition: Edition; by: Authority }> {
  const edition = await foundEdition(tx, actor, editionId)
  return { edition, by: disclosurePolicy.authorize(actor, action, edition) }
}

async function foundEdition(tx: Transaction, actor: Actor | null, id: string): Promise<Edition> {
  if (!actor) throw ForbiddenError.unauthenticated()
  const edition = isUuid(id) ? await visibleEdition(tx, actor, id) : null
  if (!edition) throw new NotFoundError()
  return edition
}
