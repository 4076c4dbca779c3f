import type { Transaction } from '../../platform/db/client.ts'
import { batchesOf, type TableRows } from '../disclosure/kind/tables.ts'

/** Writes the masked rows of a publication, in the transaction that makes it. */
export async function appendRows(
  tx: Transaction,
  publicationId: string,
  tables: TableRows,
): Promise<void> {
  for (const [field, rows] of Object.entries(tables)) {
    for (const { first, json } of batchesOf(rows)) {
      await tx.$executeRaw`
        INSERT INTO publication_row (publication_id, field, no, content)
        SELECT ${publicationId}::uuid, ${field}, ${first}::int - 1 + no, row
          FROM jsonb_array_elements(${json}::jsonb) WITH ORDINALITY AS given (row, no)`
    }
  }
}
