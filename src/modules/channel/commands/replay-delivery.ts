import { command } from '../../../platform/command.ts'
import { ConflictError, NotFoundError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Actor } from '../../identity/model.ts'
import { isUuid } from '../../identity/queries.ts'
import { channelPolicy } from '../policy.ts'
import { channelRules } from '../rules.ts'
import { deliveryReplayed } from '../events.ts'
import { PATIENCE_MS } from '../timing.ts'

export interface ReplayInput {
  readonly deliveryId: string
  /** It may have arrived: the office takes it upon itself that it may arrive twice. */
  readonly acceptDuplicate: boolean
}

/** Sends what was given up once more, for another day; gives back its id. */
export function replayDelivery(
  platform: Platform,
  actor: Actor | null,
  { deliveryId: id, acceptDuplicate }: ReplayInput,
): Promise<string> {
  return command(platform, async ({ tx, now, audit, emit }) => {
    const row = isUuid(id)
      ? await tx.delivery.findUnique({
          where: { id },
          select: {
            state: true,
            channel: true,
            dueAt: true,
            publication: {
              select: {
                validTo: true,
                disclosure: { select: { organization: { select: { code: true, path: true } } } },
              },
            },
          },
        })
      : null
    if (!row) throw new NotFoundError('没有这项推送')
    const { validTo, disclosure } = row.publication
    const by = channelPolicy.authorize(actor, 'delivery.replay', { place: disclosure.organization })
    const isDead = row.state === 'FAILED' || (row.state === 'UNKNOWN' && row.dueAt === null)
    if (!isDead) throw new ConflictError('NOT_DEAD', '只有推送失败或结果不明的才能重新推送')
    if (row.state === 'UNKNOWN' && !acceptDuplicate) {
      throw new ConflictError('MAY_HAVE_ARRIVED', '该推送可能已送达；确需重发，请确认接受重复')
    }
    if (validTo && !channelRules[row.channel].everyChange) {
      throw new ConflictError('OUTDATED', '该信息已有新版本或已撤回，不能再推送旧版本')
    }
    const giveUpAt = new Date(now.getTime() + PATIENCE_MS)
    await tx.delivery.update({ where: { id }, data: { state: 'PLANNED', dueAt: now, giveUpAt } })
    audit({
      action: 'delivery.replay',
      by,
      subjectType: 'Delivery',
      subjectId: id,
      details: { channel: row.channel, was: row.state },
    })
    emit(deliveryReplayed(id))
    return id
  })
}
