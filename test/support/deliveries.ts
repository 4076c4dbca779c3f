import { randomUUID } from 'node:crypto'
import { openPublicPool, type PublicPool } from '../../src/platform/db/pool.ts'
import { type Courier, openCourier } from '../../src/modules/channel/courier.ts'
import type { Channel, Digest } from '../../src/modules/channel/model.ts'
import { deliveryReaction } from '../../src/modules/channel/plan.ts'
import type {
  Gateway,
  OutgoingMessage,
  Receipt,
  SendResult,
} from '../../src/modules/channel/ports.ts'
import { sealedAddress, sealedSecret } from '../../src/modules/channel/sealed.ts'
import type { Sending } from '../../src/modules/channel/send.ts'
import { openStage, type Stage } from './stage.ts'

/** A stage on which publishing plans deliveries. */
export interface DeliveryStage extends Stage {
  readonly publicPool: PublicPool
  /** Sends over these gateways; everything is closed with the stage. */
  courier(gateways: readonly Gateway[], probe?: Sending['probe']): Courier
  /** Lets the items of a county's go out by these channels. */
  channels(...channels: Channel[]): Promise<void>
  /** Somebody who subscribed; gives back the receiver's id. */
  subscriber(options?: SubscriberOptions): Promise<string>
  endpoint(options?: { readonly kinds?: readonly string[]; readonly url?: string }): Promise<string>
  /** Ends all subscriptions and endpoints, and skips what is still owed. */
  forget(): Promise<void>
  /** The ledger of a record, in the order of planning: `version state reason`. */
  ledger(disclosureId: string, receiverId?: string): Promise<string[]>
}

export interface SubscriberOptions {
  readonly channel?: 'SMS' | 'WECHAT'
  readonly digest?: Digest
  readonly area?: string
  readonly item?: string
  readonly organization?: string
  readonly kind?: string
  readonly words?: readonly string[]
  readonly person?: string
  /** Where they are reached; an id of nothing when left out. */
  readonly address?: string
}

/** Signs the calls to the stage's endpoints. */
const SECRET = 'gkw_test'

export async function openDeliveryStage(): Promise<DeliveryStage> {
  const stage = await openStage([deliveryReaction])
  const { platform, sql } = stage
  const publicPool = openPublicPool(stage.url)
  const couriers: Courier[] = []
  const receiver = async (channel: Channel, person: string | null = null, where?: string) => {
    const id = randomUUID()
    const address = channel === 'WEBHOOK' ? null : sealedAddress(platform.database, where ?? id)
    await sql(
      `INSERT INTO receiver (id, channel, sealed_address, address_hash, person_hash, created_at)
       VALUES ($1, $2, $3, $4, $5, now())`,
      [id, channel, address, address && id, person],
    )
    return id
  }
  return {
    ...stage,
    publicPool,
    courier(gateways, probe) {
      const courier = openCourier({ platform, publicPool, ...(probe && { probe }) }, gateways)
      couriers.push(courier)
      return courier
    },
    async channels(...channels) {
      await sql('DELETE FROM item_channel')
      await sql('INSERT INTO item_channel SELECT code, unnest($1::channel[]) FROM item', [channels])
    },
    async subscriber({ channel = 'SMS', digest = 'NOW', person, address, ...scope } = {}) {
      const id = await receiver(channel, person, address)
      const { area = null, item = null, organization = null, kind = null, words = [] } = scope
      const narrowed = area ?? item ?? organization ?? kind ?? words[0]
      await sql(
        `INSERT INTO subscription (id, receiver_id, area_code, item_code, organization_code, kind, words, scope_key,
                                   digest, consent_text, consent_at, consent_way)
         VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8, 'DY', now(), 'SMS')`,
        [randomUUID(), id, narrowed ? area : '2', item, organization, kind, words, digest],
      )
      return id
    },
    async endpoint({ kinds = [], url = 'http://127.0.0.1:9/' } = {}) {
      const id = await receiver('WEBHOOK')
      await sql(
        `INSERT INTO webhook (id, name, url, sealed_secret, area_codes, item_codes, organization_codes, kinds, created_at,
                              created_by_id)
         VALUES ($1::uuid, $1::uuid::text, $3, $4, '{}', '{}', '{}', $2, now(), $1::uuid)`,
        [id, kinds, url, sealedSecret(platform.database, SECRET)],
      )
      return id
    },
    async forget() {
      await sql('UPDATE subscription SET ended_at = now()')
      await sql('UPDATE webhook SET disabled_at = now()')
      await sql(
        `UPDATE delivery SET state = 'SKIPPED', skip_reason = 'UNSUBSCRIBED', due_at = NULL WHERE due_at IS NOT NULL`,
      )
    },
    async ledger(disclosureId, receiverId) {
      const rows = await sql(
        `SELECT concat_ws(' ', version, purpose, state, skip_reason) entry FROM delivery
          WHERE disclosure_id = $1 AND ($2::uuid IS NULL OR receiver_id = $2) ORDER BY seq`,
        [disclosureId, receiverId ?? null],
      )
      return rows.map(({ entry }) => String(entry))
    },
    async close() {
      await Promise.all(couriers.map((courier) => courier.stop()))
      await publicPool.end()
      await stage.close()
    },
  }
}

/** A gateway in the process, which answers as it is told and keeps what it was given. */
export interface TestGateway extends Gateway {
  readonly sent: OutgoingMessage[]
  /** Answers from now on. */
  answer(with_: (message: OutgoingMessage) => SendResult | Promise<SendResult>): void
  receipt(receipt: Receipt): Promise<void>
}

/** Makes one; it takes everything at once unless told otherwise. */
export function testGateway(options: Partial<Gateway> = {}): TestGateway {
  const sent: OutgoingMessage[] = []
  let listener: (receipt: Receipt) => Promise<void> = () => Promise.resolve()
  let answer: (message: OutgoingMessage) => SendResult | Promise<SendResult> = ({
    deliveryId,
  }) => ({
    outcome: 'SENT',
    reference: deliveryId,
  })
  return {
    channel: 'SMS',
    ratePerSecond: 10_000,
    window: 1_000,
    idempotent: false,
    ordered: false,
    dailyLimit: null,
    ...options,
    sent,
    answer(with_) {
      answer = with_
    },
    receipt: (receipt) => listener(receipt),
    async send(message) {
      sent.push(message)
      return answer(message)
    },
    onReceipt(given) {
      listener = given
    },
    close: () => Promise.resolve(),
  }
}
