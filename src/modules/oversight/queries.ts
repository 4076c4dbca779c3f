import type { Database } from '../../platform/db/client.ts'
import type { Actor } from '../identity/model.ts'
import { countyPlace } from '../identity/queries.ts'
import { oversightPolicy } from './policy.ts'

/** A refused attempt as it is read. */
export interface SecurityEvent {
  readonly id: number
  readonly at: Date
  readonly action: string
  readonly code: string
  /** Null when nobody was signed in. */
  readonly username: string | null
  readonly addressHash: string
}

/** Refused attempts, the newest first. */
export async function securityEvents(
  database: Database,
  actor: Actor | null,
  { first, before }: { readonly first: number; readonly before: number | null },
): Promise<SecurityEvent[]> {
  oversightPolicy.authorize(actor, 'security.read', { place: await countyPlace(database) })
  const rows = await database.securityEvent.findMany({
    where: before === null ? {} : { id: { lt: before } },
    orderBy: { id: 'desc' },
    take: first,
  })
  const ids = rows.flatMap(({ actorId }) => actorId ?? [])
  const users = await database.user.findMany({
    where: { id: { in: ids } },
    select: { id: true, username: true },
  })
  const names = new Map(users.map(({ id, username }) => [id, username]))
  return rows.map(({ id, actorId, ...row }) => ({
    ...row,
    id: Number(id),
    username: actorId === null ? null : (names.get(actorId) ?? null),
  }))
}
