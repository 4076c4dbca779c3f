import type { Database } from '../../platform/db/client.ts'
import type { Channel, DeliveryState } from './model.ts'
import type { Receipt, SendResult } from './ports.ts'

/** What came of one try of one delivery. */
export interface Outcome {
  readonly id: string
  readonly attempt: number
  readonly result: SendResult
  readonly state: DeliveryState
  readonly dueAt: Date | null
}

/**
 * Writes what came of tries. A try that was given up for lost in between may still tell; one that another has followed
 * may not.
 */
export async function recordOutcomes(
  database: Database,
  channel: Channel,
  outcomes: readonly Outcome[],
  now: Date,
): Promise<void> {
  const of = <T>(column: (outcome: Outcome) => T) => outcomes.map(column)
  const references = of(({ result }) => ('reference' in result ? (result.reference ?? null) : null))
  const codes = of(({ result }) => ('code' in result ? result.code : null))
  await database.$executeRaw`
    WITH told AS (
      SELECT * FROM unnest(${of(({ id }) => id)}::uuid[], ${of(({ attempt }) => attempt)}::int[],
                           ${of(({ result }) => result.outcome)}::attempt_outcome[],
                           ${of(({ state }) => state)}::delivery_state[],
                           ${of(({ dueAt }) => dueAt?.toISOString() ?? null)}::timestamptz[],
                           ${references}::text[], ${codes}::text[])
             AS t (id, attempt, outcome, state, due_at, reference, code)
    ), tries AS (
      UPDATE delivery_attempt a
         SET outcome = t.outcome, ended_at = ${now}, code = t.code, reference = t.reference
        FROM told t WHERE a.delivery_id = t.id AND a.no = t.attempt
    )
    UPDATE delivery d
       SET state = t.state, due_at = t.due_at, code = t.code, reference = coalesce(t.reference, d.reference),
           sent_at = CASE WHEN t.outcome IN ('SENT', 'DELIVERED', 'UNKNOWN') THEN coalesce(d.sent_at, ${now})
                          ELSE d.sent_at END,
           delivered_at = CASE WHEN t.outcome = 'DELIVERED' THEN ${now} ELSE d.delivered_at END
      FROM told t WHERE d.id = t.id AND d.attempts = t.attempt AND d.state IN ('SENDING', 'UNKNOWN')`
  const known = references.filter((reference) => reference !== null)
  if (known.length > 0) await applyReceipts(database, channel, known)
}

/** Keeps a receipt and applies it; one that comes before its message is noted as sent is applied then. */
export async function recordReceipt(
  database: Database,
  channel: Channel,
  { reference, outcome, code }: Receipt,
  now: Date,
): Promise<void> {
  // Arrived is arrived, whatever a second receipt says.
  await database.$executeRaw`
    INSERT INTO delivery_receipt AS r (channel, reference, outcome, code, at)
    VALUES (${channel}::channel, ${reference}, ${outcome}::attempt_outcome, ${code}, ${now})
    ON CONFLICT (channel, reference) DO UPDATE SET outcome = excluded.outcome, code = excluded.code, at = excluded.at
     WHERE r.outcome = 'FAILED' AND excluded.outcome = 'DELIVERED'`
  await applyReceipts(database, channel, [reference])
}

async function applyReceipts(
  database: Database,
  channel: Channel,
  references: readonly string[],
): Promise<void> {
  await database.$executeRaw`
    UPDATE delivery d
       SET state = CASE WHEN d.state = 'RECALLED' THEN d.state ELSE r.outcome::text::delivery_state END, due_at = NULL,
           code = coalesce(r.code, d.code), sent_at = coalesce(d.sent_at, r.at),
           delivered_at = CASE WHEN r.outcome = 'DELIVERED' THEN coalesce(d.delivered_at, r.at) ELSE d.delivered_at END
      FROM delivery_receipt r
     WHERE r.channel = ${channel}::channel AND r.reference = ANY(${[...references]}::text[])
       AND d.channel = r.channel AND d.reference = r.reference AND d.delivered_at IS NULL
       AND d.state IN ('SENT', 'UNKNOWN', 'RECALLED', 'FAILED')`
}
