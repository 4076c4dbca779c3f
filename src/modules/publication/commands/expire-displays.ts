import { command } from '../../../platform/command.ts'
import type { Database, Transaction } from '../../../platform/db/client.ts'
import { ConflictError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { stateAfter } from '../../disclosure/workflow.ts'
import { publicationChanged } from '../events.ts'
import { STANDING, tombstoneOf } from '../tombstone.ts'

const BATCH = 200

const CAUSE = { type: 'EXPIRED', reason: '公示期满' } as const

/** Another server has done it in between. */
const NOTHING_LEFT = 'NOTHING_LEFT'

/**
 * Withdraws whatever has been on display for its time (公示期, 个人信息保护法47), by the system's own authority; tells how
 * many. May run on any number of servers at once, and again.
 */
export async function expireDisplays(platform: Platform): Promise<number> {
  let expired = 0
  while ((await dueDisplays(platform.database, platform.clock.now())).length > 0) {
    expired += await expireSome(platform).catch(unlessNothingLeft)
  }
  return expired
}

function expireSome(platform: Platform): Promise<number> {
  return command(platform, async ({ tx, now, audit, emit }) => {
    const due = await dueDisplays(tx, now)
    if (due.length === 0) throw new ConflictError(NOTHING_LEFT, '公示期满的信息均已撤回')
    await tx.publication.updateMany({
      where: { id: { in: due.map(({ id }) => id) } },
      data: { validTo: now },
    })
    await tx.edition.updateMany({
      where: { id: { in: due.flatMap(({ editionId }) => editionId ?? []) } },
      data: {
        state: stateAfter('withdraw', 'PUBLISHED'),
        version: { increment: 1 },
        updatedAt: now,
      },
    })
    const rows = due.map((live) => {
      const { id: _, editionId: __, contentHash: beforeHash, ...standing } = live
      return { beforeHash, tombstone: tombstoneOf(standing, CAUSE, now) }
    })
    await tx.publication.createMany({ data: rows.map(({ tombstone }) => tombstone) })
    for (const { beforeHash, tombstone } of rows) {
      const { disclosureId, indexNumber, version, contentHash } = tombstone
      audit({
        action: 'disclosure.expire',
        by: null,
        subjectType: 'Disclosure',
        subjectId: disclosureId,
        beforeHash,
        afterHash: contentHash,
        details: { indexNumber, type: CAUSE.type, reason: CAUSE.reason, version },
      })
      emit(publicationChanged(disclosureId, version))
    }
    return due.length
  })
}

function dueDisplays(db: Database | Transaction, now: Date) {
  return db.publication.findMany({
    where: { validTo: null, withdrawalType: null, displayUntil: { lte: now } },
    select: { id: true, editionId: true, contentHash: true, ...STANDING },
    orderBy: { displayUntil: 'asc' },
    take: BATCH,
  })
}

function unlessNothingLeft(error: unknown): number {
  if (error instanceof ConflictError && error.code === NOTHING_LEFT) return 0
  throw error
}
