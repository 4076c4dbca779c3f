import type { Database } from '../../src/platform/db/client.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { webhookClient } from '../../src/integrations/webhook/client.ts'
import type { Gateway } from '../../src/modules/channel/ports.ts'
import { webhookGateway } from '../../src/modules/channel/webhook-gateway.ts'
import type { DeliveryStage } from './deliveries.ts'
import { startEndpoint, status } from './endpoint.ts'
import { providerGateway, startProvider } from './provider.ts'

/** A way out that the table of faults is about. A further channel is a further row, with its part of `gatewayOf`. */
export interface Subject {
  readonly name: keyof typeof gateways
  /** Whether it gives receipts. */
  readonly receipts: boolean
  start(): Promise<Running>
}

/** Its other end, in this process. */
export interface Running {
  readonly url: string
  /** Adds receivers of the channel; gives back their names at the other end. */
  receivers(stage: DeliveryStage, count: number): Promise<string[]>
  /** Names of receivers that have really got the message, as often as they have. */
  got(): string[]
  /** Takes what comes and never answers; refuses; is well again. */
  silent(): void
  refuse(): void
  recover(): void
  close(): Promise<void>
}

const gateways = {
  webhook: (_url: string, database: Database): Gateway =>
    webhookGateway({
      database,
      client: webhookClient({ clock: systemClock, allowPrivate: true, timeoutMs: 500 }),
      recordUrl: (indexNumber) => `https://county.example/${encodeURIComponent(indexNumber)}`,
    }),
  provider: (url: string): Gateway => providerGateway(url),
}

/** The gateway of a subject, in whichever process. */
export function gatewayOf(name: keyof typeof gateways, url: string, database: Database): Gateway {
  return gateways[name](url, database)
}

export const subjects: readonly Subject[] = [
  {
    name: 'webhook',
    receipts: false,
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
    receipts: true,
    async start() {
      const provider = await startProvider()
      return {
        url: provider.url,
        receivers: (stage, count) =>
          Promise.all(Array.from({ length: count }, () => stage.subscriber())),
        got: () => provider.taken.map(({ address }) => address),
        silent: () => provider.behave('SILENT'),
        refuse: () => provider.behave('REFUSE'),
        recover: () => provider.behave('ANSWER'),
        close: () => provider.close(),
      }
    },
  },
]
