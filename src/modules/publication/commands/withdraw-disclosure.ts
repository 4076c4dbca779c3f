import { command } from '../../../platform/command.ts'
import type { Transaction } from '../../../platform/db/client.ts'
import { ConflictError, ForbiddenError, NotFoundError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { parseInput } from '../../../platform/problems.ts'
import { changeEdition } from '../../disclosure/edition-write.ts'
import { disclosurePolicy } from '../../disclosure/policy.ts'
import { cleanText } from '../../disclosure/text/plain-text.ts'
import { stateAfter } from '../../disclosure/workflow.ts'
import type { Actor } from '../../identity/model.ts'
import { publicationChanged } from '../events.ts'
import { closeLive } from '../live.ts'
import type { WithdrawalType } from '../model.ts'
import { STANDING, tombstoneOf } from '../tombstone.ts'

export interface WithdrawInput {
  readonly indexNumber: string
  readonly type: WithdrawalType
  /** Public. */
  readonly reason: string
}

/** Takes a record out of public view; a tombstone with type and reason stays (行政处罚法48: the reason is public). */
export function withdrawDisclosure(
  platform: Platform,
  actor: Actor | null,
  { indexNumber, type, reason: given }: WithdrawInput,
): Promise<{ readonly disclosureId: string }> {
  return command(platform, async ({ tx, now, audit, emit }) => {
    if (!actor) throw ForbiddenError.unauthenticated()
    const disclosure = await numberedDisclosure(tx, indexNumber)
    const by = disclosurePolicy.authorize(actor, 'disclosure.withdraw', {
      place: disclosure.organization,
    })
    const reason = parseInput(cleanText(500), given, 'reason')
    const { live, since } = await closeLive(tx, disclosure.id, now)
    if (!live?.edition) throw new ConflictError('NOT_LIVE', '该信息当前未公开，无需撤回')
    const state = stateAfter('withdraw', live.edition.state)
    await changeEdition(tx, live.edition, { state, updatedAt: now })
    const standing = await tx.publication.findUniqueOrThrow({
      where: { id: live.id },
      select: STANDING,
    })
    const tombstone = tombstoneOf(standing, { type, reason }, since)
    await tx.publication.create({ data: tombstone })
    audit({
      action: 'disclosure.withdraw',
      by,
      subjectType: 'Disclosure',
      subjectId: disclosure.id,
      beforeHash: live.contentHash,
      afterHash: tombstone.contentHash,
      details: { indexNumber, type, version: tombstone.version },
    })
    emit(publicationChanged(disclosure.id, tombstone.version))
    return { disclosureId: disclosure.id }
  })
}

async function numberedDisclosure(tx: Transaction, indexNumber: string) {
  const disclosure = await tx.disclosure.findUnique({
    where: { indexNumber },
    include: { organization: { select: { code: true, path: true } } },
  })
  if (!disclosure) throw new NotFoundError()
  return disclosure
}
