import type { PublicPool } from '../../platform/db/pool.ts'
import { ON_DISPLAY } from '../publication/read.ts'
import type { Checkpoint } from './checkpoint-statement.ts'
import type { Entry } from './entry.ts'
import { inclusionPath } from './merkle.ts'
import { checkpointOver, pathHashes } from './read-checkpoints.ts'

/** Who answers for a step of a publication, by role and organization; null where the system acted by itself. */
export interface Signature {
  readonly role: string | null
  readonly organizationCode: string | null
  readonly at: Date
}

/** One signature of the review chain. */
export interface SignedStep extends Signature {
  readonly step: number
  /** For staff alone. */
  readonly actorId: string
  /** Of whom the record is, which decides who may know the signer. */
  readonly publisherCode: string
}

/** Where an entry stands in the tree that a checkpoint signs. */
export interface Inclusion {
  readonly index: number
  /** Hashes in hex, the nearest first. */
  readonly path: readonly string[]
  readonly checkpoint: Checkpoint
}

/** What proves a publication. */
export interface Receipt {
  readonly indexNumber: string
  readonly version: number
  readonly contentHash: string
  readonly salt: string | null
  readonly firstPublishedAt: Date
  readonly validFrom: Date
  readonly released: Signature | null
  readonly steps: readonly SignedStep[]
  /** Null: not in the ledger yet. */
  readonly entry: (Entry & { readonly entryHash: string }) | null
  /** Null: no checkpoint covers it yet. */
  readonly inclusion: Inclusion | null
}

type Row = Omit<Receipt, 'released' | 'steps' | 'entry' | 'inclusion'> & {
  readonly id: string
  readonly disclosureId: string
  readonly editionId: string | null
  readonly organizationCode: string
}

/** What proves the publication or tombstone that everyone sees under this index number now; null when there is none. */
export async function readReceipt(pool: PublicPool, indexNumber: string): Promise<Receipt | null> {
  const { rows } = await pool.query<Row>({
    name: 'receipt',
    text: `SELECT id, disclosure_id AS "disclosureId", edition_id AS "editionId", organization_code AS "organizationCode",
                  index_number AS "indexNumber", version, content_hash AS "contentHash", salt,
                  first_published_at AS "firstPublishedAt", valid_from AS "validFrom"
             FROM publication
            WHERE index_number = $1 AND valid_to IS NULL AND audience = 'SOCIETY' AND ${ON_DISPLAY}`,
    values: [indexNumber],
  })
  const [row] = rows
  if (!row) return null
  const entry = await entryOf(pool, row.id)
  const checkpoint = entry && (await checkpointOver(pool, entry.seq))
  return {
    ...row,
    released: await releaseOf(pool, row),
    steps: row.editionId === null ? [] : await stepsOf(pool, row.editionId, row.organizationCode),
    entry,
    inclusion: entry && checkpoint && (await inclusionOf(pool, entry, checkpoint)),
  }
}

async function inclusionOf(
  pool: PublicPool,
  { seq, algorithm }: Entry,
  checkpoint: Checkpoint,
): Promise<Inclusion> {
  const path = inclusionPath(seq - 1, { from: 0, to: checkpoint.size })
  return { index: seq - 1, path: await pathHashes(pool, algorithm, path), checkpoint }
}

async function entryOf(pool: PublicPool, publicationId: string): Promise<Receipt['entry']> {
  const { rows } = await pool.query<NonNullable<Receipt['entry']>>({
    name: 'receipt-entry',
    text: `SELECT seq::float8 AS seq, kind, subject, shape, row_hash AS "rowHash", content_hash AS "contentHash",
                  attested_hash AS "attestedHash", previous_hash AS "previousHash", entry_hash AS "entryHash", algorithm,
                  to_char(sealed_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "sealedAt"
             FROM proof_entry WHERE kind = 'PUBLICATION' AND subject = $1`,
    values: [publicationId],
  })
  return rows[0] ?? null
}

/** The signatures of the round that approved the edition. A role is held where the audit trail says. */
async function stepsOf(
  pool: PublicPool,
  editionId: string,
  publisherCode: string,
): Promise<SignedStep[]> {
  const { rows } = await pool.query<Omit<SignedStep, 'publisherCode'>>({
    name: 'receipt-steps',
    text: `SELECT s.step, s.role::text AS role, s.decided_at AS at, s.actor_id AS "actorId",
                  (SELECT a.actor_place FROM audit_event a
                    WHERE a.subject_type = 'Edition' AND a.subject_id = s.edition_id::text
                      AND a.actor_id = s.actor_id AND a.at = s.decided_at LIMIT 1) AS "organizationCode"
             FROM review_step s
            WHERE s.edition_id = $1 AND s.decision = 'APPROVE'
              AND s.round = (SELECT max(round) FROM review_step WHERE edition_id = $1)
            ORDER BY s.step`,
    values: [editionId],
  })
  return rows.map((row) => ({ ...row, publisherCode }))
}

/** Who made it public: the event that tells of this very publication. */
async function releaseOf(
  pool: PublicPool,
  { editionId, disclosureId, indexNumber, version }: Row,
): Promise<Signature | null> {
  const { rows } = await pool.query<Signature>({
    name: 'receipt-release',
    text: `SELECT actor_role AS role, actor_place AS "organizationCode", at FROM audit_event
            WHERE (subject_type, subject_id) IN (('Edition', $1), ('Disclosure', $2))
              AND details ->> 'indexNumber' = $3 AND details ->> 'version' = $4::text
            ORDER BY seq LIMIT 1`,
    values: [editionId ?? '', disclosureId, indexNumber, version],
  })
  return rows[0] ?? null
}
