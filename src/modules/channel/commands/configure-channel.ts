import { command } from '../../../platform/command.ts'
import { ConflictError, ForbiddenError, ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { parseInput } from '../../../platform/problems.ts'
import type { Actor } from '../../identity/model.ts'
import { knownPlace } from '../../identity/queries.ts'
import type { Channel } from '../model.ts'
import { channelPolicy } from '../policy.ts'
import type { OrganizationChannel } from '../queries/settings.ts'
import { quietRule } from '../timing.ts'

export interface ConfigureChannelInput {
  readonly organizationCode: string
  readonly channel: Channel
  readonly enabled: boolean
  /** Local times HH:MM; both or neither. */
  readonly quietFrom: string | null
  readonly quietTo: string | null
  /** Null when there was no setting. */
  readonly expectedVersion: number | null
}

/** Says how an organization, and everything below it that says nothing itself, uses a channel. */
export function configureChannel(
  platform: Platform,
  actor: Actor | null,
  input: ConfigureChannelInput,
): Promise<OrganizationChannel> {
  return command(platform, async ({ tx, audit }) => {
    if (!actor) throw ForbiddenError.unauthenticated()
    const { organizationCode, channel, enabled, expectedVersion } = input
    const place = await knownPlace(tx, organizationCode)
    const by = channelPolicy.authorize(actor, 'channel.configure', { place })
    const { quietFrom, quietTo } = parseInput(quietRule, input)
    if ((quietFrom === null) !== (quietTo === null) || (quietFrom && quietFrom === quietTo)) {
      throw ValidationError.of('quietTo', 'INVALID_SPAN', '免打扰时段须同时有起止，且不能相同')
    }
    const key = { organizationCode, channel }
    const where = { organizationCode_channel: key }
    const before = await tx.organizationChannel.findUnique({ where })
    if ((before?.version ?? null) !== expectedVersion) throw ConflictError.staleVersion()
    const data = { enabled, quietFrom, quietTo, version: (before?.version ?? 0) + 1 }
    const row = await tx.organizationChannel.upsert({
      where,
      create: { ...key, ...data },
      update: data,
    })
    audit({
      action: 'channel.configure',
      by,
      subjectType: 'Organization',
      subjectId: organizationCode,
      details: { channel, enabled, quietFrom, quietTo },
    })
    return row
  })
}
