import type { Columns, Entry } from './entry.ts'
import type { TableRow } from './table-digests.ts'

/** An entry with the row that it is about, as archives hold it. */
export interface EntryLine {
  readonly entry: Entry & { readonly entryHash: string }
  /** Null when the row is not there. Some columns are keyed hashes (covered.ts). */
  readonly columns: Columns | null
  /** Columns that the hash of the row does not cover. */
  readonly apart: Columns
}

/** A line of the ledger: an entry, or before it a row of a table of the publication that it is about. */
export type LedgerLine = EntryLine | { readonly row: TableRow }
