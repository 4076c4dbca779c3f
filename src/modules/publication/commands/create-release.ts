import { command, type Work } from '../../../platform/command.ts'
import { isUniqueViolation } from '../../../platform/database-failure.ts'
import { ConflictError, ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { parseInput } from '../../../platform/problems.ts'
import { type EditionReference, guardedEdition } from '../../disclosure/edition-guard.ts'
import { cleanLine } from '../../disclosure/text/plain-text.ts'
import { stateAfter } from '../../disclosure/workflow.ts'
import type { Actor } from '../../identity/model.ts'
import type { Release } from '../model.ts'
import { releaseById } from '../release.ts'
import { assertDueAt } from '../release-time.ts'

/** Members of one release: what one transaction publishes in a few seconds. */
export const MOST_MEMBERS = 50

export interface CreateReleaseInput {
  readonly name: string
  readonly editions: readonly EditionReference[]
}

/** Puts approved editions together that go public as one, all or none; nothing is public or scheduled yet. */
export function createRelease(
  platform: Platform,
  actor: Actor | null,
  { name: given, editions }: CreateReleaseInput,
): Promise<Release> {
  return startRelease(platform, actor, editions, () => {
    const distinct = new Set(editions.map(({ editionId }) => editionId))
    if (editions.length === 0 || editions.length > MOST_MEMBERS) {
      const message = `一次联合发布须有 1 至 ${MOST_MEMBERS} 条信息`
      throw ValidationError.of('editions', 'WRONG_COUNT', message)
    }
    if (distinct.size < editions.length) {
      throw ValidationError.of('editions', 'TWICE', '同一版本不能重复列入')
    }
    return { name: parseInput(cleanLine(100), given, 'name') }
  })
}

export interface SchedulePublicationInput extends EditionReference {
  readonly at: Date
}

/** Sets the time at which an approved edition goes public, as it is now: what changes later does not ride along. */
export function schedulePublication(
  platform: Platform,
  actor: Actor | null,
  { at, ...edition }: SchedulePublicationInput,
): Promise<Release> {
  return startRelease(platform, actor, [edition], (now) => {
    assertDueAt(at, now)
    return { dueAt: at }
  })
}

/** A release waits for its time from the start, or is named and waits for somebody to set it. */
type Terms = { readonly name: string } | { readonly dueAt: Date }

async function startRelease(
  platform: Platform,
  actor: Actor | null,
  references: readonly EditionReference[],
  readTerms: (now: Date) => Terms,
): Promise<Release> {
  try {
    return await command(platform, (work) => start(work, actor, references, readTerms))
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new ConflictError('ALREADY_SCHEDULED', '该版本已列入其他待发布安排，请先取消')
  }
}

async function start(
  { tx, now, audit }: Work,
  actor: Actor | null,
  references: readonly EditionReference[],
  readTerms: (now: Date) => Terms,
): Promise<Release> {
  const guarded = []
  for (const reference of references.slice(0, MOST_MEMBERS)) {
    guarded.push(await guardedEdition(tx, actor, 'edition.schedule', reference))
  }
  const terms = readTerms(now)
  for (const { edition } of guarded) stateAfter('publish', edition.state)
  const [first] = guarded
  if (!first) throw new Error('a release without editions')
  const { by } = first
  const dueAt = 'dueAt' in terms ? terms.dueAt : null
  const action = dueAt ? 'SCHEDULE' : 'CREATE'
  const { id } = await tx.release.create({
    data: {
      ...terms,
      state: dueAt ? 'SCHEDULED' : 'OPEN',
      createdById: by.userId,
      createdAt: now,
      members: {
        create: guarded.map(({ edition: { id, contentHash, round } }, position) => ({
          editionId: id,
          contentHash,
          round,
          position,
        })),
      },
      steps: { create: { action, actorId: by.userId, dueAt, decidedAt: now } },
    },
    select: { id: true },
  })
  audit({
    action: dueAt ? 'release.schedule' : 'release.create',
    by,
    subjectType: 'Release',
    subjectId: id,
    details: { members: guarded.length, dueAt: dueAt?.toISOString() ?? null },
  })
  return releaseById(tx, id)
}
