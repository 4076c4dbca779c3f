import type { PublicPool } from '../../platform/db/pool.ts'
import type { Database } from '../../platform/db/client.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Claimed, Message } from './message.ts'
import type { Lane, Payload, ToldRecord } from './model.ts'
import type { Gateway, SendResult } from './ports.ts'
import { type Outcome, recordOutcomes } from './record.ts'
import { type Recorder, recorder } from './recorder.ts'
import { openAddress } from './sealed.ts'
import { toldRecords } from './told.ts'
import { afterTry } from './outcome.ts'

/** Where a message is on its way: tests end the process at each of them. */
export type Point = 'CLAIMING' | 'CLAIMED' | 'SENT' | 'RECORDED'

/** What it takes to send. */
export interface Sending {
  readonly platform: Platform
  readonly publicPool: PublicPool
  readonly probe?: (point: Point) => Promise<void>
}

/** A sender over one gateway. */
export function sender(sending: Sending, gateway: Gateway) {
  const { platform, probe = () => Promise.resolve() } = sending
  const { database, clock, log } = platform
  const write = (outcomes: Outcome[]) =>
    recordOutcomes(database, gateway.channel, outcomes, clock.now())
  const records: Recorder<Outcome> = recorder(write, log)

  return async (messages: readonly Message[], lane: Lane): Promise<Promise<void>[]> => {
    const ids = messages.flat().map(({ publicationId }) => publicationId)
    const told = await toldRecords(sending.publicPool, ids)
    return messages.map(async (message) => {
      const result = await attempt(sending, gateway, message, { lane, told })
      await probe('SENT')
      await records.add(message.map((one) => outcomeOf(gateway, one, result, clock.now())))
      await probe('RECORDED')
    })
  }
}

async function attempt(
  { platform }: Sending,
  gateway: Gateway,
  message: Message,
  { lane, told }: { lane: Lane; told: ReadonlyMap<string, ToldRecord> },
): Promise<SendResult> {
  const [first] = message
  const records = message.flatMap(({ publicationId }) => told.get(publicationId) ?? [])
  const payload = {
    purpose: first.purpose,
    records: records as unknown as Payload['records'],
    digest: first.digest,
    subscribed: first.sealedAddress !== null,
  }
  const address = addressOf(gateway, first, platform.database)
  if (address === null) return { outcome: 'FAILED', code: 'FORGOTTEN', permanent: true }
  try {
    return await gateway.send({ deliveryId: first.id, address, payload, lane })
  } catch (error) {
    // Whatever it is, the message may be on its way.
    platform.log.error({ err: error, deliveryId: first.id }, '推送渠道出错')
    return { outcome: 'UNKNOWN', code: 'GATEWAY_DEFECT' }
  }
}

function addressOf({ channel }: Gateway, claimed: Claimed, database: Database): string | null {
  if (channel === 'WEBHOOK') return claimed.receiverId
  return claimed.sealedAddress === null ? null : openAddress(database, claimed.sealedAddress)
}

function outcomeOf(gateway: Gateway, claimed: Claimed, result: SendResult, now: Date): Outcome {
  const { id, attempt: no, giveUpAt } = claimed
  return { id, attempt: no, result, ...afterTry(gateway, result, { attempts: no, giveUpAt, now }) }
}
