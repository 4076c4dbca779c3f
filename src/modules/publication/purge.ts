import type { AuditEntry, Work } from '../../platform/command.ts'
import type { Transaction } from '../../platform/db/client.ts'
import { remainderHash } from './content-hash.ts'
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
  const left = await leftHashes(tx, disclosureId)
  for (const { id: subjectId, contentHash: beforeHash } of publications) {
    const details = { leftHash: left.get(subjectId) ?? null }
    audit({
      action: 'publication.purge',
      by,
      subjectType: 'Publication',
      subjectId,
      beforeHash,
      details,
    })
  }
  for (const { id: subjectId, contentHash: beforeHash } of editions) {
    audit({ action: 'edition.purge', by, subjectType: 'Edition', subjectId, beforeHash })
  }
  for (const { id } of files) {
    audit({ action: 'attachment.purge', by, subjectType: 'Attachment', subjectId: id })
  }
  emit(recordPurged(disclosureId, files))
}

/** Hashes of what is left of the publications of a record: nothing of it is personal, and it is proved from here on. */
async function leftHashes(tx: Transaction, disclosureId: string): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ id: string; columns: Record<string, unknown> }[]>`
    SELECT id::text, to_jsonb(p) AS columns FROM publication p
     WHERE disclosure_id = ${disclosureId}::uuid AND purged_at IS NOT NULL`
  return new Map(rows.map(({ id, columns }) => [id, remainderHash(columns)]))
}
