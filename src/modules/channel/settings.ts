import type { Transaction } from '../../platform/db/client.ts'
import type { Changed } from './change.ts'
import { type Channel, CHANNELS } from './model.ts'
import type { QuietHours } from './timing.ts'

/** How one channel is used for one record. */
export interface ChannelSetting {
  readonly channel: Channel
  /** Whether the item goes out by it: news do only then, what follows on news always does. */
  readonly item: boolean
  /** Whether the organization uses it. */
  readonly enabled: boolean
  readonly quiet: QuietHours | null
}

/** All channels with what the item and the organization, or the nearest above it that says anything, want of them. */
export async function openChannels(
  tx: Transaction,
  { itemCode, path }: Pick<Changed, 'itemCode' | 'path'>,
): Promise<ChannelSetting[]> {
  const items = await tx.itemChannel.findMany({ where: { itemCode } })
  const rows = await tx.organizationChannel.findMany({
    where: { organizationCode: { in: [...path] } },
  })
  return CHANNELS.map((channel) => {
    const own = rows.filter((row) => row.channel === channel)
    const nearest = path
      .toReversed()
      .flatMap((code) => own.filter((row) => row.organizationCode === code))[0]
    const { quietFrom: from, quietTo: to } = nearest ?? { quietFrom: null, quietTo: null }
    return {
      channel,
      item: items.some((one) => one.channel === channel),
      enabled: nearest?.enabled ?? true,
      quiet: from && to ? { from, to } : null,
    }
  })
}
