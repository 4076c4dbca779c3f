import { Prisma, type Transaction } from '../../platform/db/client.ts'
import type { DomainEvent } from '../../platform/jobs.ts'
import type { Reaction } from '../../platform/reaction.ts'
import {
  EDIT_TAKEN_OVER,
  EDITION_COMMENTED,
  EDITION_MOVED,
  type EditionMove,
} from '../disclosure/events.ts'
import { disclosurePolicy } from '../disclosure/policy.ts'
import { RELEASE_FAILED } from '../publication/events.ts'
import { NOTIFICATIONS, type NotificationType } from './model.ts'

/** Tells people within the transaction of what concerns them, and forgets who had taken on what is over. */
export const notifyStaff: Reaction = {
  on: [EDITION_MOVED, EDITION_COMMENTED, EDIT_TAKEN_OVER, RELEASE_FAILED],
  async react(tx, events, now) {
    for (const event of events) {
      if (event.name === RELEASE_FAILED) await tellOfFailure(tx, event, now)
      else for (const [type, whom] of toldOf(event)) await tell(tx, newsOf(event), now, type, whom)
      if (event.name === EDITION_MOVED) {
        await tx.taskClaim.deleteMany({ where: { subjectId: String(event.data['editionId']) } })
      }
    }
  },
}

/** Ids of users, of an edition `e` of the organization `o`. */
type Whom = Prisma.Sql

const AUTHORS = Prisma.sql`
  SELECT p.user_id FROM edition_participant p WHERE p.edition_id = e.id AND p.round = 0`

/** Whoever may sign the step that waits and has no other part in it. */
const SIGNERS = Prisma.sql`
  SELECT g.user_id FROM role_grant g WHERE g.role = e.waiting_role AND ${inForce()}
     AND NOT EXISTS (SELECT FROM edition_participant p WHERE p.edition_id = e.id
       AND p.user_id IN (g.user_id, g.principal_id) AND p.round IN (0, e.round))`

const PUBLISHERS = Prisma.sql`
  SELECT g.user_id FROM role_grant g WHERE g.role = 'APPROVER' AND ${inForce()}`

/** Whoever may review what went public urgently, and did not write it. */
const AFTERWARDS = Prisma.sql`
  SELECT g.user_id FROM role_grant g
   WHERE g.role = ANY(${[...disclosurePolicy.rules['retrospective.sign'].roles]}::role[]) AND ${inForce()}
     AND NOT EXISTS (SELECT FROM edition_participant p WHERE p.edition_id = e.id
       AND p.user_id IN (g.user_id, g.principal_id) AND p.round = 0)`

const COMMENTERS = Prisma.sql`
  SELECT c.author_id FROM edition_comment c WHERE c.edition_id = e.id UNION ${AUTHORS}`

// Of the moment `now.at`, at the organization itself or above it.
function inForce(): Prisma.Sql {
  return Prisma.sql`g.revoked_at IS NULL AND g.valid_from <= now.at
    AND (g.valid_to IS NULL OR g.valid_to > now.at)
    AND (g.organization_code = o.code OR (g.subtree AND g.organization_code = ANY(o.path)))`
}

const MOVES: Readonly<Record<EditionMove, readonly (readonly [NotificationType, Whom])[]>> = {
  SUBMITTED: [['TO_REVIEW', SIGNERS]],
  SIGNED: [['TO_REVIEW', SIGNERS]],
  APPROVED: [
    ['TO_PUBLISH', PUBLISHERS],
    ['APPROVED', AUTHORS],
  ],
  RETURNED: [['RETURNED', AUTHORS]],
  SENT_BACK: [['RETURNED', AUTHORS]],
  DISCARDED: [['DISCARDED', AUTHORS]],
  WITHHELD: [['WITHHELD', AUTHORS]],
  PUBLISHED_URGENTLY: [['REVIEW_AFTERWARDS', AFTERWARDS]],
}

function toldOf({ name, data }: DomainEvent): readonly (readonly [NotificationType, Whom])[] {
  if (name === EDITION_COMMENTED) return [['COMMENTED', COMMENTERS]]
  if (name === EDIT_TAKEN_OVER) {
    return [['TAKEN_OVER', Prisma.sql`SELECT ${String(data['fromId'])}::uuid`]]
  }
  return MOVES[data['move'] as EditionMove] ?? []
}

/** Whoever may set another time learns that the one that was set has passed in vain; so does whoever set it. */
async function tellOfFailure(tx: Transaction, { data }: DomainEvent, now: Date): Promise<void> {
  const releaseId = String(data['releaseId'])
  const whom = Prisma.sql`${PUBLISHERS}
    UNION SELECT s.actor_id FROM release_step s WHERE s.release_id = ${releaseId}::uuid`
  const members = await tx.releaseMember.findMany({ where: { releaseId } })
  for (const { editionId } of members) {
    await tell(tx, { editionId, actorId: null }, now, 'NOT_PUBLISHED', whom)
  }
}

/** The edition that somebody is told of, and who did it; null when time did. */
interface News {
  readonly editionId: string
  readonly actorId: string | null
}

const newsOf = ({ data }: DomainEvent): News => ({
  editionId: String(data['editionId']),
  actorId: String(data['actorId']),
})

/** Nobody is told of what they did themselves. */
async function tell(
  tx: Transaction,
  { editionId, actorId }: News,
  at: Date,
  type: NotificationType,
  whom: Whom,
): Promise<void> {
  if (!NOTIFICATIONS.includes(type)) throw new Error(`no notification ${type}`)
  await tx.$executeRaw`
    INSERT INTO notification (id, user_id, type, subject_id, edition_id, actor_id, created_at)
    SELECT gen_random_uuid(), u.id, ${type}, e.id::text, e.id, ${actorId}::uuid, now.at
      FROM (SELECT ${at}::timestamptz AS at) now, edition e
      JOIN disclosure d ON d.id = e.disclosure_id
      JOIN organization o ON o.code = d.organization_code
      JOIN LATERAL (${whom}) told (user_id) ON true
      JOIN user_account u ON u.id = told.user_id AND u.disabled_at IS NULL
     WHERE e.id = ${editionId}::uuid AND u.id IS DISTINCT FROM ${actorId}::uuid
     GROUP BY u.id, e.id, now.at`
}
