import type { Transaction } from '../../platform/db/client.ts'
import { ForbiddenError, NotFoundError } from '../../platform/errors.ts'
import type { Actor, Place } from '../identity/model.ts'

/** The organization whose board it is. */
export async function boardPlace(
  tx: Transaction,
  actor: Actor | null,
  code: string,
): Promise<Place> {
  if (!actor) throw ForbiddenError.unauthenticated()
  const select = { code: true, path: true } as const
  const place = await tx.organization.findUnique({ where: { code }, select })
  if (!place) throw new NotFoundError('没有这个公开主体')
  return place
}
