import { randomUUID } from 'node:crypto'
import { command } from '../../../platform/command.ts'
import { isUniqueViolation } from '../../../platform/database-failure.ts'
import { ConflictError, ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { parseInput } from '../../../platform/problems.ts'
import type { Actor } from '../../identity/model.ts'
import { countyPlace } from '../../identity/queries.ts'
import type { ChannelDesk } from '../ports.ts'
import { channelPolicy } from '../policy.ts'
import { type Codes, unknownCodes } from '../scope.ts'
import { sealedSecret } from '../sealed.ts'
import { newWebhookSecret, type Webhook, WEBHOOK_FIELDS, webhookRule } from '../webhook.ts'

export interface CreateWebhookInput extends Codes {
  readonly name: string
  readonly url: string
}

/** Registers an endpoint that is told of changes. Its secret is returned this once and stored sealed. */
export function createWebhook(
  platform: Platform,
  desk: Pick<ChannelDesk, 'allowPrivate'>,
  actor: Actor | null,
  input: CreateWebhookInput,
): Promise<{ webhook: Webhook; secret: string }> {
  return command(platform, async ({ tx, now, audit }) => {
    const place = await countyPlace(tx)
    const by = channelPolicy.authorize(actor, 'webhook.manage', { place })
    const data = parseInput(webhookRule(desk.allowPrivate), input)
    const problems = await unknownCodes(tx, data)
    if (problems.length > 0) throw new ValidationError(problems)
    const id = randomUUID()
    const secret = newWebhookSecret()
    await tx.receiver.create({ data: { id, channel: 'WEBHOOK', createdAt: now } })
    const webhook: Webhook = await tx.webhook
      .create({
        data: {
          ...data,
          id,
          sealedSecret: sealedSecret(tx, secret),
          createdAt: now,
          createdById: by.userId,
        },
        select: WEBHOOK_FIELDS,
      })
      .catch((error: unknown) => {
        throw isUniqueViolation(error) ? new ConflictError('NAME_TAKEN', '该名称已被使用') : error
      })
    audit({ action: 'webhook.create', by, subjectType: 'Webhook', subjectId: id })
    return { webhook, secret }
  })
}
