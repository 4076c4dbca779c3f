import { type LaneWorker, laneWorker } from './lane.ts'
import { LANES } from './model.ts'
import type { Gateway } from './ports.ts'
import { recordReceipt } from './record.ts'
import type { Sending } from './send.ts'
import { sweepDeliveries } from './sweep.ts'

/** What sends on this server. Any number of servers may do so at once. */
export interface Courier {
  start(): void
  /** Looks at once whether something is due. */
  wake(): void
  /** One round of everything: sends what is due, and puts right what was left. */
  runOnce(): Promise<void>
  sweep(): Promise<void>
  /** Lets what is on its way finish, and closes the gateways. */
  stop(): Promise<void>
}

/** Urgent lanes have workers of their own: nothing ordinary holds them up. */
export function openCourier(sending: Sending, gateways: readonly Gateway[]): Courier {
  const { database, clock } = sending.platform
  const lanes: LaneWorker[] = gateways.flatMap((gateway) =>
    LANES.map((lane) => laneWorker(sending, gateway, lane)),
  )
  for (const gateway of gateways) {
    gateway.onReceipt?.((receipt) => recordReceipt(database, gateway.channel, receipt, clock.now()))
  }
  const sweep = () => sweepDeliveries(sending, gateways)
  return {
    start: () => lanes.forEach((lane) => lane.start()),
    wake: () => lanes.forEach((lane) => lane.wake()),
    async runOnce() {
      await sweep()
      await Promise.all(lanes.map((lane) => lane.drain()))
      await sweep()
    },
    sweep,
    async stop() {
      await Promise.all(lanes.map((lane) => lane.stop()))
      await Promise.all(gateways.map((gateway) => gateway.close()))
    },
  }
}
