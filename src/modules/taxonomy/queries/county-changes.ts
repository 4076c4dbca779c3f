import { setTimeout as pause } from 'node:timers/promises'
import type { PublicPool } from '../../../platform/db/pool.ts'
import type { Logger } from '../../../platform/log.ts'
import { COUNTY_CHANNEL } from '../../organization/events.ts'

const RECONNECT_MS = 1_000

/**
 * Calls `changed` whenever organizations or taxonomy may have changed, until aborted: at every notification, and each
 * time the connection has been made, since what came in between was not heard.
 */
export async function watchCounty(
  pool: PublicPool,
  log: Logger,
  changed: () => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await listen(pool, changed, signal)
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, '与数据库的通知连接中断，正在重连')
    }
    await pause(RECONNECT_MS, undefined, { signal, ref: false }).catch(() => {})
  }
}

/** Listens on a connection of its own until that is lost (throws) or the signal aborts. */
async function listen(pool: PublicPool, changed: () => void, signal: AbortSignal): Promise<void> {
  const client = await pool.connect()
  try {
    const over = new Promise<void>((resolve, reject) => {
      client.once('error', reject)
      client.once('end', () => reject(new Error('connection closed')))
      signal.addEventListener('abort', () => resolve(), { once: true })
      if (signal.aborted) resolve()
    })
    client.on('notification', changed)
    await Promise.race([over, client.query(`LISTEN ${COUNTY_CHANNEL}`)])
    if (!signal.aborted) changed()
    await over
  } finally {
    client.release(true)
  }
}
