import type { PublicPool } from '../../platform/db/pool.ts'
import type { Field, Fields } from '../disclosure/kind/field.ts'
import type { Content } from '../disclosure/kind/kind.ts'
import { kindOf } from '../disclosure/kind/registry.ts'
import { tablesOf } from '../disclosure/kind/tables.ts'
import type { PublicRecord } from './model.ts'
import { publicRecord } from './read.ts'
import { countRows, publicRows } from './read-rows.ts'

/** A table of a public record, as everyone may take it along. */
export interface PublishedTable {
  readonly record: PublicRecord
  readonly table: Field
  /** Columns that the public sees. */
  readonly columns: Fields
  readonly rowCount: number
  /** All rows, masked as they were published. */
  pages(): AsyncGenerator<readonly Content[]>
}

const PAGE = 500

/** The table `field` of a record that everyone may read now, or null. */
export async function publishedTable(
  pool: PublicPool,
  indexNumber: string,
  field: string,
): Promise<PublishedTable | null> {
  const record = await publicRecord(pool, indexNumber)
  if (!record || record.withdrawal) return null
  const kind = kindOf(record.kind)
  const type = tablesOf(kind).get(field)
  const table = kind.fields[field]
  if (!type || !table) return null
  const shown = Object.entries(type.table.fields).filter(([, one]) => one.personal?.mask !== 'OMIT')
  const list = { publicationId: record.id, field, conditions: [] }
  const rowCount = await countRows(pool, list)
  return {
    record,
    table,
    columns: Object.fromEntries(shown),
    rowCount,
    async *pages() {
      let after = 0
      let read = 0
      for (;;) {
        const rows = await publicRows(pool, list, { first: PAGE, after })
        read += rows.length
        after = rows.at(-1)?.no ?? after
        if (rows.length > 0) yield rows.map(({ content }) => content)
        if (rows.length < PAGE) break
      }
      // Withdrawn or replaced meanwhile: half a table must not look like a whole one.
      if (read !== rowCount) throw new Error(`the table of ${indexNumber} went while it was read`)
    },
  }
}
