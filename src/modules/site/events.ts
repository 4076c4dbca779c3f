import type { DomainEvent } from '../../platform/jobs.ts'

/** The sheet of a record hung on a board: what was owed to channel BOARD there has arrived. */
export const POSTING_RECORDED = 'posting.recorded'

/** The sheet of a withdrawn record hangs no longer: what was owed to channel BOARD there is done. */
export const SHEET_REMOVED = 'posting.removed'

/** What hangs, or hung, on whose board. */
interface Sheet {
  readonly disclosureId: string
  readonly version: number
  readonly organizationCode: string
}

/** Tells which record, in which version, hung on whose board. */
export function postingRecorded(posting: Sheet & { readonly id: string }): DomainEvent {
  const { id, disclosureId, version, organizationCode } = posting
  return {
    name: POSTING_RECORDED,
    data: { postingId: id, disclosureId, version, organizationCode },
  }
}

/** Tells which record was taken off whose board, and the version of its tombstone. */
export function sheetRemoved({ disclosureId, version, organizationCode }: Sheet): DomainEvent {
  return { name: SHEET_REMOVED, data: { disclosureId, version, organizationCode } }
}
