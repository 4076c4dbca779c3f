import type { AuditEntry, Work } from '../../platform/command.ts'
import type { Transaction } from '../../platform/db/client.ts'
import { ConflictError, NotFoundError } from '../../platform/errors.ts'
import { changeEdition } from '../disclosure/edition-write.ts'
import { stateAfter } from '../disclosure/workflow.ts'
import { publicationChanged } from './events.ts'
import { closeLive, livePublication } from './live.ts'
import { STANDING, tombstoneOf, type WithdrawalCause } from './tombstone.ts'

/** A record that has a number, with what rights on it depend on. */
export type NumberedDisclosure = Awaited<ReturnType<typeof numberedDisclosure>>

/** The record with this index number, public or withdrawn. */
export async function numberedDisclosure(tx: Transaction, indexNumber: string) {
  const disclosure = await tx.disclosure.findUnique({
    where: { indexNumber },
    include: { organization: { select: { code: true, path: true } } },
  })
  if (!disclosure) throw new NotFoundError()
  return { ...disclosure, indexNumber }
}

/** What of a tombstone may still be changed: the reason of a revocation comes later, personal data may be found later. */
export type Over = (standing: {
  readonly withdrawalType: string | null
  readonly withdrawalReason: string | null
}) => boolean

/**
 * Puts a tombstone in the place of what is public of a record, within the transaction at hand, and tells it. What is
 * withdrawn already stays as it is, but where `over` says that another tombstone may stand in its place.
 */
export async function withdrawLive(
  { tx, now, audit, emit }: Work,
  { id: disclosureId, indexNumber }: Pick<NumberedDisclosure, 'id' | 'indexNumber'>,
  cause: WithdrawalCause,
  by: AuditEntry['by'],
  over: Over = () => false,
): Promise<void> {
  const live = await livePublication(tx, disclosureId)
  if (!live) throw notLive()
  const since = await closeLive(tx, live, now)
  const standing = await tx.publication.findUniqueOrThrow({
    where: { id: live.id },
    select: { ...STANDING, withdrawalReason: true, withdrawalType: true },
  })
  if (live.edition) {
    const state = stateAfter('withdraw', live.edition.state)
    await changeEdition(tx, live.edition, { state, updatedAt: now })
  } else if (!over(standing)) throw notLive()
  const { withdrawalReason: _, withdrawalType: __, ...stood } = standing
  const tombstone = tombstoneOf(stood, cause, since)
  await tx.publication.create({ data: tombstone })
  audit({
    action: 'disclosure.withdraw',
    by,
    subjectType: 'Disclosure',
    subjectId: disclosureId,
    beforeHash: live.contentHash,
    afterHash: tombstone.contentHash,
    details: { indexNumber, type: cause.type, version: tombstone.version },
  })
  emit(publicationChanged(disclosureId, tombstone.version))
}

function notLive(): ConflictError {
  return new ConflictError('NOT_LIVE', '该信息当前未公开，无需撤回')
}
