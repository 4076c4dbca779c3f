import type { Database } from '../../../platform/db/client.ts'
import type { Actor } from '../../identity/model.ts'
import { countyPlace } from '../../identity/queries.ts'
import type { Digest, SubscribedChannel } from '../model.ts'
import { channelPolicy } from '../policy.ts'
import { addressHash } from '../sealed.ts'
import type { Scope } from '../subscription.ts'
import { PERSON } from './reach.ts'

/** Who can be reached by subscriptions. */
export interface SubscriptionReach {
  readonly people: number
  readonly addresses: number
  readonly subscriptions: number
  readonly channels: readonly {
    readonly channel: SubscribedChannel
    readonly people: number
    readonly addresses: number
    readonly subscriptions: number
  }[]
}

/** Counts people, not addresses: those with a phone in common are one. For the office. */
export async function subscriptionReach(
  database: Database,
  actor: Actor | null,
): Promise<SubscriptionReach> {
  channelPolicy.authorize(actor, 'subscription.oversee', { place: await countyPlace(database) })
  type Counts = { people: number; addresses: number; subscriptions: number }
  const rows = await database.$queryRaw<(Counts & { channel: SubscribedChannel | null })[]>`
    SELECT r.channel, count(DISTINCT ${PERSON})::int people, count(DISTINCT r.id)::int addresses,
           count(*)::int subscriptions
      FROM subscription s JOIN receiver r ON r.id = s.receiver_id
     WHERE s.ended_at IS NULL GROUP BY GROUPING SETS ((r.channel), ()) ORDER BY r.channel`
  const all = rows.find(({ channel }) => channel === null)
  const { people = 0, addresses = 0, subscriptions = 0 } = all ?? {}
  const channels = rows.flatMap(({ channel, ...counts }) =>
    channel ? [{ channel, ...counts }] : [],
  )
  return { people, addresses, subscriptions, channels }
}

/** Why a subscription can never fire. */
export const DEAD_REASONS = [
  'ITEM_GONE',
  'AREA_GONE',
  'ORGANIZATION_CLOSED',
  'CHANNEL_NOT_USED',
  'KIND_NOT_ACCEPTED',
  'NOT_OWED',
] as const
export type DeadReason = (typeof DEAD_REASONS)[number]

/** Subscriptions of one scope that can never fire, and how many there are. */
export interface DeadSubscription {
  readonly channel: SubscribedChannel
  readonly areaCode: string | null
  readonly itemCode: string | null
  readonly organizationCode: string | null
  readonly kind: string | null
  readonly reason: DeadReason
  readonly count: number
}

/**
 * Those for which no publication can come: nothing that is in force fits all that they ask for. Words are left out of it:
 * any may turn up. For the office.
 */
export async function deadSubscriptions(
  database: Database,
  actor: Actor | null,
  today: string,
): Promise<DeadSubscription[]> {
  channelPolicy.authorize(actor, 'subscription.oversee', { place: await countyPlace(database) })
  return database.$queryRaw<DeadSubscription[]>`
    WITH held AS (
      SELECT r.channel, s.area_code, s.item_code, s.organization_code, s.kind, count(*)::int count
        FROM subscription s JOIN receiver r ON r.id = s.receiver_id WHERE s.ended_at IS NULL
       GROUP BY r.channel, s.area_code, s.item_code, s.organization_code, s.kind
    ), judged AS (
      SELECT h.*, CASE
        WHEN item_code IS NOT NULL AND NOT EXISTS (SELECT FROM item i WHERE i.code = h.item_code) THEN 'ITEM_GONE'
        WHEN area_code IS NOT NULL AND NOT EXISTS (SELECT FROM area a WHERE a.code = h.area_code) THEN 'AREA_GONE'
        WHEN organization_code IS NOT NULL AND NOT EXISTS (
          SELECT FROM organization o WHERE h.organization_code = ANY(o.path)
             AND (o.valid_to IS NULL OR o.valid_to >= ${today}::date)) THEN 'ORGANIZATION_CLOSED'
        WHEN NOT EXISTS (SELECT FROM item i JOIN item_channel c ON c.item_code = i.code AND c.channel = h.channel
                          WHERE i.code = coalesce(h.item_code, i.code) AND i.area_code = coalesce(h.area_code, i.area_code))
          THEN 'CHANNEL_NOT_USED'
        WHEN kind IS NOT NULL AND NOT EXISTS (
          SELECT FROM item i WHERE i.code = coalesce(h.item_code, i.code) AND i.area_code = coalesce(h.area_code, i.area_code)
             AND h.kind = ANY(i.kinds)) THEN 'KIND_NOT_ACCEPTED'
        WHEN organization_code IS NOT NULL AND NOT EXISTS (
          SELECT FROM duty d JOIN item i ON i.code = d.item_code JOIN organization o ON o.code = d.organization_code
           WHERE h.organization_code = ANY(o.path)
             AND i.code = coalesce(h.item_code, i.code) AND i.area_code = coalesce(h.area_code, i.area_code))
          THEN 'NOT_OWED' END reason
        FROM held h
    )
    SELECT channel, area_code "areaCode", item_code "itemCode", organization_code "organizationCode", kind, reason, count
      FROM judged WHERE reason IS NOT NULL ORDER BY count DESC, channel, area_code, item_code, organization_code, kind`
}

/** What a receiver has subscribed to, the oldest first; for the endpoint that knows whose address it is. */
export async function subscriptionsOf(
  database: Database,
  { channel, address }: { readonly channel: SubscribedChannel; readonly address: string },
): Promise<(Scope & { readonly id: string; readonly digest: Digest })[]> {
  return database.subscription.findMany({
    where: { endedAt: null, receiver: { channel, addressHash: addressHash(database, address) } },
    orderBy: { id: 'asc' },
    select: {
      id: true,
      digest: true,
      areaCode: true,
      itemCode: true,
      organizationCode: true,
      kind: true,
      words: true,
    },
  })
}
