import { Prisma } from '../../platform/db/client.ts'
import { disclosurePolicy } from '../disclosure/policy.ts'
import { holdsAt } from '../disclosure/queries/editions.ts'
import { editions, mayDo, type TaskSource } from '../disclosure/tasks.ts'
import { peopleIn } from '../identity/authority.ts'

/** How long before its end a display (公示期) is a matter for those who may prolong or replace it. */
const AHEAD_MS = 3 * 86_400_000

/** What is public of a record `d` of the organization `o`, which may have succeeded the one that published it. */
const LIVE = Prisma.sql`publication p
  JOIN disclosure d ON d.id = p.disclosure_id AND p.valid_to IS NULL AND p.withdrawal_type IS NULL
  JOIN organization o ON o.code = d.organization_code`

/** What waits among publications. */
export const publicationTasks: readonly TaskSource[] = [
  {
    // What has its time set waits for the time, and for nobody.
    types: ['PUBLISH'],
    select: (actor) =>
      editions(
        Prisma.sql`'PUBLISH'`,
        Prisma.sql`e.state = 'APPROVED' AND ${mayDo(actor, 'edition.publish')}
        AND NOT EXISTS (SELECT FROM release_member m JOIN release r ON r.id = m.release_id
          WHERE m.edition_id = e.id AND m.open AND r.state = 'SCHEDULED')`,
      ),
  },
  {
    types: ['DISPLAY_ENDS'],
    select: (actor, now) => Prisma.sql`
      SELECT 'DISPLAY_ENDS' AS type, d.id::text AS subject_id, p.edition_id, d.index_number,
             o.code AS organization_code, p.title, p.valid_from AS since, p.display_until AS due_at
        FROM ${LIVE}
       WHERE p.display_until <= ${new Date(now.getTime() + AHEAD_MS)}
         AND ${holdsAt(actor, ['EDITOR', 'APPROVER', 'OFFICE'])}`,
  },
  {
    // Owed by somebody else than who wrote or published it, within a day.
    types: ['REVIEW_RETROSPECTIVELY'],
    select: (actor) => {
      const people = [...peopleIn(actor)]
      return Prisma.sql`
        SELECT 'REVIEW_RETROSPECTIVELY' AS type, r.id::text AS subject_id, e.id AS edition_id, d.index_number,
               o.code AS organization_code, e.title, r.published_at AS since, r.due_at
          FROM retrospective_review r
          JOIN edition e ON e.id = r.edition_id
          JOIN disclosure d ON d.id = e.disclosure_id
          JOIN organization o ON o.code = d.organization_code
         WHERE r.decision IS NULL AND r.publisher_id <> ALL(${people}::uuid[])
           AND ${holdsAt(actor, disclosurePolicy.rules['retrospective.sign'].roles)}
           AND NOT EXISTS (SELECT FROM edition_participant p
             WHERE p.edition_id = e.id AND p.user_id = ANY(${people}::uuid[]) AND p.step = 0)`
    },
  },
  {
    types: ['INTERPRET_POLICY'],
    select: (actor) => Prisma.sql`
      SELECT 'INTERPRET_POLICY' AS type, d.id::text AS subject_id, p.edition_id, d.index_number,
             o.code AS organization_code, p.title, i.opened_at AS since,
             (i.due_on + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' AS due_at
        FROM interpretation_duty i JOIN (${LIVE}) ON d.id = i.disclosure_id
       WHERE i.closed_at IS NULL AND ${holdsAt(actor, ['EDITOR', 'OFFICE'])}`,
  },
  {
    // 行政处罚法48: the reason is public within three days.
    types: ['EXPLAIN_REVOCATION'],
    select: (actor) => Prisma.sql`
      SELECT 'EXPLAIN_REVOCATION' AS type, d.id::text AS subject_id, NULL::uuid AS edition_id,
             d.index_number, o.code AS organization_code, p.title, r.withdrawn_at AS since, r.due_at
        FROM revocation r JOIN disclosure d ON d.id = r.disclosure_id
        JOIN organization o ON o.code = d.organization_code
        JOIN publication p ON p.disclosure_id = d.id AND p.valid_to IS NULL
       WHERE r.explained_at IS NULL
         AND ${holdsAt(actor, disclosurePolicy.rules['disclosure.withdraw'].roles)}`,
  },
]
