import type { Database, Prisma } from '../../../platform/db/client.ts'
import { within } from '../../identity/authority.ts'
import type { Actor } from '../../identity/model.ts'
import { disclosurePolicy } from '../../disclosure/policy.ts'
import type { Lateness, Release, ReleaseState } from '../model.ts'
import { RELEASE, releasesFrom, releasesVisibleTo } from '../release.ts'

/** When the next release is due, of those that are not left out; null when none is. */
export async function nextDueAt(db: Database, except: readonly string[]): Promise<Date | null> {
  const next = await db.release.findFirst({
    where: { state: 'SCHEDULED', id: { notIn: [...except] } },
    orderBy: { dueAt: 'asc' },
    select: { dueAt: true },
  })
  return next?.dueAt ?? null
}

/** A release whose editions the actor may all read, or null. */
export async function visibleRelease(
  db: Database,
  actor: Actor,
  id: string,
): Promise<Release | null> {
  const where = { id, ...releasesVisibleTo(actor) }
  const row = await db.release.findFirst({ where, include: RELEASE })
  const [release] = row ? await releasesFrom(db, [row]) : []
  return release ?? null
}

/** The release in which an edition waits to go public, if the actor may know it. */
export async function pendingReleaseOf(
  db: Database,
  actor: Actor,
  editionId: string,
): Promise<Release | null> {
  const where = {
    AND: [{ members: { some: { editionId, open: true } } }, releasesVisibleTo(actor)],
  }
  const row = await db.release.findFirst({ where, include: RELEASE })
  const [release] = row ? await releasesFrom(db, [row]) : []
  return release ?? null
}

/** Where a page of schedules starts: the last release of the page before. */
export interface SchedulePosition {
  readonly dueAt: Date
  readonly id: string
}

/** What has a time set, by that time, and one more than asked for. */
export async function schedulesOf(
  db: Database,
  actor: Actor,
  states: readonly ReleaseState[],
  page: { readonly first: number; readonly after: SchedulePosition | null },
): Promise<Release[]> {
  const { first, after } = page
  const beyond: Prisma.ReleaseWhereInput = after
    ? { OR: [{ dueAt: { gt: after.dueAt } }, { dueAt: after.dueAt, id: { gt: after.id } }] }
    : { dueAt: { not: null } }
  const rows = await db.release.findMany({
    where: { AND: [{ state: { in: [...states] } }, beyond, releasesVisibleTo(actor)] },
    include: RELEASE,
    orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
    take: first + 1,
  })
  return releasesFrom(db, rows)
}

/** Releases of several, last made first, and one more than asked for. */
export async function releasesOf(
  db: Database,
  actor: Actor,
  states: readonly ReleaseState[],
  { first, after }: { readonly first: number; readonly after: string | null },
): Promise<Release[]> {
  const rows = await db.release.findMany({
    where: {
      name: { not: null },
      state: { in: [...states] },
      ...(after !== null && { id: { lt: after } }),
      ...releasesVisibleTo(actor),
    },
    include: RELEASE,
    orderBy: { id: 'desc' },
    take: first + 1,
  })
  return releasesFrom(db, rows)
}

/** The newest ones tell how it is now. */
const MOST_MEASURED = 10_000

/** How late the releases were that fired since then, where the actor may know; of the last ten thousand. */
export async function latenessOf(db: Database, actor: Actor, since: Date): Promise<Lateness> {
  const organization = within(disclosurePolicy.placesFor(actor, 'release.readLateness'))
  const rows = await db.release.findMany({
    where: {
      latenessMs: { not: null },
      endedAt: { gte: since },
      members: { every: { edition: { disclosure: { organization } } } },
    },
    orderBy: { endedAt: 'desc' },
    take: MOST_MEASURED,
    select: { latenessMs: true },
  })
  const sorted = rows.map(({ latenessMs }) => latenessMs ?? 0).toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? 0
  return { count: sorted.length, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), worstMs: at(1) }
}
