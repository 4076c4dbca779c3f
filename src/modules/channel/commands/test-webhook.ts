import { randomUUID } from 'node:crypto'
import { command } from '../../../platform/command.ts'
import { ConflictError, NotFoundError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Actor } from '../../identity/model.ts'
import { countyPlace, isUuid } from '../../identity/queries.ts'
import { channelPolicy } from '../policy.ts'
import type { ChannelDesk, SendResult } from '../ports.ts'
import { testEvent } from '../webhook-event.ts'
import { callEndpoint } from '../webhook-gateway.ts'

/** What a trial call came to. */
export interface WebhookTrial {
  readonly outcome: SendResult['outcome']
  /** Why it did not arrive; null when it did. */
  readonly code: string | null
}

/** Calls an endpoint about nothing: signed like every call, tried once, and no part of the ledger. */
export async function testWebhook(
  platform: Platform,
  desk: Pick<ChannelDesk, 'client'>,
  actor: Actor | null,
  { webhookId: id }: { readonly webhookId: string },
): Promise<WebhookTrial> {
  const event = await command(platform, async ({ tx, now, audit }) => {
    const by = channelPolicy.authorize(actor, 'webhook.manage', { place: await countyPlace(tx) })
    const webhook = isUuid(id) ? await tx.webhook.findUnique({ where: { id } }) : null
    if (!webhook) throw new NotFoundError('没有这个推送地址')
    if (webhook.disabledAt) throw new ConflictError('ALREADY_DISABLED', '该推送地址已经停用')
    audit({ action: 'webhook.test', by, subjectType: 'Webhook', subjectId: id })
    return testEvent(randomUUID(), now)
  })
  const { database } = platform
  const result = await callEndpoint({ database, client: desk.client }, id, event)
  return { outcome: result.outcome, code: 'code' in result ? result.code : null }
}
