import type { DomainEvent } from '../../platform/jobs.ts'

/** What the public sees of a record has changed: published, superseded or withdrawn. */
export const PUBLICATION_CHANGED = 'publication.changed'

/** Tells which record changed and the version of its newest publication. */
export function publicationChanged(disclosureId: string, version: number): DomainEvent {
  return { name: PUBLICATION_CHANGED, data: { disclosureId, version } }
}

/** A record was emptied for PRIVACY: whoever keeps anything of it elsewhere empties that too, in the same transaction. */
export const RECORD_PURGED = 'publication.purged'

/** Tells which record, and the files whose bytes nobody has any more, separated by commas. */
export function recordPurged(
  disclosureId: string,
  files: readonly { readonly id: string }[],
): DomainEvent {
  const attachmentIds = files.map(({ id }) => id).join(',')
  return { name: RECORD_PURGED, data: { disclosureId, attachmentIds } }
}

/** A release was due and could not go public. */
export const RELEASE_FAILED = 'release.failed'

/** Tells which release. */
export function releaseFailed(releaseId: string): DomainEvent {
  return { name: RELEASE_FAILED, data: { releaseId } }
}
