import { setTimeout as pause } from 'node:timers/promises'
import { claim } from './claim.ts'
import type { Lane } from './model.ts'
import { bookSlots } from './pace.ts'
import type { Gateway } from './ports.ts'
import { messagesOf } from './message.ts'
import { sender, type Sending } from './send.ts'

/** One lane of one gateway on this server. The lanes of a gateway share its rate, and nothing else. */
export interface LaneWorker {
  /** Sends what is due, as it becomes due, until it is stopped. */
  start(): void
  /** Looks at once whether something is due. */
  wake(): void
  /** Sends what is due now, and what that makes due; then returns. */
  drain(): Promise<void>
  /** Lets what is on its way finish. */
  stop(): Promise<void>
}

/**
 * A server that dies leaves its messages to the others after this. What was not sent by half of it is not sent: a
 * gateway answers within the other half, before anybody else takes the message up.
 */
const LEASE_MS = 60_000
/** Messages are claimed for this long ahead of the rate, so that an urgent one waits for no more. */
const AHEAD_S = 0.25
const MOST_AT_ONCE = 500
/** Publications announce themselves; digests, repetitions and what other servers leave are found by looking. */
const POLL_MS = 1_000

/** A worker for a lane. */
export function laneWorker(sending: Sending, gateway: Gateway, lane: Lane): LaneWorker {
  const { platform, probe = () => Promise.resolve() } = sending
  const { database, clock, log } = platform
  const send = sender(sending, gateway)
  const underWay = new Set<Promise<unknown>>()
  const ahead = Math.max(1, Math.floor(gateway.ratePerSecond * AHEAD_S))
  const stopping = new AbortController()
  let running: Promise<void> | null = null
  let woken = Promise.withResolvers<void>()

  const round = async (): Promise<number> => {
    const most = Math.min(ahead, gateway.window - underWay.size, MOST_AT_ONCE)
    if (most <= 0) return 0
    await probe('CLAIMING')
    const now = clock.now()
    const claimed = await claim(database, gateway, { lane, most, now, leaseMs: LEASE_MS })
    if (claimed.length === 0) return 0
    await probe('CLAIMED')
    const messages = messagesOf(claimed)
    await pause(await bookSlots(database, gateway, messages.length))
    if (clock.now().getTime() - now.getTime() > LEASE_MS / 2) {
      log.warn({ channel: gateway.channel, lane }, '推送进程停顿过久，本批留待核实')
      return claimed.length
    }
    for (const sent of await send(messages, lane)) {
      const settled: Promise<unknown> = sent
        .catch((error: unknown) => log.error({ err: error }, '推送中断，留待核实'))
        .finally(() => underWay.delete(settled))
      underWay.add(settled)
    }
    return claimed.length
  }
  const idle = () =>
    Promise.race([woken.promise, pause(POLL_MS, undefined, { ref: false }), ...underWay])
  const run = async () => {
    while (!stopping.signal.aborted) {
      const sent = await round().catch((error: unknown) => {
        log.error({ err: error, channel: gateway.channel, lane }, '推送出错，稍后继续')
        return 0
      })
      if (sent === 0) await idle()
    }
  }
  return {
    start() {
      running ??= run()
    },
    wake() {
      woken.resolve()
      woken = Promise.withResolvers()
    },
    async drain() {
      while ((await round()) > 0 || underWay.size > 0) {
        if (underWay.size > 0) await Promise.race(underWay)
      }
    },
    async stop() {
      stopping.abort()
      woken.resolve()
      await running
      await Promise.allSettled(underWay)
    },
  }
}
