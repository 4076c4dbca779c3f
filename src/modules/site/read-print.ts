import type { PublicPool } from '../../platform/db/pool.ts'
import type { Content } from '../disclosure/kind/kind.ts'
import { kindOf } from '../disclosure/kind/registry.ts'
import { tablesOf } from '../disclosure/kind/tables.ts'
import type { PublicRecord } from '../publication/model.ts'
import { listRecords } from '../publication/read.ts'
import { countRows, publicRows } from '../publication/read-rows.ts'

const PAGE = 500

/** The rows of all tables of a record, or null when it was withdrawn or replaced while they were read. */
export async function rowsToPrint(
  pool: PublicPool,
  { id, kind }: PublicRecord,
): Promise<ReadonlyMap<string, readonly Content[]> | null> {
  const tables = new Map<string, readonly Content[]>()
  for (const field of tablesOf(kindOf(kind)).keys()) {
    const list = { publicationId: id, field, conditions: [] }
    const due = await countRows(pool, list)
    const rows: Content[] = []
    for (let after = 0; rows.length < due;) {
      const page = await publicRows(pool, list, { first: PAGE, after })
      rows.push(...page.map(({ content }) => content))
      const last = page.at(-1)
      // Half a table must not look like a whole one.
      if (!last) return null
      after = last.no
    }
    tables.set(field, rows)
  }
  return tables
}

/** Chapters of a handbook. */
export const MOST_GUIDES = 100

/** The service guides of items, item by item as they are named, and one more than a handbook may have. */
export async function guidesOf(
  pool: PublicPool,
  itemCodes: readonly string[],
): Promise<PublicRecord[]> {
  const page = { order: 'PUBLISHED_ASC', first: MOST_GUIDES, after: null } as const
  const guides = await listRecords(pool, { itemCodes, kinds: ['ServiceGuide'] }, page)
  const place = ({ itemCode }: PublicRecord) => itemCodes.indexOf(itemCode)
  return guides.toSorted((one, other) => place(one) - place(other))
}
