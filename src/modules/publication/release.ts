import type { Authority, Work } from '../../platform/command.ts'
import type { Database, Prisma, Transaction } from '../../platform/db/client.ts'
import {
  ConflictError,
  DomainError,
  ForbiddenError,
  NotFoundError,
  PrivacyError,
  type Problem,
  ValidationError,
} from '../../platform/errors.ts'
import { known } from '../../platform/known.ts'
import { PERSON, personOf } from '../disclosure/edition-row.ts'
import type { Edition } from '../disclosure/model.ts'
import { disclosurePolicy, visibleTo } from '../disclosure/policy.ts'
import { editionsById } from '../disclosure/queries/editions.ts'
import type { Actor } from '../identity/model.ts'
import type { Release, ReleaseAction, ReleaseMember } from './model.ts'
import { publishReady, type ReadyEdition, readyToPublish } from './publish.ts'

/** What a release is read with. */
export const RELEASE = {
  members: { orderBy: { position: 'asc' } },
  steps: { orderBy: { id: 'asc' }, include: { actor: PERSON } },
} as const satisfies Prisma.ReleaseInclude

type ReleaseRow = Prisma.ReleaseGetPayload<{ include: typeof RELEASE }>

/** Rows as the domain's releases, with the editions of their members. */
export async function releasesFrom(
  db: Database | Transaction,
  rows: readonly ReleaseRow[],
): Promise<Release[]> {
  const ids = rows.flatMap(({ members }) => members.map(({ editionId }) => editionId))
  const editionOf = await editionsById(db, ids)
  return rows.map((row) => ({
    ...row,
    problems: row.problems as unknown as Problem[],
    members: row.members.map((member) => ({ ...member, edition: editionOf(member.editionId) })),
    steps: row.steps.map((step) => ({ ...step, actor: personOf(step.actor) })),
  }))
}

/** A release that is there. */
export async function releaseById(db: Database | Transaction, id: string): Promise<Release> {
  const row = await db.release.findUniqueOrThrow({ where: { id }, include: RELEASE })
  const [release] = await releasesFrom(db, [row])
  return known(release ?? null, id)
}

/** Releases of which the actor may read every edition. */
export function releasesVisibleTo(actor: Actor): Prisma.ReleaseWhereInput {
  return { members: { every: { edition: visibleTo(actor) } } }
}

/** Which release a command is about, and the version that its caller has seen. */
export interface ReleaseReference {
  readonly releaseId: string
  readonly expectedVersion: number
}

/** The gate of every command on a release: as with editions, and the action must be permitted on every member. */
export async function guardedRelease(
  tx: Transaction,
  actor: Actor | null,
  action: 'edition.publish' | 'edition.schedule',
  { releaseId, expectedVersion }: ReleaseReference,
): Promise<{ release: Release; by: Authority }> {
  if (!actor) throw ForbiddenError.unauthenticated()
  const row =
    releaseId === ''
      ? null
      : await tx.release.findFirst({
          where: { id: releaseId, ...releasesVisibleTo(actor) },
          include: RELEASE,
        })
  const [release] = row ? await releasesFrom(tx, [row]) : []
  if (!release) throw new NotFoundError()
  if (release.version !== expectedVersion) throw ConflictError.staleVersion()
  const [by] = release.members.map(({ edition }) =>
    disclosurePolicy.authorize(actor, action, edition),
  )
  if (!by) throw new Error(`release ${releaseId} has no members`)
  return { release, by }
}

/** Writes the change with the decision behind it, only if nobody else has written since, and reads the release back. */
export async function changeRelease(
  tx: Transaction,
  release: Release,
  data: Prisma.ReleaseUncheckedUpdateManyInput,
  step: Decision,
): Promise<Release> {
  await writeRelease(tx, release, data)
  await tx.releaseStep.create({ data: { releaseId: release.id, ...step } })
  return releaseById(tx, release.id)
}

/** Writes the change only if nobody else has written since. */
export async function writeRelease(
  tx: Transaction,
  { id, version }: Release,
  data: Prisma.ReleaseUncheckedUpdateManyInput,
): Promise<void> {
  const { count } = await tx.release.updateMany({
    where: { id, version },
    data: { ...data, version: version + 1 },
  })
  if (count === 0) throw ConflictError.staleVersion()
  if (data.state !== undefined && data.state !== 'SCHEDULED') {
    await tx.releaseMember.updateMany({ where: { releaseId: id }, data: { open: false } })
  }
}

/** Who decided what, and when. */
export interface Decision {
  readonly action: ReleaseAction
  readonly actorId: string
  readonly reason?: string | null
  readonly dueAt?: Date | null
  readonly decidedAt: Date
}

/** All members cannot go because some cannot. */
export const UNFIT = 'UNFIT_MEMBERS'

/** Publishes every member, or none: everything is asked again of all of them first, and every problem told. */
export async function publishMembers(
  work: Work,
  { id, members }: Release,
  byOf: (edition: Edition) => Authority | null,
): Promise<void> {
  const ready: ReadyEdition[] = []
  const problems: Problem[] = []
  for (const [index, member] of members.entries()) {
    try {
      assertPinned(member)
      ready.push(await readyToPublish(work, member.edition, 'publish'))
    } catch (error) {
      problems.push(...problemsOf(error, `members.${index}`))
    }
  }
  if (problems.length > 0) throw new ValidationError(problems, UNFIT)
  for (const one of ready) {
    const by = byOf(one.edition)
    await publishReady(work, one, { by, transition: 'publish', details: { release: id } })
  }
}

/** What goes is what was approved then, and nothing that came later. */
function assertPinned({ edition, contentHash, round }: ReleaseMember): void {
  const { state } = edition
  if (state === 'APPROVED' && edition.contentHash === contentHash && edition.round === round) return
  throw new ConflictError('EDITION_CHANGED', '该版本在排定之后有变动，须重新排定')
}

function problemsOf(error: unknown, prefix: string): Problem[] {
  if (!(error instanceof DomainError)) throw error
  const path = (own: string) => (own === '' ? prefix : `${prefix}.${own}`)
  if (error instanceof ValidationError) {
    return error.problems.map((one) => ({ ...one, path: path(one.path) }))
  }
  if (error instanceof PrivacyError) {
    return error.findings.map((one) => ({ ...one, path: path(one.path) }))
  }
  return [{ path: prefix, code: error.code, message: error.message }]
}
