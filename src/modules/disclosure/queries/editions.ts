import { type Database, Prisma, type Transaction } from '../../../platform/db/client.ts'
import { known } from '../../../platform/known.ts'
import { placesOf } from '../../identity/authority.ts'
import type { Actor, Role } from '../../identity/model.ts'
import { type EditionRow, editionOf } from '../edition-row.ts'
import type { Edition } from '../model.ts'

/** Condition on the organization `o`: the actor holds one of the roles there. */
export function holdsAt(actor: Actor, roles: readonly Role[]): Prisma.Sql {
  const { alone, below } = placesOf(actor, roles)
  return Prisma.sql`(o.code = ANY(${alone}) OR o.path && ${below})`
}

/** Which editions, by conditions on the edition `e`, its record `d` and the organization `o`, and in which order. */
export interface EditionChoice {
  readonly where: Prisma.Sql
  readonly orderBy: Prisma.Sql
  readonly limit: number
}

/** Editions with everything that an edition is read with, in one statement: lists of staff are long, and read often. */
export async function readEditions(
  db: Database | Transaction,
  { where, orderBy, limit }: EditionChoice,
): Promise<Edition[]> {
  const rows = await db.$queryRaw<RawRow[]>`
    SELECT e.id::text, e.disclosure_id::text AS "disclosureId", e.number, e.state::text, e.version, e.title, e.content,
           e.tables, e.content_hash AS "contentHash", e.change_type::text AS "changeType",
           e.change_note AS "changeNote", e.purged_at AS "purgedAt", e.author_id::text AS "authorId",
           e.feed_grant_id::text AS "feedGrantId", coalesce(e.chain::text[], '{}') AS chain, e.round, e.waiting_step AS "currentStep",
           e.waiting_role::text AS "currentRole", e.undecided_findings AS undecided, e.created_at AS "createdAt",
           e.updated_at AS "updatedAt", e.submitted_at AS "submittedAt", e.approved_at AS "approvedAt",
           e.published_at AS "publishedAt",
           jsonb_build_object('indexNumber', d.index_number, 'kind', d.kind, 'itemCode', d.item_code,
             'organization', jsonb_build_object('code', o.code, 'path', o.path)) AS disclosure,
           coalesce((SELECT jsonb_agg(jsonb_build_object('userId', p.user_id, 'round', p.round, 'step', p.step,
                'user', jsonb_build_object('id', u.id, 'username', u.username, 'displayName', u.display_name)))
              FROM edition_participant p JOIN user_account u ON u.id = p.user_id
             WHERE p.edition_id = e.id), '[]') AS participants,
           coalesce((SELECT jsonb_agg(jsonb_build_object('step', s.step, 'round', s.round, 'role', s.role,
                'decision', s.decision, 'actorId', s.actor_id, 'principalId', s.principal_id, 'comment', s.comment,
                'checks', coalesce(to_jsonb(s.checks), '[]'), 'decidedAt', s.decided_at) ORDER BY s.round, s.step)
              FROM review_step s WHERE s.edition_id = e.id), '[]') AS steps,
           (SELECT jsonb_build_object('client', jsonb_build_object('name', c.name))
              FROM feed_grant g JOIN api_client c ON c.id = g.client_id
             WHERE g.id = e.feed_grant_id) AS "feedGrant"
      FROM edition e
      JOIN disclosure d ON d.id = e.disclosure_id
      JOIN organization o ON o.code = d.organization_code
     WHERE ${where} ORDER BY ${orderBy} LIMIT ${limit}`
  return rows.map(({ steps, ...row }) =>
    editionOf({
      ...row,
      steps: steps.map((step) => ({ ...step, decidedAt: new Date(step.decidedAt) })),
    }),
  )
}

/** Editions that are known to be there, by their ids, whoever may read them. */
export async function editionsById(
  db: Database | Transaction,
  ids: readonly string[],
): Promise<(id: string) => Edition> {
  const where = Prisma.sql`e.id = ANY(${[...ids]}::uuid[])`
  const found =
    ids.length === 0
      ? []
      : await readEditions(db, { where, orderBy: LAST_CHANGED_FIRST, limit: ids.length })
  const editions = new Map(found.map((edition) => [edition.id, edition]))
  return (id) => known(editions.get(id) ?? null, id)
}

/** Where a page of editions starts: the last edition of the page before. */
export interface EditionPosition {
  readonly updatedAt: Date
  readonly id: string
}

export const LAST_CHANGED_FIRST = Prisma.sql`e.updated_at DESC, e.id DESC`

/** Condition on an edition that it stands after the page before. */
export function updatedBefore(after: EditionPosition | null): Prisma.Sql {
  if (!after) return Prisma.sql`true`
  return Prisma.sql`(e.updated_at, e.id) < (${after.updatedAt}, ${after.id}::uuid)`
}

type Step = EditionRow['steps'][number]

interface RawRow extends Omit<EditionRow, 'steps'> {
  readonly steps: readonly (Omit<Step, 'decidedAt'> & { readonly decidedAt: string })[]
}
