import { type Database, Prisma, type Transaction } from '../../../platform/db/client.ts'
import type { TaskSource } from '../../disclosure/tasks.ts'
import type { Actor } from '../../identity/model.ts'
import { SOURCES } from '../sources.ts'
import type { Task, TaskCount, TaskFilter, TaskPosition } from '../model.ts'

/** Who asks, and when. */
export interface Asked {
  readonly actor: Actor
  readonly now: Date
}

/** How many tasks of each type wait for the actor, in one statement. */
export async function countTasks(db: Database, asked: Asked): Promise<TaskCount[]> {
  const rows = await db.$queryRaw<TaskCount[]>`
    SELECT type, count(*)::int, count(*) FILTER (WHERE due_at < ${asked.now})::int AS overdue,
           min(due_at) AS "nextDueAt"
      FROM (${union(SOURCES, asked)}) task GROUP BY type`
  const counted = new Map(rows.map((row) => [row.type, row]))
  return SOURCES.flatMap(({ types }) => types).map(
    (type) => counted.get(type) ?? { type, count: 0, overdue: 0, nextDueAt: null },
  )
}

/** A term that never comes, so that what has none stands last. */
const NEVER = Prisma.sql`'infinity'::timestamptz`

/** Tasks of the actor, those due first, then those that wait longest, in one statement. */
export async function listTasks(
  db: Database | Transaction,
  asked: Asked,
  filter: TaskFilter,
  { size, after }: { readonly size: number; readonly after: TaskPosition | null },
): Promise<Task[]> {
  const { types, organizationCode, mine, subjectId } = filter
  const wanted = types
    ? SOURCES.filter((source) => source.types.some((one) => types.includes(one)))
    : SOURCES
  if (wanted.length === 0) return []
  const conditions = [
    ...(types ? [Prisma.sql`t.type = ANY(${types})`] : []),
    ...(organizationCode ? [Prisma.sql`t.organization_code = ${organizationCode}`] : []),
    ...(mine ? [Prisma.sql`c.user_id = ${asked.actor.userId}::uuid`] : []),
    ...(subjectId ? [Prisma.sql`t.subject_id = ${subjectId}`] : []),
    ...(after ? [beyond(after)] : []),
    Prisma.sql`true`,
  ]
  const rows = await db.$queryRaw<TaskRow[]>`
    SELECT t.type, t.subject_id AS "subjectId", t.edition_id::text AS "editionId",
           t.index_number AS "indexNumber",
           t.organization_code AS "organizationCode", t.title, t.since, t.due_at AS "dueAt",
           u.id::text AS "userId", u.username, u.display_name AS "displayName",
           c.claimed_at AS "claimedAt"
      FROM (${union(wanted, asked)}) t
      LEFT JOIN task_claim c ON c.type = t.type AND c.subject_id = t.subject_id
      LEFT JOIN user_account u ON u.id = c.user_id
     WHERE ${Prisma.join(conditions, ' AND ')}
     ORDER BY coalesce(t.due_at, ${NEVER}), t.since, t.type, t.subject_id LIMIT ${size}`
  return rows.map(taskOf)
}

function beyond({ dueAt, since, type, subjectId }: TaskPosition): Prisma.Sql {
  const due = dueAt === null ? NEVER : Prisma.sql`${new Date(dueAt)}`
  return Prisma.sql`(coalesce(t.due_at, ${NEVER}), t.since, t.type, t.subject_id)
    > (${due}, ${new Date(since)}, ${type}, ${subjectId})`
}

function union(sources: readonly TaskSource[], { actor, now }: Asked): Prisma.Sql {
  return Prisma.join(
    sources.map((source) => source.select(actor, now)),
    ' UNION ALL ',
  )
}

interface TaskRow extends Omit<Task, 'claim'> {
  readonly userId: string | null
  readonly username: string | null
  readonly displayName: string | null
  readonly claimedAt: Date | null
}

function taskOf({ userId, username, displayName, claimedAt, ...task }: TaskRow): Task {
  const claim =
    userId !== null && username !== null && displayName !== null && claimedAt !== null
      ? { userId, username, displayName, claimedAt }
      : null
  return { ...task, claim }
}
