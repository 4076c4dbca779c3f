import { type Database, Prisma } from '../../../platform/db/client.ts'
import type { Actor } from '../../identity/model.ts'
import { personOf } from '../edition-row.ts'
import type { Edition, Person } from '../model.ts'
import { disclosurePolicy } from '../policy.ts'
import { holdsAt, readEditions } from './editions.ts'

/** One thing that happened to a record, as the audit trail has it. */
export interface HistoryEvent {
  readonly seq: number
  readonly at: Date
  /** Such as `edition.submit`. */
  readonly action: string
  /** Null when the system or a machine did it. */
  readonly actor: Person | null
  /** By which right. */
  readonly role: string | null
  /** Of which edition; null when it was done to the record. */
  readonly number: number | null
  /** Codes and numbers, never content. */
  readonly details: unknown
}

/** A record for its staff. */
export interface DisclosureFile {
  readonly disclosureId: string
  readonly editions: readonly Edition[]
  readonly comments: number
}

/** The file of a record of which the actor may read the editions, by its number or by one of them; else null. */
export async function disclosureFile(
  db: Database,
  actor: Actor,
  by: { readonly indexNumber: string } | { readonly editionId: string },
): Promise<DisclosureFile | null> {
  const record =
    'indexNumber' in by
      ? Prisma.sql`d.index_number = ${by.indexNumber}`
      : Prisma.sql`d.id = (SELECT disclosure_id FROM edition WHERE id = ${by.editionId}::uuid)`
  const readers = disclosurePolicy.rules['edition.read'].roles
  const editions = await readEditions(db, {
    where: Prisma.sql`${record} AND ${holdsAt(actor, readers)}`,
    orderBy: Prisma.sql`e.number`,
    limit: MOST_EDITIONS,
  })
  const [first] = editions
  if (!first) return null
  const { disclosureId } = first
  const comments = await db.editionComment.count({ where: { edition: { disclosureId } } })
  return { disclosureId, editions, comments }
}

/** People revise a record some times; machines, whose readings are corrected, hardly ever. */
const MOST_EDITIONS = 200

interface EventRow {
  readonly seq: bigint
  readonly at: Date
  readonly action: string
  readonly role: string | null
  readonly number: number | null
  readonly details: unknown
  readonly id: string | null
  readonly username: string | null
  readonly displayName: string | null
}

/** What happened to the record of a file, the latest first. */
export async function historyOf(
  db: Database,
  { disclosureId, editions }: DisclosureFile,
  { size, before }: { readonly size: number; readonly before: number | null },
): Promise<HistoryEvent[]> {
  const ids = editions.map(({ id }) => id)
  const earlier = before === null ? Prisma.empty : Prisma.sql`AND a.seq < ${before}`
  const rows = await db.$queryRaw<EventRow[]>`
    SELECT a.seq, a.at, a.action, a.actor_role AS role, a.details, e.number,
           u.id::text, u.username, u.display_name AS "displayName"
      FROM audit_event a
      LEFT JOIN edition e ON a.subject_type = 'Edition' AND e.id::text = a.subject_id
      LEFT JOIN user_account u ON u.id = a.actor_id
     WHERE ((a.subject_type = 'Edition' AND a.subject_id = ANY(${ids}))
         OR (a.subject_type = 'Disclosure' AND a.subject_id = ${disclosureId})) ${earlier}
     ORDER BY a.seq DESC LIMIT ${size}`
  return rows.map(({ seq, id, username, displayName, ...row }) => ({
    ...row,
    seq: Number(seq),
    actor:
      id === null
        ? null
        : personOf({ id, username: username ?? '', displayName: displayName ?? '' }),
  }))
}
