import { systemClock } from '../../src/platform/clock.ts'
import type { PublicPool } from '../../src/platform/db/pool.ts'
import type { Platform } from '../../src/platform/platform.ts'
import { webhookClient } from '../../src/integrations/webhook/client.ts'
import type { Channel } from '../../src/modules/channel/model.ts'
import type { Gateway } from '../../src/modules/channel/ports.ts'
import { webhookGateway } from '../../src/modules/channel/webhook-gateway.ts'
import type { DeliveryStage } from './deliveries.ts'
import { startEndpoint, status } from './endpoint.ts'
import { aliyunSubject, openAliyun, openSmpp, smppSubject } from './fault-sms.ts'
import { openWechat, wechatSubject } from './fault-wechat.ts'
import { providerGateway, startProvider } from './provider.ts'

/** A gateway of the table; `arrived` for those to which receipts are brought. */
export type FaultGateway = Gateway & { arrived?(reference: string): Promise<void> }

/** What a gateway is made with, in whichever process. */
export interface FaultStage {
  readonly platform: Platform
  readonly publicPool: PublicPool
}

/** A way out that the table of faults is about. A further channel is a further row, with its part of `gatewayOf`. */
export interface Subject {
  readonly name: keyof typeof gateways
  readonly channel: Channel
  /** Whether it gives receipts. */
  readonly receipts: boolean
  /** What a message ends as that it has taken. */
  readonly end: 'SENT' | 'DELIVERED'
  /**
   * What becomes of a message of unknown fate: it is SETTLED, with everybody told; or ASKED about, so that it stays unknown
   * only when it never came; or nobody can tell (NEVER).
   */
  readonly unknown: 'SETTLED' | 'ASKED' | 'NEVER'
  /** Its code for a refusal that lasts. */
  readonly refusal: string
  start(): Promise<Running>
}

/** Its other end, in this process. */
export interface Running {
  readonly url: string
  /** Adds receivers of the channel; gives back their names at the other end. */
  receivers(stage: DeliveryStage, count: number): Promise<string[]>
  /** Names of receivers that have really got the message, as often as they have. */
  got(): string[]
  /** Tells what has arrived of what was taken so far; undefined for what gives no receipts. */
  receipts?(gateway: FaultGateway): Promise<void>
  /** Takes what comes and never answers; refuses; is well again. */
  silent(): void
  refuse(): void
  recover(): void
  close(): Promise<void>
}

type Opener = (url: string, stage: FaultStage) => FaultGateway | Promise<FaultGateway>

const gateways = {
  webhook: (url, { platform: { database } }) =>
    webhookGateway({
      database,
      client: webhookClient({ clock: systemClock, allowPrivate: true, timeoutMs: 500 }),
      recordUrl: (indexNumber) => `${url}/${encodeURIComponent(indexNumber)}`,
    }),
  provider: (url) => {
    const gateway = providerGateway(url)
    return {
      ...gateway,
      arrived: (reference: string) =>
        gateway.receipt({ reference, outcome: 'DELIVERED', code: null }),
    }
  },
  smpp: openSmpp,
  'http sms': openAliyun,
  wechat: openWechat,
} as const satisfies Record<string, Opener>

/** The gateway of a subject, in whichever process. */
export async function gatewayOf(
  name: keyof typeof gateways,
  url: string,
  stage: FaultStage,
): Promise<FaultGateway> {
  const open: Opener = gateways[name]
  return open(url, stage)
}

export const subjects: readonly Subject[] = [
  {
    name: 'webhook',
    channel: 'WEBHOOK',
    receipts: false,
    end: 'DELIVERED',
    unknown: 'SETTLED',
    refusal: 'HTTP_503',
    async start() {
      const endpoint = await startEndpoint()
      return {
        url: endpoint.url,
        async receivers(stage, count) {
          const paths = Array.from({ length: count }, (_, index) => `/${index}`)
          for (const path of paths) await stage.endpoint({ url: `${endpoint.url}${path}` })
          return paths
        },
        got: () => endpoint.taken.map(({ path }) => path),
        silent: () => endpoint.answer(() => undefined),
        refuse: () => endpoint.answer(status(503)),
        recover: () => endpoint.answer(status(204)),
        close: () => endpoint.close(),
      }
    },
  },
  {
    name: 'provider',
    channel: 'SMS',
    receipts: true,
    end: 'SENT',
    unknown: 'SETTLED',
    refusal: 'HTTP_503',
    async start() {
      const provider = await startProvider()
      return {
        url: provider.url,
        receivers: (stage, count) =>
          Promise.all(Array.from({ length: count }, () => stage.subscriber())),
        got: () => provider.taken.map(({ address }) => address),
        async receipts(gateway) {
          for (const { id } of provider.taken) await gateway.arrived?.(id)
        },
        silent: () => provider.behave('SILENT'),
        refuse: () => provider.behave('REFUSE'),
        recover: () => provider.behave('ANSWER'),
        close: () => provider.close(),
      }
    },
  },
  smppSubject,
  aliyunSubject,
  wechatSubject,
]
