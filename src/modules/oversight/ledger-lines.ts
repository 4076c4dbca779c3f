import type { Transaction } from '../../platform/db/client.ts'
import { COVERED_KINDS, covered, type CoveredKind } from './covered.ts'
import { coveredRows, pick, tableRows, withTables } from './covered-rows.ts'
import type { DigestName } from './digest.ts'
import type { Columns, Entry } from './entry.ts'
import type { EntryLine, LedgerLine } from './ledger-line.ts'
import { blinded, type Evidence } from './proof.ts'

const PAGE = 500

type Sealed = EntryLine['entry']

/** Entries after `from` up to and with `to`. */
interface Span {
  readonly from: number
  readonly to: number
}

/** The ledger as it stands in the database, each entry with the row that it is about and the rows of its tables. */
export async function* ledgerLines(
  tx: Transaction,
  evidence: Evidence,
  { from, to }: Span,
): AsyncGenerator<LedgerLine> {
  const shapes = await tx.proofShape.findMany()
  const columnsOf = new Map(shapes.map(({ id, columns }) => [id, columns]))
  let after = from
  for (;;) {
    const entries = await entriesAfter(tx, after, to)
    const rows = await rowsOf(tx, entries)
    const tabled = await withTables(tx, subjectsOf(entries, 'PUBLICATION'))
    for (const entry of entries) {
      const row = rows.get(entry.kind)?.get(entry.subject)
      if (tabled.has(entry.subject)) {
        for await (const own of tableRows(tx, [entry.subject])) yield { row: own }
      }
      yield {
        entry,
        columns: row
          ? blinded(evidence, covered(entry.kind), pick(row, columnsOf.get(entry.shape) ?? []))
          : null,
        apart: row ? shownApart(row, entry.kind) : {},
      }
    }
    const last = entries.at(-1)
    if (!last || entries.length < PAGE) return
    after = last.seq
  }
}

/** Of what the hash does not cover, what examination asks for. */
function shownApart(row: Columns, kind: CoveredKind): Columns {
  return kind === 'PUBLICATION' ? pick(row, covered(kind).apart) : {}
}

async function entriesAfter(tx: Transaction, after: number, to: number): Promise<Sealed[]> {
  const rows = await tx.proofEntry.findMany({
    where: { seq: { gt: after, lte: to } },
    orderBy: { seq: 'asc' },
    take: PAGE,
  })
  return rows.map((row) => ({
    ...row,
    seq: Number(row.seq),
    kind: row.kind as Entry['kind'],
    algorithm: row.algorithm as DigestName,
    sealedAt: row.sealedAt.toISOString(),
  }))
}

async function rowsOf(tx: Transaction, entries: readonly Sealed[]) {
  const rows = new Map<CoveredKind, ReadonlyMap<string, Columns>>()
  // What was tampered with may name a kind that there is not: such an entry has no row.
  for (const kind of COVERED_KINDS) {
    rows.set(kind, await coveredRows(tx, covered(kind), subjectsOf(entries, kind)))
  }
  return rows
}

function subjectsOf(entries: readonly Sealed[], kind: CoveredKind): string[] {
  return entries.filter((entry) => entry.kind === kind).map(({ subject }) => subject)
}
