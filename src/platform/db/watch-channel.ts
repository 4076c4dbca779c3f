import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from '../log.ts'
import type { PublicPool } from './pool.ts'

/** What is told of a channel of the database. */
export interface ChannelWatch {
  readonly channel: string
  /** From now on everything is heard; what came before was not. */
  readonly connected: () => void
  readonly heard: (payload: string) => void
  /** Until `connected` is called again, nothing is heard. */
  readonly lost?: () => void
}

const RECONNECT_MS = 1_000

/** A connection that died without a word is noticed after so long. */
const HEARTBEAT_MS = 5_000

/** Listens to a channel until aborted, on a connection of its own that is made again whenever it is lost. */
export async function watchChannel(
  pool: PublicPool,
  log: Logger,
  watch: ChannelWatch,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await listen(pool, watch, signal)
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, '与数据库的通知连接中断，正在重连')
    }
    watch.lost?.()
    await pause(RECONNECT_MS, undefined, { signal, ref: false }).catch(() => {})
  }
}

/** Listens until the connection is lost (throws) or the signal aborts. */
async function listen(
  pool: PublicPool,
  { channel, connected, heard }: ChannelWatch,
  signal: AbortSignal,
): Promise<void> {
  const client = await pool.connect()
  let heartbeat: NodeJS.Timeout | undefined
  try {
    const over = new Promise<void>((resolve, reject) => {
      client.on('error', reject)
      client.once('end', () => reject(new Error('connection closed')))
      signal.addEventListener('abort', () => resolve(), { once: true })
      if (signal.aborted) resolve()
      const beat = () => {
        const late = setTimeout(() => reject(new Error('no answer')), HEARTBEAT_MS)
        client.query('SELECT 1').then(() => clearTimeout(late), reject)
      }
      heartbeat = setInterval(beat, 2 * HEARTBEAT_MS).unref()
    })
    client.on('notification', ({ payload }) => heard(payload ?? ''))
    await Promise.race([over, client.query(`LISTEN ${channel}`)])
    if (!signal.aborted) connected()
    await over
  } finally {
    clearInterval(heartbeat)
    client.release(true)
  }
}
