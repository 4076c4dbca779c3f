import { command } from '../../../platform/command.ts'
import { ConflictError, ForbiddenError, NotFoundError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Actor } from '../../identity/model.ts'
import { countyPlace, isUuid } from '../../identity/queries.ts'
import { disclosurePolicy } from '../policy.ts'

/** Takes a chain away: what it was for follows the next more general one. */
export function removeReviewChain(
  platform: Platform,
  actor: Actor | null,
  { chainId }: { readonly chainId: string },
): Promise<{ readonly chainId: string }> {
  return command(platform, async ({ tx, audit }) => {
    if (!actor) throw ForbiddenError.unauthenticated()
    const place = await countyPlace(tx)
    const by = disclosurePolicy.authorize(actor, 'reviewChain.manage', { place })
    const chain = isUuid(chainId)
      ? await tx.reviewChain.findUnique({ where: { id: chainId } })
      : null
    if (!chain) throw new NotFoundError('没有这个审核链')
    if (chain.organizationKind !== null) {
      throw new ConflictError('DEFAULT_CHAIN', '各类公开主体的默认审核环节只能更改，不能取消')
    }
    await tx.reviewChain.delete({ where: { id: chainId } })
    const { organizationCode, itemCode, kind } = chain
    audit({
      action: 'reviewChain.remove',
      by,
      subjectType: 'ReviewChain',
      subjectId: chainId,
      details: { organizationCode, itemCode, kind, before: chain.steps.join(',') },
    })
    return { chainId }
  })
}
