import type { PublicPool } from '../../platform/db/pool.ts'
import type { PublicRecord } from './model.ts'
import type { PolicyBearing } from './policy-validity.ts'
import { COLUMNS, fromRow, LISTED, type Row } from './read.ts'

/** A public document that bears on another, and how. */
export interface Bearing extends PolicyBearing {
  readonly record: PublicRecord
}

/** The listed documents that replace or change this one, the latest first. */
export function bearingsOn(pool: PublicPool, disclosureId: string): Promise<Bearing[]> {
  return bearings(pool, { from: 'from_id', of: 'to_id' }, disclosureId)
}

/** The listed documents that this one replaces or changes. */
export function bearingsOf(pool: PublicPool, disclosureId: string): Promise<Bearing[]> {
  return bearings(pool, { from: 'to_id', of: 'from_id' }, disclosureId)
}

async function bearings(
  pool: PublicPool,
  end: { readonly from: 'from_id' | 'to_id'; readonly of: 'from_id' | 'to_id' },
  disclosureId: string,
): Promise<Bearing[]> {
  const { rows } = await pool.query<Row & { linkKind: Bearing['kind']; linkedOn: string }>({
    name: `policies-by-${end.of}`,
    text: `SELECT link_kind "linkKind", to_char(linked_on, 'YYYY-MM-DD') "linkedOn", ${COLUMNS}
             FROM (SELECT ${end.from} AS linked_id, kind AS link_kind, effective_on AS linked_on
                     FROM policy_link WHERE ${end.of} = $1) link
             JOIN publication ON disclosure_id = linked_id
            WHERE ${LISTED}
            ORDER BY linked_on DESC, id`,
    values: [disclosureId],
  })
  return rows.map(({ linkKind, linkedOn, ...row }) => ({
    kind: linkKind,
    effectiveOn: linkedOn,
    record: fromRow(row),
  }))
}

/** The listed interpretations of a document, by its index number or its document number, the first published first. */
export async function interpretationsOf(
  pool: PublicPool,
  { indexNumber, docNumber }: Pick<PublicRecord, 'indexNumber' | 'docNumber'>,
): Promise<PublicRecord[]> {
  const { rows } = await pool.query<Row>({
    name: 'interpretations-of',
    text: `SELECT ${COLUMNS} FROM publication
            WHERE kind = 'PolicyInterpretation' AND ${LISTED}
              AND (content ->> 'interprets' = $1 OR content ->> 'policyNumber' = $2)
            ORDER BY first_published_at, id LIMIT 100`,
    values: [indexNumber, docNumber],
  })
  return rows.map(fromRow)
}

/** The listed document that an interpretation names, by its index number or else by its document number, or null. */
export async function interpretedPolicy(
  pool: PublicPool,
  { content }: Pick<PublicRecord, 'content'>,
): Promise<PublicRecord | null> {
  const { rows } = await pool.query<Row>({
    name: 'interpreted-policy',
    text: `SELECT ${COLUMNS} FROM publication
            WHERE kind = 'PolicyDocument' AND ${LISTED} AND (index_number = $1 OR doc_number = $2)
            ORDER BY index_number = $1 DESC NULLS LAST, first_published_at DESC LIMIT 1`,
    values: [content['interprets'] ?? null, content['policyNumber'] ?? null],
  })
  return rows[0] ? fromRow(rows[0]) : null
}
