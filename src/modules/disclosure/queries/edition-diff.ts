import type { Database } from '../../../platform/db/client.ts'
import { ValidationError } from '../../../platform/errors.ts'
import type { Actor } from '../../identity/model.ts'
import { attachmentsOf } from '../attachments/attached.ts'
import { type FieldChange, fieldChanges } from '../diff/fields.ts'
import { type RowChange, rowChanges } from '../diff/rows.ts'
import { wholeContent } from '../edition-rows.ts'
import type { Group } from '../kind/field.ts'
import type { Content } from '../kind/kind.ts'
import { kindOf } from '../kind/registry.ts'
import { tablesOf } from '../kind/tables.ts'
import type { Attachment, Edition } from '../model.ts'
import { visibleEdition } from '../queries.ts'

/** How the rows of one table changed. */
export interface TableChange {
  readonly field: string
  readonly title: string
  readonly table: Group
  readonly rows: readonly RowChange[]
}

/** What differs between two editions. */
export interface EditionDiff {
  readonly from: Edition
  readonly to: Edition
  readonly fields: readonly FieldChange[]
  /** Those that differ. */
  readonly tables: readonly TableChange[]
  readonly addedFiles: readonly Attachment[]
  readonly removedFiles: readonly Attachment[]
}

/** What differs between two editions of one kind, both of which the actor may read; else null. */
export async function editionDiff(
  db: Database,
  actor: Actor,
  fromId: string,
  toId: string,
): Promise<EditionDiff | null> {
  const from = await visibleEdition(db, actor, fromId)
  const to = await visibleEdition(db, actor, toId)
  if (!from || !to) return null
  if (from.kind !== to.kind) {
    throw ValidationError.of('to', 'DIFFERENT_KINDS', '体裁不同的版本不能比较')
  }
  const [before, after] = [await wholeContent(db, from), await wholeContent(db, to)]
  const [old, young] = [await attachmentsOf(db, before), await attachmentsOf(db, after)]
  const without = (some: readonly Attachment[], others: readonly Attachment[]) =>
    some.filter(({ id }) => !others.some((other) => other.id === id))
  return {
    from,
    to,
    fields: fieldChanges(kindOf(from.kind), before, after),
    tables: tableChanges(from, to, before, after),
    addedFiles: without(young, old),
    removedFiles: without(old, young),
  }
}

function tableChanges(from: Edition, to: Edition, before: Content, after: Content): TableChange[] {
  const kind = kindOf(from.kind)
  return [...tablesOf(kind)].flatMap(([field, { table }]) => {
    if (from.tables[field]?.hash === to.tables[field]?.hash) return []
    const [old, young] = [before[field] ?? [], after[field] ?? []] as [Content[], Content[]]
    const title = kind.fields[field]?.title ?? field
    return [{ field, title, table, rows: rowChanges(table, old, young) }]
  })
}
