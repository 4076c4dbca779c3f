import { Prisma, type Transaction } from '../../platform/db/client.ts'
import { type Claimed, type Message, messagesOf } from './message.ts'
import type { Gateway } from './ports.ts'

/** A message with the consent that it needs. */
interface Wanted {
  readonly message: Message
  readonly receiverId: string
  /** Null where no template fits: nobody can have agreed to it. */
  readonly templateId: string | null
}

/**
 * Of what has been claimed, that for which there is a consent; the rest is skipped. Each message takes a consent of its
 * own in the transaction that claims it, and keeps it unless it surely was not taken: what may have been sent has used it
 * up. A consent for good is never used up.
 */
export async function admitted(
  tx: Transaction,
  templateOf: NonNullable<Gateway['templateOf']>,
  claimed: readonly Claimed[],
): Promise<Claimed[]> {
  const messages: Wanted[] = messagesOf(claimed).map((message) => ({
    message,
    receiverId: message[0].receiverId,
    templateId: templateOf(message.map(({ kind }) => kind)),
  }))
  const users = await lockedUsers(tx, messages)
  await release(tx, [...users.values()])
  const covered = await coveredAlready(tx, [...users.values()])
  const isCovered = ({ message, receiverId, templateId }: Wanted) =>
    covered.standing.has(`${users.get(receiverId)} ${templateId}`) ||
    message.some(({ id }) => covered.deliveries.has(`${id} ${templateId}`))
  const open = messages.filter((wanted) => !isCovered(wanted))
  const given = await assign(tx, users, open)
  const refused = open.filter(({ message: [{ id }] }) => !given.has(id))
  await skip(
    tx,
    refused.flatMap(({ message }) => [...message]),
  )
  const gone = new Set(refused.flatMap(({ message }) => message.map(({ id }) => id)))
  return claimed.filter(({ id }) => !gone.has(id))
}

/** Citizens by their receivers. One server at a time gives out the consents of each. */
async function lockedUsers(tx: Transaction, wanted: readonly Wanted[]) {
  const receivers = [...new Set(wanted.map(({ receiverId }) => receiverId))]
  const rows = await tx.$queryRaw<{ receiverId: string; userId: string }[]>`
    SELECT r.id::text "receiverId", u.id::text "userId"
      FROM wechat_user u JOIN receiver r ON r.address_hash = u.openid_hash
     WHERE r.id = ANY(${receivers}::uuid[]) ORDER BY u.id FOR NO KEY UPDATE OF u`
  return new Map(rows.map(({ receiverId, userId }) => [receiverId, userId]))
}

/** What was not taken after all needs no consent. */
async function release(tx: Transaction, users: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE wechat_consent c SET delivery_id = NULL FROM delivery d
     WHERE d.id = c.delivery_id AND c.user_id = ANY(${[...users]}::uuid[]) AND d.state IN ('FAILED', 'SKIPPED')`
}

/** Consents for good, and those that messages have from a try before. */
async function coveredAlready(tx: Transaction, users: readonly string[]) {
  const rows = await tx.$queryRaw<{ held: string; standing: boolean }[]>`
    SELECT concat_ws(' ', CASE WHEN standing THEN user_id ELSE delivery_id END, template_id) held, standing
      FROM wechat_consent
     WHERE user_id = ANY(${[...users]}::uuid[]) AND ended_at IS NULL AND (standing OR delivery_id IS NOT NULL)`
  const of = (kind: boolean) =>
    new Set(rows.filter(({ standing }) => standing === kind).map(({ held }) => held))
  return { standing: of(true), deliveries: of(false) }
}

/** Gives each message the oldest consent that is left; tells which got one. */
async function assign(
  tx: Transaction,
  users: ReadonlyMap<string, string>,
  wanted: readonly Wanted[],
): Promise<ReadonlySet<string>> {
  const asked = wanted.flatMap(({ message: [{ id }], receiverId, templateId }) => {
    const userId = users.get(receiverId)
    return userId === undefined || templateId === null ? [] : [{ id, userId, templateId }]
  })
  if (asked.length === 0) return new Set()
  const ids = asked.map(({ id }) => id)
  // What a message has from before may have ended since, or be to a template that it is no longer sent by.
  await tx.wechatConsent.updateMany({
    where: { deliveryId: { in: ids } },
    data: { deliveryId: null },
  })
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH wanted AS (
      SELECT *, row_number() OVER (PARTITION BY user_id, template_id ORDER BY no) place
        FROM unnest(${ids}::uuid[], ${asked.map(({ userId }) => userId)}::uuid[],
                    ${asked.map(({ templateId }) => templateId)}::text[])
             WITH ORDINALITY AS w (id, user_id, template_id, no)
    ), left_over AS (
      SELECT id consent_id, user_id, template_id,
             row_number() OVER (PARTITION BY user_id, template_id ORDER BY accepted_at, id) place
        FROM wechat_consent
       WHERE user_id = ANY(${asked.map(({ userId }) => userId)}::uuid[])
         AND ended_at IS NULL AND NOT standing AND delivery_id IS NULL
    )
    UPDATE wechat_consent c SET delivery_id = w.id
      FROM wanted w JOIN left_over l USING (user_id, template_id, place)
     WHERE c.id = l.consent_id RETURNING w.id::text id`
  return new Set(rows.map(({ id }) => id))
}

/** No try was made of these. */
async function skip(tx: Transaction, claimed: readonly Claimed[]): Promise<void> {
  if (claimed.length === 0) return
  const ids = Prisma.sql`${claimed.map(({ id }) => id)}::uuid[]`
  await tx.$executeRaw`
    DELETE FROM delivery_attempt a USING delivery d
     WHERE d.id = ANY(${ids}) AND a.delivery_id = d.id AND a.no = d.attempts`
  await tx.$executeRaw`
    UPDATE delivery SET state = 'SKIPPED', skip_reason = 'NO_CONSENT', due_at = NULL, attempts = attempts - 1
     WHERE id = ANY(${ids})`
}
