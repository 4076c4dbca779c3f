import type { Transaction } from '../../platform/db/client.ts'
import { COVERED_KINDS, covered, type CoveredKind } from './covered.ts'

/** The columns of a covered table as they were when rows were sealed: one that comes later changes no older hash. */
export interface Shape {
  readonly id: number
  readonly kind: CoveredKind
  /** In alphabetical order. */
  readonly columns: readonly string[]
}

/** The shape of each covered table now; a table that has changed gets a new one. Called by the one writer of the ledger. */
export async function shapesOf(tx: Transaction): Promise<ReadonlyMap<CoveredKind, Shape>> {
  const stored = await tx.proofShape.findMany({ orderBy: { id: 'asc' } })
  const tables = await tableColumns(tx)
  const shapes = new Map<CoveredKind, Shape>()
  let last = stored.at(-1)?.id ?? 0
  for (const kind of COVERED_KINDS) {
    const { table, apart } = covered(kind)
    const columns = (tables.get(table) ?? []).filter((column) => !apart.includes(column)).toSorted()
    const known = stored.find((one) => one.kind === kind && one.columns.join() === columns.join())
    const shape = { id: known?.id ?? (last += 1), kind, columns }
    if (!known) await tx.proofShape.create({ data: shape })
    shapes.set(kind, shape)
  }
  return shapes
}

async function tableColumns(tx: Transaction): Promise<ReadonlyMap<string, readonly string[]>> {
  const names = COVERED_KINDS.map((kind) => covered(kind).table)
  const rows = await tx.$queryRaw<{ table: string; columns: string[] }[]>`
    SELECT relname::text AS table, array_agg(attname::text) AS columns
      FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
     WHERE relnamespace = 'public'::regnamespace AND relname = ANY(${names}) AND attnum > 0 AND NOT attisdropped
     GROUP BY relname`
  return new Map(rows.map(({ table, columns }) => [table, columns]))
}
