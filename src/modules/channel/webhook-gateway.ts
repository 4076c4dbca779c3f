import type { Database } from '../../platform/db/client.ts'
import type { Gateway, SendResult, SignedCall, WebhookClient } from './ports.ts'
import { openSecret } from './sealed.ts'
import { type WebhookEvent, webhookEvent } from './webhook-event.ts'

/** What it takes to call endpoints. */
export interface WebhookSettings {
  readonly database: Database
  readonly client: WebhookClient
  /** Where people read a record. */
  readonly recordUrl: (indexNumber: string) => string
}

/** Endpoints together; each gets one call after the other. */
const RATE = 200
const WINDOW = 50

/** Calls endpoints of what has changed. They tell a repetition by its id, so that an unanswered call is made again. */
export function webhookGateway(settings: WebhookSettings): Gateway {
  return {
    channel: 'WEBHOOK',
    ratePerSecond: RATE,
    window: WINDOW,
    idempotent: true,
    ordered: true,
    dailyLimit: null,
    async send({ deliveryId, address, payload }) {
      const { recordUrl } = settings
      const event = webhookEvent(deliveryId, payload.purpose, payload.records[0], recordUrl)
      return callEndpoint(settings, address, event)
    },
    close: () => Promise.resolve(),
  }
}

/** Calls one endpoint, if it is still to be called. */
export async function callEndpoint(
  { database, client }: Pick<WebhookSettings, 'database' | 'client'>,
  id: string,
  event: WebhookEvent,
): Promise<SendResult> {
  const endpoint = await database.webhook.findUnique({ where: { id } })
  if (!endpoint || endpoint.disabledAt) {
    return { outcome: 'FAILED', code: 'DISABLED', permanent: true }
  }
  const call: SignedCall = {
    url: endpoint.url,
    secret: openSecret(database, endpoint.sealedSecret),
    id: event.id,
    type: event.type,
    body: JSON.stringify(event),
  }
  return client.post(call)
}
