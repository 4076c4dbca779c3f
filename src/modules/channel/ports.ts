import type { Channel, Lane, Payload } from './model.ts'

/** One message on its way to one receiver. */
export interface OutgoingMessage {
  /** Stays the same over all tries: by it a receiver can tell a repetition. */
  readonly deliveryId: string
  /** Phone number or openid, opened; the id of the endpoint for WEBHOOK. Never logged. */
  readonly address: string
  readonly payload: Payload
  readonly lane: Lane
}

/** What a gateway says of a message. */
export type SendResult =
  /** It was taken; a receipt may follow under this reference. */
  | { readonly outcome: 'SENT'; readonly reference: string | null }
  | { readonly outcome: 'DELIVERED'; readonly reference: string | null }
  /** It was surely not taken. Unless `permanent`, another try may succeed. */
  | { readonly outcome: 'FAILED'; readonly code: string; readonly permanent: boolean }
  /** It was surely not taken, because it is too early. Counts as no failure. */
  | { readonly outcome: 'WAIT'; readonly seconds: number; readonly code: string }
  /** It may have been taken: never sent again unless receivers can tell a repetition. */
  | { readonly outcome: 'UNKNOWN'; readonly code: string; readonly reference?: string | null }

/** What a gateway tells by itself of a message that it has taken before. May come twice, late, or early. */
export interface Receipt {
  readonly reference: string
  readonly outcome: 'DELIVERED' | 'FAILED'
  readonly code: string | null
}

/** A message of which nobody knows whether it was taken. */
export interface UnknownMessage {
  readonly deliveryId: string
  readonly address: string
  readonly reference: string | null
  /** When its last try began. */
  readonly startedAt: Date
}

/** A way out: what `src/integrations` implements for each channel. `send` never throws for what the network does. */
export interface Gateway {
  readonly channel: Channel
  /** Messages a second, over all servers. */
  readonly ratePerSecond: number
  /** Messages on their way at once, for each server. */
  readonly window: number
  /** Receivers tell repetitions by `deliveryId`, so that a message of unknown fate may be sent again. */
  readonly idempotent: boolean
  /** A receiver gets its messages one after the other, each after the one before is settled. */
  readonly ordered: boolean
  /** Messages for one receiver in 24 hours; urgent ones are not held back. Null: any number. */
  readonly dailyLimit: number | null
  /**
   * Where each message needs a consent of its receiver: the template that they must have agreed to, for a message about
   * records of these kinds; null when there is none. Left out where subscribing is consent enough.
   */
  readonly templateOf?: (kinds: readonly string[]) => string | null
  send(message: OutgoingMessage): Promise<SendResult>
  /** Asks what became of it, where the gateway can tell; null when it cannot tell yet. */
  reconcile?(message: UnknownMessage): Promise<SendResult | null>
  /** Hands over receipts as they come; what the listener has taken is kept. */
  onReceipt?(listener: (receipt: Receipt) => Promise<void>): void
  close(): Promise<void>
}

/** One call to an endpoint. */
export interface SignedCall {
  readonly url: string
  /** Its receiver knows by it that the call is ours. */
  readonly secret: string
  readonly id: string
  readonly type: string
  readonly body: string
}

/** Calls endpoints, each once for each time it is asked to. */
export interface WebhookClient {
  post(call: SignedCall): Promise<SendResult>
}

/** How endpoints are called on this server. */
export interface ChannelDesk {
  readonly client: WebhookClient
  /** Whether endpoints may be in the network of this machine. */
  readonly allowPrivate: boolean
}
