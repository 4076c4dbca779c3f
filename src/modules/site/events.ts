import type { DomainEvent } from '../../platform/jobs.ts'

/** The sheet of a record hung on a board: what was owed to channel BOARD there has arrived. */
export const POSTING_RECORDED = 'posting.recorded'

/** Tells which record, in which version, hung on whose board. */
export function postingRecorded(posting: {
  readonly id: string
  readonly disclosureId: string
  readonly version: number
  readonly organizationCode: string
}): DomainEvent {
  const { id, disclosureId, version, organizationCode } = posting
  return {
    name: POSTING_RECORDED,
    data: { postingId: id, disclosureId, version, organizationCode },
  }
}
