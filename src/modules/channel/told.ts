import type { PublicPool } from '../../platform/db/pool.ts'
import { cardOf, smsLineOf } from '../publication/brief.ts'
import type { PublicRecord } from '../publication/model.ts'
import { COLUMNS, fromRow, type Row } from '../publication/read.ts'
import type { ToldRecord } from './model.ts'

/** What messages tell of these publications, by their ids: as they were frozen. */
export async function toldRecords(
  pool: PublicPool,
  publicationIds: readonly string[],
): Promise<ReadonlyMap<string, ToldRecord>> {
  const { rows } = await pool.query<Row>({
    name: 'told-records',
    text: `SELECT ${COLUMNS} FROM publication WHERE id = ANY($1::uuid[])`,
    values: [[...new Set(publicationIds)]],
  })
  return new Map(rows.map((row) => [row.id, toldRecord(fromRow(row))]))
}

function toldRecord(record: PublicRecord): ToldRecord {
  const { id, disclosureId, indexNumber, version, kind, areaCode, itemCode, withdrawal } = record
  const { organizationCode, organizationName, title, firstPublishedAt, validFrom } = record
  return {
    publicationId: id,
    disclosureId,
    indexNumber,
    version,
    kind,
    areaCode,
    itemCode,
    organizationCode,
    organizationName,
    title,
    line: smsLineOf(record),
    facts: cardOf(record).facts,
    firstPublishedAt,
    validFrom,
    withdrawal: withdrawal && { type: withdrawal.type, reason: withdrawal.reason },
  }
}
