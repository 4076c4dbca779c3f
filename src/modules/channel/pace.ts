import type { Database } from '../../platform/db/client.ts'
import type { Gateway } from './ports.ts'

/**
 * Books so many messages with a gateway for all servers together, by the database's clock; tells after how many
 * milliseconds they may go. Whoever books little at a time keeps nobody waiting.
 */
export async function bookSlots(
  database: Database,
  { channel, ratePerSecond }: Pick<Gateway, 'channel' | 'ratePerSecond'>,
  messages: number,
): Promise<number> {
  const ms = (messages / ratePerSecond) * 1_000
  const [row] = await database.$queryRaw<{ wait: number }[]>`
    INSERT INTO channel_pace AS p (channel, next_at)
    VALUES (${channel}::channel, clock_timestamp() + ${ms} * interval '1 ms')
    ON CONFLICT (channel) DO UPDATE
       SET next_at = greatest(p.next_at, clock_timestamp()) + ${ms} * interval '1 ms'
    RETURNING greatest(0, extract(epoch FROM next_at - clock_timestamp()) * 1000 - ${ms})::float8 wait`
  return row?.wait ?? 0
}
