import { command } from '../../../platform/command.ts'
import { ConflictError, ForbiddenError, NotFoundError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { disclosurePolicy } from '../../disclosure/policy.ts'
import type { Actor } from '../../identity/model.ts'
import { isUuid } from '../../identity/queries.ts'
import type { FeedGrant } from '../model.ts'
import { feedGrantOf, WITH_CLIENT } from '../queries.ts'

/** Ends a front end's leave to publish readings; what it has published stays. */
export function revokeFeed(
  platform: Platform,
  actor: Actor | null,
  { grantId }: { readonly grantId: string },
): Promise<FeedGrant> {
  return command(platform, async ({ tx, now, audit }) => {
    if (!actor) throw ForbiddenError.unauthenticated()
    const grant = isUuid(grantId)
      ? await tx.feedGrant.findUnique({
          where: { id: grantId },
          include: { ...WITH_CLIENT, organization: { select: { code: true, path: true } } },
        })
      : null
    if (!grant) throw new NotFoundError('没有这项报送授权')
    const by = disclosurePolicy.authorize(actor, 'feed.manage', { place: grant.organization })
    if (grant.revokedAt) throw new ConflictError('ALREADY_REVOKED', '该报送授权已经收回')
    await tx.feedGrant.update({ where: { id: grantId }, data: { revokedAt: now } })
    audit({ action: 'feed.revoke', by, subjectType: 'FeedGrant', subjectId: grantId })
    return feedGrantOf({ ...grant, revokedAt: now })
  })
}
