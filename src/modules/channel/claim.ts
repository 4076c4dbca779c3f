import { type Database, Prisma, type Transaction } from '../../platform/db/client.ts'
import type { Claimed } from './message.ts'
import type { Lane } from './model.ts'
import type { Gateway } from './ports.ts'
import { channelRules } from './rules.ts'
import { admitted } from './wechat-consent.ts'

/** Which deliveries, how many at most, and how long they are ours. */
export interface ClaimOptions {
  readonly lane: Lane
  readonly most: number
  readonly now: Date
  readonly leaseMs: number
}

/** Takes what is due and may be sent: of a channel that needs consents, what has one. */
export async function claim(
  database: Database,
  gateway: Gateway,
  options: ClaimOptions,
): Promise<Claimed[]> {
  const { templateOf } = gateway
  if (!templateOf) return take(database, gateway, options)
  for (;;) {
    const [taken, going] = await database.$transaction(
      async (tx) => {
        const rows = await take(tx, gateway, options)
        return [rows.length, rows.length > 0 ? await admitted(tx, templateOf, rows) : rows] as const
      },
      // Its locks are what keeps servers apart; whoever waited for one has to see what came of it.
      { isolationLevel: 'ReadCommitted' },
    )
    if (taken === 0 || going.length > 0) return going
  }
}

/**
 * Takes what is due, the longest due first, marks it SENDING and writes the try, all before the network is touched. What
 * is no longer public is left alone: while a record is being published its deliveries are out of reach, so that whoever
 * publishes knows who was told. With a digest come all others that are due for its receiver.
 */
async function take(
  db: Database | Transaction,
  gateway: Gateway,
  { lane, most, now, leaseMs }: ClaimOptions,
): Promise<Claimed[]> {
  const { channel, idempotent, ordered, dailyLimit } = gateway
  const open = idempotent ? Prisma.sql`('PLANNED', 'UNKNOWN')` : Prisma.sql`('PLANNED')`
  const mayGo = Prisma.sql`
    d.channel = ${channel}::channel AND d.lane = ${lane}::delivery_lane AND d.due_at <= ${now} AND d.state IN ${open}
    ${channelRules[channel].everyChange ? Prisma.empty : Prisma.sql`AND p.valid_to IS NULL`}
    ${ordered ? NONE_BEFORE : Prisma.empty}
    ${dailyLimit === null || lane === 'URGENT' ? Prisma.empty : underLimit(dailyLimit, now)}`
  return db.$queryRaw<Claimed[]>`
    WITH head AS (
      SELECT d.id, d.receiver_id, d.digest FROM delivery d JOIN publication p ON p.id = d.publication_id
       WHERE ${mayGo} ORDER BY d.due_at, d.seq LIMIT ${most}
         FOR UPDATE OF d SKIP LOCKED FOR SHARE OF p SKIP LOCKED
    ), along AS (
      SELECT d.id FROM delivery d JOIN publication p ON p.id = d.publication_id
             JOIN (SELECT DISTINCT receiver_id, digest FROM head WHERE digest <> 'NOW') h
               ON h.receiver_id = d.receiver_id AND h.digest = d.digest
       WHERE ${mayGo} FOR UPDATE OF d SKIP LOCKED FOR SHARE OF p SKIP LOCKED
    ), taken AS (
      UPDATE delivery SET state = 'SENDING', attempts = attempts + 1,
                          due_at = ${now}::timestamptz + ${leaseMs} * interval '1 ms'
       WHERE id IN (SELECT id FROM head UNION SELECT id FROM along)
      RETURNING id, attempts, receiver_id, publication_id, purpose, digest, give_up_at, seq
    ), tries AS (
      INSERT INTO delivery_attempt (delivery_id, no, started_at) SELECT id, attempts, ${now} FROM taken
    )
    SELECT t.id::text, t.attempts attempt, t.receiver_id::text "receiverId", r.sealed_address "sealedAddress",
           t.publication_id::text "publicationId", p.kind, t.purpose, t.digest, t.give_up_at "giveUpAt"
      FROM taken t JOIN receiver r ON r.id = t.receiver_id JOIN publication p ON p.id = t.publication_id
     ORDER BY t.seq`
}

// The next message of a receiver waits until the one before is settled.
const NONE_BEFORE = Prisma.sql`
  AND NOT EXISTS (SELECT FROM delivery b WHERE b.receiver_id = d.receiver_id AND b.lane = d.lane
                                           AND b.seq < d.seq AND b.due_at IS NOT NULL)`

function underLimit(limit: number, now: Date): Prisma.Sql {
  return Prisma.sql`
    AND (SELECT count(DISTINCT coalesce(s.reference, s.id::text)) FROM delivery s WHERE s.receiver_id = d.receiver_id
            AND s.sent_at > ${now}::timestamptz - interval '24 hours') < ${limit}`
}
