import type { DomainEvent } from '../../platform/jobs.ts'

/** An edition has gone a step on its way, or back. */
export const EDITION_MOVED = 'edition.moved'

/** Somebody has remarked on an edition. */
export const EDITION_COMMENTED = 'edition.commented'

/** What happened to an edition that moved. */
export type EditionMove =
  | 'SUBMITTED'
  | 'SIGNED'
  | 'APPROVED'
  | 'RETURNED'
  | 'SENT_BACK'
  | 'DISCARDED'
  | 'WITHHELD'
  | 'PUBLISHED_URGENTLY'

/** Tells which edition moved, how, and who moved it. */
export function editionMoved(editionId: string, move: EditionMove, actorId: string): DomainEvent {
  return { name: EDITION_MOVED, data: { editionId, move, actorId } }
}

/** Tells which edition was remarked on, and by whom. */
export function editionCommented(editionId: string, actorId: string): DomainEvent {
  return { name: EDITION_COMMENTED, data: { editionId, actorId } }
}

/** Somebody has taken the work on an edition over from another. */
export const EDIT_TAKEN_OVER = 'edition.takenOver'

/** Tells which edition it was, who was at work and who is now. */
export function editTakenOver(editionId: string, fromId: string, actorId: string): DomainEvent {
  return { name: EDIT_TAKEN_OVER, data: { editionId, fromId, actorId } }
}
