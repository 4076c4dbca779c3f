import { calendarDate } from '../../../platform/clock.ts'
import { command } from '../../../platform/command.ts'
import type { Transaction } from '../../../platform/db/client.ts'
import { ForbiddenError, ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { disclosurePolicy } from '../../disclosure/policy.ts'
import { readPublicRemark } from '../../disclosure/public-remark.ts'
import type { Actor } from '../../identity/model.ts'
import { livePublication } from '../live.ts'
import type { WithdrawalType } from '../model.ts'
import { purgeRecord } from '../purge.ts'
import { startRevocation } from '../revocation.ts'
import { numberedDisclosure, withdrawLive } from '../withdraw.ts'

export interface WithdrawInput {
  readonly indexNumber: string
  readonly type: WithdrawalType
  /** Public. */
  readonly reason: string
  /** The record that is there instead; needed after MERGED and REPLACED, and for nothing else. */
  readonly successorIndexNumber?: string | null
  /** Date of the revoking decision, for REVOKED; today when left out. */
  readonly decidedOn?: string | null
}

/**
 * Takes a record out of public view; a tombstone with type and reason stays (行政处罚法48: the reason is public). After
 * PRIVACY nothing of its content is left anywhere.
 */
export function withdrawDisclosure(
  platform: Platform,
  actor: Actor | null,
  input: WithdrawInput,
): Promise<{ readonly disclosureId: string }> {
  return command(platform, async (work) => {
    if (!actor) throw ForbiddenError.unauthenticated()
    const { tx, now } = work
    const { indexNumber, type } = input
    const disclosure = await numberedDisclosure(tx, indexNumber)
    const by = disclosurePolicy.authorize(actor, 'disclosure.withdraw', {
      place: disclosure.organization,
    })
    const today = calendarDate(now)
    const reason = readPublicRemark(input.reason, today, 'reason')
    const successor = await successorOf(tx, input, now)
    const cause = { type, reason, ...(successor !== null && { successor }) }
    // Personal data may be found in what is withdrawn already: then that goes too.
    const over = ({ withdrawalType }: { readonly withdrawalType: string | null }) =>
      type === 'PRIVACY' && withdrawalType !== 'PRIVACY'
    await withdrawLive(work, disclosure, cause, by, over)
    if (type === 'REVOKED') {
      await startRevocation(work, disclosure.id, input.decidedOn ?? today, 'EXPLAINED')
    } else if (input.decidedOn != null) {
      throw ValidationError.of('decidedOn', 'NOT_ALLOWED', '只有撤销、变更或确认无效才填写决定日期')
    }
    if (type === 'PRIVACY') await purgeRecord(work, disclosure.id, by)
    return { disclosureId: disclosure.id }
  })
}

/**
 * The record that a merged or replaced one points to. It is public now, and what is withdrawn never comes back: so no
 * chain of successors leads back to where it began.
 */
async function successorOf(
  tx: Transaction,
  { indexNumber, type, successorIndexNumber: given }: WithdrawInput,
  now: Date,
): Promise<string | null> {
  const path = 'successorIndexNumber'
  if (type !== 'MERGED' && type !== 'REPLACED') {
    if (given == null) return null
    throw ValidationError.of(path, 'NOT_ALLOWED', '只有并入或被取代的信息才指向另一条信息')
  }
  if (given == null) throw ValidationError.of(path, 'REQUIRED', '须填写并入或取代它的信息的索引号')
  if (given === indexNumber) throw ValidationError.of(path, 'ITSELF', '不能指向该信息本身')
  const successor = await tx.disclosure.findUnique({ where: { indexNumber: given } })
  const live = successor && (await livePublication(tx, successor.id))
  const own = await tx.publication.findFirst({
    where: { indexNumber, validTo: null },
    select: { audience: true },
  })
  const shown =
    live?.edition && live.audience === 'SOCIETY' && !(live.displayUntil && live.displayUntil <= now)
  if (shown || (live?.edition && own?.audience === 'AREA')) return given
  throw ValidationError.of(path, 'NOT_PUBLIC', '所指的信息不存在或未公开')
}
