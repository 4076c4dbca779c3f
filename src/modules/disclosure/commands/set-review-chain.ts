import { command } from '../../../platform/command.ts'
import type { Transaction } from '../../../platform/db/client.ts'
import { ForbiddenError, type Problem, ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Actor, Role } from '../../identity/model.ts'
import { countyPlace, knownPlace } from '../../identity/queries.ts'
import { problem } from '../kind/kind.ts'
import { kinds } from '../kind/registry.ts'
import { disclosurePolicy } from '../policy.ts'
import { chainOf } from '../queries/review-chains.ts'
import { assertChainsFit, type ChainScope, MOST_STEPS, type ReviewChain } from '../review-chain.ts'

export interface SetReviewChainInput extends Partial<ChainScope> {
  readonly steps: readonly Role[]
}

/**
 * Says who signs from now on, in place of what was said for the same editions before. What is under review already goes
 * on by the chain it was submitted with.
 */
export function setReviewChain(
  platform: Platform,
  actor: Actor | null,
  { steps, ...given }: SetReviewChainInput,
): Promise<ReviewChain> {
  return command(platform, async ({ tx, audit }) => {
    if (!actor) throw ForbiddenError.unauthenticated()
    const scope = scopeOf(given)
    const place =
      scope.organizationCode === null
        ? await countyPlace(tx)
        : await knownPlace(tx, scope.organizationCode)
    const by = disclosurePolicy.authorize(actor, 'reviewChain.manage', { place })
    const problems = [...scopeProblems(scope), ...stepProblems(steps)]
    problems.push(...(await unknownTopic(tx, scope)))
    if (problems.length > 0) throw new ValidationError(problems)
    const before = await tx.reviewChain.findFirst({ where: scope })
    const data = { ...scope, steps: [...steps], setById: by.userId }
    const row = before
      ? await tx.reviewChain.update({ where: { id: before.id }, data })
      : await tx.reviewChain.create({ data })
    await assertChainsFit(tx)
    audit({
      action: 'reviewChain.set',
      by,
      subjectType: 'ReviewChain',
      subjectId: row.id,
      details: { ...scope, before: before?.steps.join(',') ?? null, after: steps.join(',') },
    })
    return chainOf(row)
  })
}

function scopeOf(given: Partial<ChainScope>): ChainScope {
  const { organizationCode = null, itemCode = null, kind = null, organizationKind = null } = given
  return { organizationCode, itemCode, kind, organizationKind }
}

function scopeProblems(scope: ChainScope): Problem[] {
  const { organizationCode, itemCode, kind, organizationKind } = scope
  const named = [organizationCode, itemCode, kind].filter((one) => one !== null).length
  const wrong = (itemCode !== null && kind !== null) || (organizationKind === null) !== named > 0
  if (!wrong) return []
  const message = '请指定公开主体（可另加事项或体裁之一）、事项、体裁或公开主体类别'
  return [problem('', 'INVALID_SCOPE', message)]
}

/** 三审三校: any number of reviewers, and an approver last. */
function stepProblems(steps: readonly Role[]): Problem[] {
  const wrong = steps.flatMap((role, index) =>
    role === 'REVIEWER' || role === 'APPROVER'
      ? []
      : [problem(`steps.${index}`, 'NO_SIGNING_ROLE', '审核环节只能由审核或签发角色签署')],
  )
  if (steps.length === 0 || steps.length > MOST_STEPS) {
    wrong.push(problem('steps', 'STEP_COUNT', `审核环节须为1至${MOST_STEPS}个`))
  } else if (steps.at(-1) !== 'APPROVER') {
    wrong.push(problem('steps', 'APPROVER_LAST', '最后一个环节须为签发'))
  }
  return wrong
}

/** An item or a kind that there is not. */
export async function unknownTopic(
  tx: Transaction,
  { itemCode, kind }: Pick<ChainScope, 'itemCode' | 'kind'>,
): Promise<Problem[]> {
  const item =
    itemCode === null || (await tx.item.findUnique({ where: { code: itemCode } })) !== null
  return [
    ...(item ? [] : [problem('itemCode', 'UNKNOWN_ITEM', '没有这个公开事项')]),
    ...(kind === null || kinds.has(kind) ? [] : [problem('kind', 'UNKNOWN_KIND', '没有这种体裁')]),
  ]
}
