import { calendarDate } from '../../../platform/clock.ts'
import { command } from '../../../platform/command.ts'
import { ConflictError, ForbiddenError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { disclosurePolicy } from '../../disclosure/policy.ts'
import { readPublicRemark } from '../../disclosure/public-remark.ts'
import type { Actor } from '../../identity/model.ts'
import { lateSeconds, REASON_TO_COME, startRevocation } from '../revocation.ts'
import { numberedDisclosure, withdrawLive } from '../withdraw.ts'

export interface DecideRevocationInput {
  readonly indexNumber: string
  /** Date of the revoking decision. */
  readonly decidedOn: string
}

/** Takes a record out of public view at once because its decision is revoked, changed or void; the reason is owed. */
export function decideRevocation(
  platform: Platform,
  actor: Actor | null,
  { indexNumber, decidedOn }: DecideRevocationInput,
): Promise<{ readonly disclosureId: string }> {
  return command(platform, async (work) => {
    if (!actor) throw ForbiddenError.unauthenticated()
    const disclosure = await numberedDisclosure(work.tx, indexNumber)
    const by = disclosurePolicy.authorize(actor, 'disclosure.withdraw', {
      place: disclosure.organization,
    })
    await withdrawLive(work, disclosure, { type: 'REVOKED', reason: REASON_TO_COME }, by)
    await startRevocation(work, disclosure.id, decidedOn, 'TO_COME')
    return { disclosureId: disclosure.id }
  })
}

export interface ExplainRevocationInput {
  readonly indexNumber: string
  /** Public. */
  readonly reason: string
}

/** Makes the reason of a revocation public, which stops its clock. */
export function explainRevocation(
  platform: Platform,
  actor: Actor | null,
  { indexNumber, reason: given }: ExplainRevocationInput,
): Promise<{ readonly disclosureId: string }> {
  return command(platform, async (work) => {
    if (!actor) throw ForbiddenError.unauthenticated()
    const { tx, now } = work
    const disclosure = await numberedDisclosure(tx, indexNumber)
    const by = disclosurePolicy.authorize(actor, 'disclosure.withdraw', {
      place: disclosure.organization,
    })
    const reason = readPublicRemark(given, calendarDate(now), 'reason')
    const disclosureId = disclosure.id
    const clock = await tx.revocation.findUnique({ where: { disclosureId } })
    if (!clock || clock.explainedAt) {
      throw new ConflictError('NO_REASON_OWED', '该信息没有待公开理由的撤销')
    }
    const over = ({ withdrawalType }: { readonly withdrawalType: string | null }) =>
      withdrawalType === 'REVOKED'
    await withdrawLive(work, disclosure, { type: 'REVOKED', reason }, by, over)
    await tx.revocation.update({
      where: { disclosureId },
      data: { explainedAt: now, lateSeconds: lateSeconds(now, clock.dueAt) },
    })
    return { disclosureId }
  })
}
