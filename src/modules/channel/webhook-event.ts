import type { Purpose, ToldRecord } from './model.ts'

/** What an endpoint is told: ids and addresses, never content, which it reads from the API as it is then. */
export interface WebhookEvent {
  /** The same over all repetitions. */
  readonly id: string
  readonly type: (typeof TYPES)[Purpose] | 'webhook.test'
  /** When it happened. */
  readonly at: string
  readonly record: {
    readonly indexNumber: string
    /** Grows with every change of the record. */
    readonly version: number
    readonly kind: string
    readonly areaCode: string
    readonly itemCode: string
    readonly organizationCode: string
    /** Where people read it. */
    readonly url: string
  } | null
  /** Addresses whose copies are out of date. */
  readonly purge: readonly string[]
}

const TYPES = {
  PUBLISHED: 'publication.published',
  CORRECTED: 'publication.corrected',
  WITHDRAWN: 'publication.withdrawn',
} as const

/** The event of a delivery. */
export function webhookEvent(
  id: string,
  purpose: Purpose,
  told: ToldRecord,
  recordUrl: (indexNumber: string) => string,
): WebhookEvent {
  const { indexNumber, version, kind, areaCode, itemCode, organizationCode, validFrom } = told
  const url = recordUrl(indexNumber)
  return {
    id,
    type: TYPES[purpose],
    at: validFrom.toISOString(),
    record: { indexNumber, version, kind, areaCode, itemCode, organizationCode, url },
    purge: purpose === 'PUBLISHED' ? [] : [url],
  }
}

/** An event about nothing, to try an endpoint with. */
export function testEvent(id: string, now: Date): WebhookEvent {
  return { id, type: 'webhook.test', at: now.toISOString(), record: null, purge: [] }
}
