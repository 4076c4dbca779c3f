import { Prisma } from '../../platform/db/client.ts'
import { peopleIn } from '../identity/authority.ts'
import { holdsAt } from './queries/editions.ts'
import type { Actor } from '../identity/model.ts'
import { disclosurePolicy } from './policy.ts'
import { waitsFor } from './queries/review-queue.ts'

/**
 * Something that waits for people, as one SELECT. A module has its own sources beside its rules; the composition root
 * hands them to the desk. Columns, all named: `type` (text, the name of the task), `subject_id` (text, unique within the
 * type), `edition_id` (uuid or null), `index_number` (text or null), `organization_code`, `title` (text or null), `since` (timestamptz) and `due_at`
 * (timestamptz or null).
 */
export interface TaskSource {
  /** Names of the tasks that it tells of. */
  readonly types: readonly string[]
  /** Those that wait for the actor now. */
  select(actor: Actor, now: Date): Prisma.Sql
}

/** What waits among editions. */
export const editorialTasks: readonly TaskSource[] = [
  {
    types: ['REVISE_RETURNED'],
    select: (actor) =>
      editions(
        Prisma.sql`'REVISE_RETURNED'`,
        Prisma.sql`e.state = 'DRAFT' AND e.round > 0 AND ${mayDo(actor, 'edition.update')}
        AND EXISTS (SELECT FROM edition_participant p
          WHERE p.edition_id = e.id AND p.user_id = ANY(${[...peopleIn(actor)]}::uuid[]) AND p.step = 0)`,
      ),
  },
  {
    types: ['REVIEW', 'APPROVE'],
    select: (actor) =>
      editions(
        Prisma.sql`CASE e.waiting_role WHEN 'APPROVER' THEN 'APPROVE' ELSE 'REVIEW' END`,
        waitsFor(actor),
      ),
  },
  {
    types: ['DECIDE_PRIVACY'],
    select: (actor) =>
      editions(
        Prisma.sql`'DECIDE_PRIVACY'`,
        Prisma.sql`e.state = 'IN_REVIEW' AND e.undecided_findings > 0
        AND ${mayDo(actor, 'edition.decidePrivacy')}
        AND NOT EXISTS (SELECT FROM edition_participant p
          WHERE p.edition_id = e.id AND p.user_id = ANY(${[...peopleIn(actor)]}::uuid[]) AND p.step = 0)`,
      ),
  },
  {
    types: ['REASSESS'],
    select: (actor, now) => Prisma.sql`
      SELECT 'REASSESS' AS type, e.id::text AS subject_id, e.id AS edition_id, d.index_number,
             o.code AS organization_code, e.title, n.decided_at AS since, n.reassess_on::timestamp AT TIME ZONE 'Asia/Shanghai' AS due_at
        FROM non_disclosure n JOIN edition e ON e.id = n.edition_id
        JOIN disclosure d ON d.id = e.disclosure_id JOIN organization o ON o.code = d.organization_code
       WHERE n.reassess_on <= ${new Date(now.getTime() + AHEAD_MS)} AND ${mayDo(actor, 'edition.reassess')}`,
  },
]

/** 条例18: told a month before. */
const AHEAD_MS = 30 * 86_400_000

type Action = Parameters<typeof disclosurePolicy.can>[1]

/** Whether the actor may do it with an edition of the record's organization `o`. */
export function mayDo(actor: Actor, action: Action): Prisma.Sql {
  return holdsAt(actor, disclosurePolicy.rules[action].roles)
}

/** Editions `e` of the organization `o` that wait without a term. */
export function editions(type: Prisma.Sql, where: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT ${type} AS type, e.id::text AS subject_id, e.id AS edition_id, d.index_number,
           o.code AS organization_code, e.title, e.updated_at AS since, NULL::timestamptz AS due_at
      FROM edition e
      JOIN disclosure d ON d.id = e.disclosure_id
      JOIN organization o ON o.code = d.organization_code
     WHERE ${where}`
}
