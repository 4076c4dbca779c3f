import type { EntryLine } from './ledger-line.ts'

/** A file of a publication as it was published. */
export interface PublishedFile {
  readonly id: string
  readonly sha256: string
}

/** The files that the publication of a line names; none once its content is purged. */
export function publishedFiles({ entry, columns, apart }: EntryLine): readonly PublishedFile[] {
  if (entry.kind !== 'PUBLICATION' || !columns || apart['purged_at'] != null) return []
  const files = columns['attachments']
  return Array.isArray(files) ? (files as PublishedFile[]) : []
}
