import { SUBSCRIBED_CHANNELS } from './model.ts'
import type { Gateway, SendResult } from './ports.ts'
import { type Outcome, recordOutcomes } from './record.ts'
import { openAddress } from './sealed.ts'
import type { Sending } from './send.ts'
import { afterTry } from './outcome.ts'

const MOST_ASKED = 50

/** Puts right what no try will: what servers left behind, what is out of date, what nobody knows the fate of. */
export async function sweepDeliveries(
  sending: Sending,
  gateways: readonly Gateway[],
): Promise<void> {
  const now = sending.platform.clock.now()
  await giveUpForLost(sending, gateways, now)
  await skipOutdated(sending, now)
  await skipWithoutGateway(sending, gateways, now)
  await markRecalled(sending, now)
  for (const gateway of gateways) if (gateway.reconcile) await reconcile(sending, gateway, now)
}

/**
 * Whoever took these has not come back. They may have been taken by the gateway, so that they are not sent again but
 * asked about, unless their receivers tell a repetition.
 */
async function giveUpForLost(
  { platform: { database } }: Sending,
  gateways: readonly Gateway[],
  now: Date,
): Promise<void> {
  const settleable = gateways
    .filter((gateway) => gateway.idempotent || gateway.reconcile !== undefined)
    .map(({ channel }) => channel)
  await database.$executeRaw`
    WITH lost AS (
      UPDATE delivery SET state = 'UNKNOWN', code = 'LOST', sent_at = coalesce(sent_at, ${now}),
             due_at = CASE WHEN channel = ANY(${settleable}::channel[]) THEN ${now}::timestamptz END
       WHERE state = 'SENDING' AND due_at <= ${now} RETURNING id, attempts
    )
    UPDATE delivery_attempt a SET outcome = 'UNKNOWN', code = 'LOST', ended_at = ${now}
      FROM lost WHERE a.delivery_id = lost.id AND a.no = lost.attempts AND a.outcome IS NULL`
}

/** A try failed while a newer version was published: what is left of the older one is not sent any more. */
async function skipOutdated({ platform: { database } }: Sending, now: Date): Promise<void> {
  await database.$executeRaw`
    UPDATE delivery d SET state = 'SKIPPED', due_at = NULL,
           skip_reason = CASE WHEN n.withdrawal_type IS NULL THEN 'SUPERSEDED' ELSE 'WITHDRAWN' END::skip_reason
      FROM publication p, publication n
     WHERE p.id = d.publication_id AND p.valid_to <= ${now}
       AND n.disclosure_id = d.disclosure_id AND n.valid_to IS NULL
       AND d.state = 'PLANNED' AND d.due_at IS NOT NULL AND d.channel <> 'WEBHOOK'`
}

/** A channel of which this installation has no gateway any more: nobody will send what it was owed. */
async function skipWithoutGateway(
  { platform: { database } }: Sending,
  gateways: readonly Gateway[],
  now: Date,
): Promise<void> {
  const absent = SUBSCRIBED_CHANNELS.filter(
    (one) => !gateways.some(({ channel }) => channel === one),
  )
  await database.delivery.updateMany({
    where: { channel: { in: absent }, state: 'PLANNED', giveUpAt: { lte: now } },
    data: { state: 'SKIPPED', skipReason: 'CHANNEL_OFF', dueAt: null },
  })
}

/** What was told and has been followed up is marked as recalled; what was on its way then, when it has arrived. */
async function markRecalled({ platform: { database } }: Sending, now: Date): Promise<void> {
  await database.$executeRaw`
    UPDATE delivery d SET state = 'RECALLED'
      FROM delivery f
     WHERE f.receiver_id = d.receiver_id AND f.disclosure_id = d.disclosure_id AND f.version > d.version
       AND f.purpose <> 'PUBLISHED' AND f.state <> 'SKIPPED'
       -- Whether there is a consent for it is known when it goes.
       AND (f.channel <> 'WECHAT' OR f.state <> 'PLANNED')
       AND f.planned_at > ${now}::timestamptz - interval '2 days'
       AND d.state IN ('SENT', 'DELIVERED', 'UNKNOWN') AND d.due_at IS NULL`
}

/** Asks gateways what became of messages. */
async function reconcile(sending: Sending, gateway: Gateway, now: Date): Promise<void> {
  const { database, log } = sending.platform
  const rows = await database.delivery.findMany({
    where: { channel: gateway.channel, state: 'UNKNOWN', dueAt: { lte: now } },
    orderBy: { dueAt: 'asc' },
    take: MOST_ASKED,
    select: {
      id: true,
      attempts: true,
      reference: true,
      giveUpAt: true,
      plannedAt: true,
      receiver: { select: { sealedAddress: true } },
      tries: { orderBy: { no: 'desc' }, take: 1, select: { startedAt: true } },
    },
  })
  const outcomes: Outcome[] = []
  for (const { id, attempts, reference, giveUpAt, plannedAt, receiver, tries } of rows) {
    const address = receiver.sealedAddress && openAddress(database, receiver.sealedAddress)
    const startedAt = tries[0]?.startedAt ?? plannedAt
    const asked = { deliveryId: id, address: address ?? '', reference, startedAt }
    const answer = await gateway.reconcile?.(asked).catch((error: unknown) => {
      log.warn({ err: error, deliveryId: id }, '未能查询推送结果，稍后再查')
      return null
    })
    const result: SendResult = answer ?? { outcome: 'UNKNOWN', code: 'NOT_KNOWN_YET' }
    outcomes.push({
      id,
      attempt: attempts,
      result,
      ...afterTry(gateway, result, { attempts, giveUpAt, now }),
    })
  }
  if (outcomes.length > 0) await recordOutcomes(database, gateway.channel, outcomes, now)
}
