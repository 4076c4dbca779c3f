/** What publications go out by. The website is none of them: it reads what is public. */
export const CHANNELS = ['WEBHOOK', 'WECHAT', 'SMS', 'BOARD'] as const
export type Channel = (typeof CHANNELS)[number]

/** Channels whose receivers are people who subscribed. */
export const SUBSCRIBED_CHANNELS = ['WECHAT', 'SMS'] as const
export type SubscribedChannel = (typeof SUBSCRIBED_CHANNELS)[number]

/** What became of one publication to one receiver. */
export const DELIVERY_STATES = [
  'PLANNED',
  'SENDING',
  'SENT',
  'DELIVERED',
  'FAILED',
  'UNKNOWN',
  'RECALLED',
  'SKIPPED',
] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** What a receiver is told: something new, a newer version of what they were told, or that it is gone. */
export const PURPOSES = ['PUBLISHED', 'CORRECTED', 'WITHDRAWN'] as const
export type Purpose = (typeof PURPOSES)[number]

/** Urgent goes before everything and ignores quiet hours; the lanes never wait for each other. */
export const LANES = ['URGENT', 'ORDINARY'] as const
export type Lane = (typeof LANES)[number]

/** How often a subscriber wants to be told. Urgent is always told at once. */
export const DIGESTS = ['NOW', 'DAILY', 'WEEKLY'] as const
export type Digest = (typeof DIGESTS)[number]

/** Why nothing is sent. */
export const SKIP_REASONS = [
  'WITHDRAWN',
  'SUPERSEDED',
  'UNSUBSCRIBED',
  'CHANNEL_OFF',
  'NOT_FOLLOWED_UP',
  'NO_CONSENT',
] as const
export type SkipReason = (typeof SKIP_REASONS)[number]

/** What came of one try. */
export const ATTEMPT_OUTCOMES = ['SENT', 'DELIVERED', 'FAILED', 'WAIT', 'UNKNOWN'] as const
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number]

/** What a message tells of one publication: as it was frozen, public to everyone. */
export interface ToldRecord {
  readonly publicationId: string
  readonly disclosureId: string
  readonly indexNumber: string
  /** Counts the publications of one record. */
  readonly version: number
  readonly kind: string
  readonly areaCode: string
  readonly itemCode: string
  readonly organizationCode: string
  readonly organizationName: string
  /** Null only after a withdrawal for PRIVACY. */
  readonly title: string | null
  /** One line for an SMS, without signature and link. */
  readonly line: string
  /** For a card: at most three. */
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  readonly firstPublishedAt: Date
  readonly validFrom: Date
  /** Why it is gone; null while it is public. */
  readonly withdrawal: { readonly type: string; readonly reason: string } | null
}

/** What one message tells. */
export interface Payload {
  readonly purpose: Purpose
  /** One, or for a digest several in the order of their publication. */
  readonly records: readonly [ToldRecord, ...ToldRecord[]]
  readonly digest: Digest
  /** Whether the receiver asked for it and may leave: opt-out words belong in the message. */
  readonly subscribed: boolean
}
