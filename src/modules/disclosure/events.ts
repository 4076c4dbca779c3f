import type { DomainEvent } from '../../platform/jobs.ts'

/** An edition has gone a step on its way, or back. */
const EDITION_MOVED = 'edition.moved'

/** Somebody has remarked on an edition. */
const EDITION_COMMENTED = 'edition.commented'

/** What happened to an edition that moved. */
export type EditionMove =
  | 'SUBMITTED'
  | 'SIGNED'
  | 'APPROVED'
  | 'RETURNED'
  | 'SENT_BACK'
  | 'DISCARDED'

/** Tells which edition moved, how, and who moved it. */
export function editionMoved(editionId: string, move: EditionMove, actorId: string): DomainEvent {
  return { name: EDITION_MOVED, data: { editionId, move, actorId } }
}

/** Tells which edition was remarked on, and by whom. */
export function editionCommented(editionId: string, actorId: string): DomainEvent {
  return { name: EDITION_COMMENTED, data: { editionId, actorId } }
}
