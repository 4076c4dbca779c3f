import type { Database, Transaction } from '../../platform/db/client.ts'
import type { Content } from './kind/kind.ts'
import { kindOf } from './kind/registry.ts'
import { openedContent } from './kind/sealed.ts'
import { batchesOf, type TableRows } from './kind/tables.ts'
import type { Edition } from './model.ts'

/** Puts sealed rows into tables of an edition, in place of those that were there. */
export async function writeRows(
  tx: Transaction,
  editionId: string,
  tables: TableRows,
): Promise<void> {
  for (const [field, rows] of Object.entries(tables)) {
    await tx.$executeRaw`DELETE FROM edition_row WHERE edition_id = ${editionId}::uuid AND field = ${field}`
    for (const { first, json } of batchesOf(rows)) {
      await tx.$executeRaw`
        INSERT INTO edition_row (edition_id, field, no, content)
        SELECT ${editionId}::uuid, ${field}, ${first}::int - 1 + no, row
          FROM jsonb_array_elements(${json}::jsonb) WITH ORDINALITY AS given (row, no)`
    }
  }
}

/** Gives an edition the rows of another. */
export async function copyRows(tx: Transaction, from: string, to: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO edition_row (edition_id, field, no, content)
    SELECT ${to}::uuid, field, no, content FROM edition_row WHERE edition_id = ${from}::uuid`
}

/** The content of an edition with all its rows, opened: what rules, masks and the search for personal data look at. */
export async function wholeContent(
  tx: Database | Transaction,
  { id, kind: name, content, tables }: Edition,
): Promise<Content> {
  const kind = kindOf(name)
  // Most editions have no table; a look for rows would only get in the way of others' transactions.
  if (Object.keys(tables).length === 0) return openedContent(tx.sealer, kind, content)
  const found = await tx.$queryRaw<{ field: string; content: Content }[]>`
    SELECT field, content FROM edition_row WHERE edition_id = ${id}::uuid ORDER BY field, no`
  const rows = Map.groupBy(found, ({ field }) => field)
  const entries = [...rows].map(([field, group]) => [field, group.map((row) => row.content)])
  const filled = Object.fromEntries(entries) as Content
  return openedContent(tx.sealer, kind, { ...content, ...filled })
}

/** A row of a table of an edition, sealed. */
export interface NumberedRow {
  /** From 1. */
  readonly no: number
  readonly content: Content
}

/** Rows of one table of an edition that come after a number, in order. */
export async function editionRows(
  db: Database,
  edition: Edition,
  field: string,
  { first, after }: { readonly first: number; readonly after: number },
): Promise<NumberedRow[]> {
  const rows = await db.editionRow.findMany({
    where: { editionId: edition.id, field, no: { gt: after } },
    orderBy: { no: 'asc' },
    take: first,
    select: { no: true, content: true },
  })
  return rows.map(({ no, content }) => ({ no, content: content as Content }))
}
