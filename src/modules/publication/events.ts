import type { DomainEvent } from '../../platform/jobs.ts'

/** What the public sees of a record has changed: published, superseded or withdrawn. */
export const PUBLICATION_CHANGED = 'publication.changed'

/** Tells which record changed and the version of its newest publication. */
export function publicationChanged(disclosureId: string, version: number): DomainEvent {
  return { name: PUBLICATION_CHANGED, data: { disclosureId, version } }
}
