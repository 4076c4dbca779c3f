import type { AuditEntry, Work } from '../../platform/command.ts'
import { recordPurged } from './events.ts'

/**
 * Empties what was withdrawn for PRIVACY: every publication and edition of the record, their rows, and the files that no
 * other record has. Hashes, times and signatures stay, so that what was there once can still be proved.
 */
export async function purgeRecord(
  { tx, now, audit, emit }: Work,
  disclosureId: string,
  by: AuditEntry['by'],
): Promise<void> {
  const open = { disclosureId, purgedAt: null }
  const publications = await tx.publication.findMany({
    where: { ...open, OR: [{ withdrawalType: null }, { withdrawalType: { not: 'PRIVACY' } }] },
    select: { id: true, contentHash: true },
  })
  const editions = await tx.edition.findMany({
    where: open,
    select: { id: true, contentHash: true },
  })
  const files = await tx.$queryRaw<{ id: string }[]>`
    SELECT attachment_id::text AS id FROM purge_record(${disclosureId}::uuid, ${now})`
  const tell = (action: string, subjectType: string, rows: typeof publications) => {
    for (const { id, contentHash } of rows) {
      audit({ action, by, subjectType, subjectId: id, beforeHash: contentHash })
    }
  }
  tell('publication.purge', 'Publication', publications)
  tell('edition.purge', 'Edition', editions)
  for (const { id } of files) {
    audit({ action: 'attachment.purge', by, subjectType: 'Attachment', subjectId: id })
  }
  emit(recordPurged(disclosureId, files))
}
