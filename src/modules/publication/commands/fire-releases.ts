import { command, type Work } from '../../../platform/command.ts'
import type { Prisma } from '../../../platform/db/client.ts'
import { ConflictError, ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { releaseFailed } from '../events.ts'
import type { Release } from '../model.ts'
import { publishMembers, releaseById, UNFIT, writeRelease } from '../release.ts'

/** Nothing is due that no other server is at. */
const NOTHING_DUE = 'NOTHING_DUE'

/**
 * Publishes the release that has been due for longest, by the system's own authority; what no longer fits fails, with
 * its problems, and stays unpublished. Tells which it was, or null when nothing is due. May run on any number of servers
 * at once, and again: a release is claimed within the transaction that publishes it.
 */
export async function fireNext(platform: Platform, except: readonly string[] = []) {
  const claimed: { release?: Release } = {}
  try {
    return await command(platform, async (work) => {
      const release = await claim(work, except)
      if (!release) throw new ConflictError(NOTHING_DUE, '没有到时间的发布安排')
      claimed.release = release
      await fire(platform, work, release)
      return release.id
    })
  } catch (error) {
    if (error instanceof ConflictError && error.code === NOTHING_DUE) return null
    const { release } = claimed
    if (!release) throw error
    if (!(error instanceof ValidationError && error.code === UNFIT)) {
      throw new FiringError(release.id, { cause: error })
    }
    await fail(platform, release, error).catch(unlessChanged)
    return release.id
  }
}

/** A release could not be fired for a reason that is none of its own; it stays due. */
export class FiringError extends Error {
  readonly releaseId: string

  constructor(releaseId: string, options: ErrorOptions) {
    super(`release ${releaseId} could not be fired`, options)
    this.name = 'FiringError'
    this.releaseId = releaseId
  }
}

/**
 * One server at a time: two that publish for one organization at once would only stand in each other's way at its
 * counter. Should both believe it is their turn, they cannot both commit; a row that somebody is changing is passed over.
 */
async function claim({ tx, now }: Work, except: readonly string[]): Promise<Release | null> {
  const [due] = await tx.$queryRaw<{ id: string }[]>`
    WITH turn AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(hashtext('releases')) AS mine)
    SELECT id::text FROM release, turn
     WHERE mine AND state = 'SCHEDULED' AND due_at <= ${now} AND id <> ALL (${[...except]}::uuid[])
     ORDER BY due_at, id LIMIT 1 FOR UPDATE OF release SKIP LOCKED`
  if (!due) return null
  return releaseById(tx, due.id)
}

async function fire({ clock }: Platform, work: Work, release: Release): Promise<void> {
  await publishMembers(work, release, () => null)
  // As late as can be told from within: all that is left is to commit.
  const latenessMs = clock.now().getTime() - (release.dueAt?.getTime() ?? 0)
  await end(work, release, {
    state: 'PUBLISHED',
    // A clock that was set back meanwhile has not made it early.
    latenessMs: Math.max(0, latenessMs),
  })
}

function fail(platform: Platform, { id, version }: Release, { problems }: ValidationError) {
  return command(platform, async (work) => {
    const { tx } = work
    const release = await releaseById(tx, id)
    if (release.version !== version) throw ConflictError.staleVersion()
    await end(work, release, {
      state: 'FAILED',
      problems: problems as unknown as Prisma.InputJsonArray,
    })
    work.emit(releaseFailed(id))
  })
}

/** Whoever has changed it meanwhile has decided anew. */
function unlessChanged(error: unknown): void {
  if (!(error instanceof ConflictError && error.code === 'STALE_VERSION')) throw error
}

async function end(
  { tx, now, audit }: Work,
  release: Release,
  data: Pick<Prisma.ReleaseUncheckedUpdateManyInput, 'latenessMs' | 'problems'> & {
    readonly state: 'PUBLISHED' | 'FAILED'
  },
): Promise<void> {
  await writeRelease(tx, release, { ...data, endedAt: now })
  audit({
    action: data.state === 'PUBLISHED' ? 'release.fire' : 'release.fail',
    by: null,
    subjectType: 'Release',
    subjectId: release.id,
    details: { members: release.members.length, dueAt: release.dueAt?.toISOString() ?? null },
  })
}
