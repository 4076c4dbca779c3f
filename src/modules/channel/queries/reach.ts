import { type Database, Prisma } from '../../../platform/db/client.ts'
import { ForbiddenError } from '../../../platform/errors.ts'
import type { Actor } from '../../identity/model.ts'
import type { Channel, DeliveryState } from '../model.ts'
import { channelPolicy } from '../policy.ts'

/** How far one version of a record has come. */
export interface Reach {
  readonly version: number
  /** People who were sent it by any channel: phone and WeChat of one person are one. */
  readonly people: number
  readonly channels: readonly ChannelReach[]
}

/** The same over one channel, in deliveries. */
export interface ChannelReach {
  readonly channel: Channel
  /** Addresses that it is owed to, or was. */
  readonly addresses: number
  readonly people: number
  readonly states: Readonly<Partial<Record<DeliveryState, number>>>
}

/** Of a record's version, the newest if none is said; null when the record does not exist or the actor may not know. */
export async function publicationReach(
  database: Database,
  actor: Actor | null,
  indexNumber: string,
  version: number | null,
): Promise<Reach | null> {
  if (!actor) throw ForbiddenError.unauthenticated()
  const publication = await database.publication.findFirst({
    where: { indexNumber, ...(version === null ? {} : { version }) },
    orderBy: { version: 'desc' },
    select: {
      id: true,
      version: true,
      disclosure: { select: { organization: { select: { code: true, path: true } } } },
    },
  })
  const place = publication?.disclosure.organization
  if (!publication || !place || !channelPolicy.can(actor, 'reach.read', { place })) return null
  const [counts, people] = await Promise.all([
    countStates(database, publication.id),
    countPeople(database, publication.id),
  ])
  return {
    version: publication.version,
    people: people.find(({ channel }) => channel === null)?.people ?? 0,
    channels: [...Map.groupBy(counts, ({ channel }) => channel)].map(([channel, rows]) => ({
      channel,
      addresses: rows.reduce((sum, { count }) => sum + count, 0),
      people: people.find((one) => one.channel === channel)?.people ?? 0,
      states: Object.fromEntries(rows.map(({ state, count }) => [state, count])),
    })),
  }
}

function countStates(database: Database, publicationId: string) {
  return database.$queryRaw<{ channel: Channel; state: DeliveryState; count: number }[]>`
    SELECT channel, state, count(*)::int count FROM delivery
     WHERE publication_id = ${publicationId}::uuid GROUP BY channel, state ORDER BY channel, state`
}

// Endpoints and boards are no people. What was recalled had been sent.
function countPeople(database: Database, publicationId: string) {
  return database.$queryRaw<{ channel: Channel | null; people: number }[]>`
    SELECT d.channel, count(DISTINCT ${PERSON})::int people
      FROM delivery d JOIN receiver r ON r.id = d.receiver_id
     WHERE d.publication_id = ${publicationId}::uuid AND d.channel IN ('SMS', 'WECHAT')
       AND d.state IN ('SENT', 'DELIVERED', 'RECALLED')
     GROUP BY GROUPING SETS ((d.channel), ())`
}

/** Receivers of one person have their phone in common. */
export const PERSON = Prisma.sql`coalesce(r.person_hash, r.id::text)`
