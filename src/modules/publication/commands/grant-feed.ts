import { calendarDate } from '../../../platform/clock.ts'
import { command } from '../../../platform/command.ts'
import { isUniqueViolation } from '../../../platform/database-failure.ts'
import { ConflictError, ForbiddenError, ValidationError } from '../../../platform/errors.ts'
import type { Transaction } from '../../../platform/db/client.ts'
import type { Platform } from '../../../platform/platform.ts'
import { openPlace } from '../../disclosure/open-place.ts'
import { isFeed } from '../../disclosure/kind/feed.ts'
import { kinds } from '../../disclosure/kind/registry.ts'
import { disclosurePolicy } from '../../disclosure/policy.ts'
import type { Actor } from '../../identity/model.ts'
import { apiClientByName } from '../../identity/queries.ts'
import type { FeedGrant } from '../model.ts'
import { feedGrantOf, WITH_CLIENT } from '../queries.ts'

export interface GrantFeedInput {
  /** Name of an API client of channel FEED. */
  readonly clientName: string
  readonly kind: string
  readonly itemCode: string
  readonly organizationCode: string
}

/** Lets a front end publish readings of one kind for one organization without review. */
export function grantFeed(
  platform: Platform,
  actor: Actor | null,
  input: GrantFeedInput,
): Promise<FeedGrant> {
  return command(platform, async ({ tx, now, audit }) => {
    if (!actor) throw ForbiddenError.unauthenticated()
    const { kind, itemCode, organizationCode } = input
    const place = await openPlace(tx, organizationCode, calendarDate(now))
    const by = disclosurePolicy.authorize(actor, 'feed.manage', { place })
    const clientId = await feedClient(tx, input.clientName)
    await assertFits(tx, input)
    const data = { clientId, kind, itemCode, organizationCode }
    const grant = await tx.feedGrant
      .create({
        data: { ...data, grantedById: actor.userId, grantedAt: now },
        include: WITH_CLIENT,
      })
      .catch((error: unknown) => {
        throw isUniqueViolation(error) ? alreadyGranted() : error
      })
    const details = { kind, itemCode, organizationCode, client: clientId }
    audit({ action: 'feed.grant', by, subjectType: 'FeedGrant', subjectId: grant.id, details })
    return feedGrantOf(grant)
  })
}

async function feedClient(tx: Transaction, name: string): Promise<string> {
  const client = await apiClientByName(tx, name)
  if (!client || client.revokedAt) {
    throw ValidationError.of('clientName', 'UNKNOWN_CLIENT', '没有这个接入应用，或已停用')
  }
  if (client.channel !== 'FEED') {
    throw ValidationError.of('clientName', 'NOT_A_FEED', '该接入应用不是数据接入渠道（FEED）')
  }
  return client.id
}

async function assertFits(
  tx: Transaction,
  { kind: name, itemCode, organizationCode }: GrantFeedInput,
): Promise<void> {
  const kind = kinds.get(name)
  if (!kind || !isFeed(kind)) {
    throw ValidationError.of('kind', 'NO_FEED_KIND', '这种体裁不能由机器直接报送')
  }
  const item = await tx.item.findUnique({ where: { code: itemCode } })
  if (!item) throw ValidationError.of('itemCode', 'UNKNOWN_ITEM', '没有这个公开事项')
  if (!item.kinds.includes(name)) {
    const message = `事项“${item.title}”不接受体裁“${kind.title}”`
    throw ValidationError.of('kind', 'KIND_NOT_ACCEPTED', message)
  }
  const key = { itemCode, organizationCode }
  const duty = await tx.duty.findUnique({ where: { itemCode_organizationCode: key } })
  if (!duty) {
    throw ValidationError.of('organizationCode', 'NOT_OWED', '该公开主体不承担此事项的公开责任')
  }
}

function alreadyGranted(): ConflictError {
  return new ConflictError('ALREADY_GRANTED', '该接入应用已获准为此公开主体报送此类数据')
}
