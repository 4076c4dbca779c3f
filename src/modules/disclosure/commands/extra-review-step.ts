import { command } from '../../../platform/command.ts'
import { ForbiddenError, NotFoundError, ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { parseInput } from '../../../platform/problems.ts'
import type { Actor, Role } from '../../identity/model.ts'
import { countyPlace, isUuid } from '../../identity/queries.ts'
import { problem } from '../kind/kind.ts'
import { disclosurePolicy } from '../policy.ts'
import { assertChainsFit, type ExtraStep } from '../review-chain.ts'
import { cleanLine } from '../text/plain-text.ts'
import { unknownTopic } from './set-review-chain.ts'

export interface ExtraStepInput {
  readonly itemCode?: string | null
  readonly kind?: string | null
  readonly role: Role
  readonly reason: string
}

/** Has every edition of an item or a kind signed once more from now on, before the last signature. */
export function addExtraReviewStep(
  platform: Platform,
  actor: Actor | null,
  { itemCode = null, kind = null, role, reason: given }: ExtraStepInput,
): Promise<ExtraStep> {
  return command(platform, async ({ tx, now, audit }) => {
    if (!actor) throw ForbiddenError.unauthenticated()
    const place = await countyPlace(tx)
    const by = disclosurePolicy.authorize(actor, 'reviewChain.manage', { place })
    const problems = await unknownTopic(tx, { itemCode, kind })
    if ((itemCode === null) === (kind === null)) {
      problems.push(problem('', 'INVALID_SCOPE', '请指定事项或体裁之一'))
    }
    if (role !== 'REVIEWER' && role !== 'APPROVER') {
      problems.push(problem('role', 'NO_SIGNING_ROLE', '审核环节只能由审核或签发角色签署'))
    }
    if (problems.length > 0) throw new ValidationError(problems)
    const reason = parseInput(cleanLine(100), given, 'reason')
    const data = { itemCode, kind, role, reason, setById: by.userId, setAt: now }
    const extra = await tx.reviewChainExtra.create({ data })
    await assertChainsFit(tx)
    audit({
      action: 'reviewChain.addExtra',
      by,
      subjectType: 'ReviewChainExtra',
      subjectId: extra.id,
      details: { itemCode, kind, role },
    })
    return extra
  })
}

/** Needs the further signature no more, from now on. */
export function removeExtraReviewStep(
  platform: Platform,
  actor: Actor | null,
  { extraId }: { readonly extraId: string },
): Promise<{ readonly extraId: string }> {
  return command(platform, async ({ tx, audit }) => {
    if (!actor) throw ForbiddenError.unauthenticated()
    const place = await countyPlace(tx)
    const by = disclosurePolicy.authorize(actor, 'reviewChain.manage', { place })
    const { count } = isUuid(extraId)
      ? await tx.reviewChainExtra.deleteMany({ where: { id: extraId } })
      : { count: 0 }
    if (count === 0) throw new NotFoundError('没有这个附加环节')
    audit({
      action: 'reviewChain.removeExtra',
      by,
      subjectType: 'ReviewChainExtra',
      subjectId: extraId,
    })
    return { extraId }
  })
}
