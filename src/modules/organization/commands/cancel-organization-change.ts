import { command } from '../../../platform/command.ts'
import { ConflictError, NotFoundError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Actor } from '../../identity/model.ts'
import { countyPlace, isUuid } from '../../identity/queries.ts'
import { organizationPolicy } from '../policy.ts'

/** Takes back a decision that has not come into force; the organization it would have set up goes with it. */
export function cancelOrganizationChange(
  platform: Platform,
  actor: Actor | null,
  { changeId }: { readonly changeId: string },
): Promise<{ readonly organizationCode: string }> {
  return command(platform, async ({ tx, audit }) => {
    const place = await countyPlace(tx)
    const by = organizationPolicy.authorize(actor, 'organization.change', { place })
    const where = { id: changeId }
    const change = isUuid(changeId) ? await tx.organizationChange.findUnique({ where }) : null
    if (!change) throw new NotFoundError('没有这项机构调整')
    const { organizationCode, kind, appliedAt } = change
    if (appliedAt) throw new ConflictError('ALREADY_IN_FORCE', '该调整已经生效，不能取消')
    await tx.organizationChange.delete({ where })
    if (kind === 'ESTABLISHED') await removeUnborn()
    audit({
      action: 'organization.cancelChange',
      by,
      subjectType: 'OrganizationChange',
      subjectId: changeId,
      details: { kind, organizationCode },
    })
    return { organizationCode }

    async function removeUnborn(): Promise<void> {
      const others = await tx.organizationChange.count({
        where: {
          OR: [
            { organizationCode },
            { parentCode: organizationCode },
            { successions: { some: { toCode: organizationCode } } },
          ],
        },
      })
      const staff = await tx.user.count({ where: { organizationCode } })
      const grants = await tx.grant.count({ where: { organizationCode } })
      if (others + staff + grants > 0) {
        throw new ConflictError('IN_USE', '已有人员或其他调整涉及该机构，请先处理')
      }
      await tx.organization.delete({ where: { code: organizationCode } })
    }
  })
}
