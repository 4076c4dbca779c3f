/** How a county's texts are made. */
export interface SmsForm {
  /** Who sends; the signature, which is filed with the operators and stands in 【】 before every text. */
  readonly signature: string
  /** `{line}` once, `{link}` at most once: `{line} 详情 {link}`. */
  readonly template: string
  /** How to leave, said with what is subscribed to: 拒收请回复R. */
  readonly optOut: string
}

/** How texts are worded on this installation. */
export interface SmsWording {
  readonly form: SmsForm
  /** What short links begin with, before the slash and the code. */
  readonly links: string
}

/** One text to one telephone. */
export interface SmsMessage {
  /** Ours; gateways that can give it back with their receipts. */
  readonly id: string
  /** Eleven digits. */
  readonly receiver: string
  /** All of it, with the signature: what gateways send that take any text. */
  readonly text: string
  /** The same as a template's name and variables: what gateways send that take only texts approved before. */
  readonly template: SmsTemplate
}

export type SmsTemplate =
  | { readonly name: 'RECORD'; readonly line: string; readonly link: string }
  | { readonly name: 'ANSWER'; readonly text: string }

/**
 * What came of an attempt. SENT: taken, a receipt may follow. FAILED: refused. WAIT: surely not taken, may be tried again
 * after so many seconds. UNKNOWN: may have been taken, so it is never sent again blindly.
 */
export type SmsResult =
  | { readonly outcome: 'SENT' | 'DELIVERED'; readonly reference: string | null }
  | { readonly outcome: 'FAILED'; readonly code: string; readonly permanent: boolean }
  | { readonly outcome: 'WAIT'; readonly code: string; readonly seconds: number }
  | { readonly outcome: 'UNKNOWN'; readonly code: string }

/** What a gateway says of a text that it took. */
export interface SmsReceipt {
  /** Ours, when the gateway gives it back. */
  readonly id: string | null
  readonly reference: string
  readonly outcome: 'DELIVERED' | 'FAILED'
  /** The gateway's own word for it. */
  readonly code: string
}

/** A text that somebody sent to the county's number. */
export interface InboundText {
  /** The gateway's; null when it has none. */
  readonly id: string | null
  /** As the gateway writes it. */
  readonly from: string
  readonly text: string
}

/** What a gateway tells by itself: taken when the promise resolves, to be told again when it does not. */
export interface SmsListener {
  receipt(receipt: SmsReceipt): Promise<void>
  text(text: InboundText): Promise<void>
}

/** What a gateway posted to us, and what it wants to hear. */
export interface PostedSms {
  readonly receipts: readonly SmsReceipt[]
  readonly texts: readonly InboundText[]
}

/** A way to telephones. What is sent before the start, or after the end, has to WAIT where a connection is needed. */
export interface SmsGateway {
  readonly ratePerSecond: number
  /** How many attempts may be under way at once. */
  readonly window: number
  send(message: SmsMessage): Promise<SmsResult>
  /** What became of an attempt that nobody knows of; null when the gateway cannot tell yet. */
  readonly reconcile?: (attempt: SmsAttempt) => Promise<SmsResult | null>
  /** Connects, where there is a connection to be kept, and says where the telling by itself goes. */
  start(listener: SmsListener): void
  /** Takes what waits at the gateway to be fetched. */
  fetch?(): Promise<void>
  /** Reads what the gateway posts; null when it is none of its messages. */
  readonly posts?: {
    read(body: unknown): PostedSms | null
    /** What it wants to hear when all has been taken. */
    readonly thanks: object
  }
  close(): Promise<void>
}

export interface SmsAttempt {
  readonly id: string
  readonly receiver: string
  /** Null when it never answered. */
  readonly reference: string | null
  readonly sentAt: Date
}
