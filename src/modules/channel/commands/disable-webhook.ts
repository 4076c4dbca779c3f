import { command } from '../../../platform/command.ts'
import { ConflictError, NotFoundError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Actor } from '../../identity/model.ts'
import { countyPlace, isUuid } from '../../identity/queries.ts'
import { channelPolicy } from '../policy.ts'
import { skipPlanned } from '../forget.ts'
import { type Webhook, WEBHOOK_FIELDS } from '../webhook.ts'

/** Ends an endpoint for ever; what it was still owed is skipped. */
export function disableWebhook(
  platform: Platform,
  actor: Actor | null,
  { webhookId: id }: { readonly webhookId: string },
): Promise<Webhook> {
  return command(platform, async ({ tx, now, audit }) => {
    const by = channelPolicy.authorize(actor, 'webhook.manage', { place: await countyPlace(tx) })
    const webhook = isUuid(id)
      ? await tx.webhook.findUnique({ where: { id }, select: WEBHOOK_FIELDS })
      : null
    if (!webhook) throw new NotFoundError('没有这个推送地址')
    if (webhook.disabledAt) throw new ConflictError('ALREADY_DISABLED', '该推送地址已经停用')
    await tx.webhook.update({ where: { id }, data: { disabledAt: now } })
    await skipPlanned(tx, id)
    audit({ action: 'webhook.disable', by, subjectType: 'Webhook', subjectId: id })
    return { ...webhook, disabledAt: now }
  })
}
