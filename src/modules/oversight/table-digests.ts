import { createHash, type Hash } from 'node:crypto'
import { canonicalJson } from '../../platform/canonical.ts'
import type { TableDigests } from './entry.ts'

/** A row of a table of a publication. */
export interface TableRow {
  readonly publicationId: string
  readonly field: string
  readonly no: number
  readonly content: unknown
}

/** Hashes the rows of one table as they come: SHA-256 over the canonical JSON of the list of them. */
class TableDigest {
  #hash: Hash = createHash('sha256').update('[')
  #rows = 0

  add({ no, content }: Pick<TableRow, 'no' | 'content'>): void {
    const comma = this.#rows === 0 ? '' : ','
    this.#rows += 1
    // A number that is not the next one is no row of a publication: it makes another hash.
    const place = no === this.#rows ? '' : `#${no} `
    this.#hash.update(`${comma}${place}${canonicalJson(content)}`)
  }

  end() {
    return { rows: this.#rows, hash: this.#hash.update(']').digest('hex') }
  }
}

/** The digests of the tables of each publication; rows come in order. */
export async function tableDigests(
  rows: AsyncIterable<TableRow> | Iterable<TableRow>,
): Promise<Map<string, TableDigests>> {
  const digests = new Map<string, Map<string, TableDigest>>()
  for await (const row of rows) {
    const tables = digests.get(row.publicationId) ?? new Map<string, TableDigest>()
    digests.set(row.publicationId, tables)
    const table = tables.get(row.field) ?? new TableDigest()
    tables.set(row.field, table)
    table.add(row)
  }
  return new Map(
    [...digests].map(([id, tables]) => [
      id,
      Object.fromEntries([...tables].map(([field, table]) => [field, table.end()])),
    ]),
  )
}
