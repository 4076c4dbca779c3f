import { ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Actor } from '../../identity/model.ts'
import { type EditionReference, guardedEdition } from '../edition-guard.ts'
import { kindOf } from '../kind/registry.ts'
import { tablesOf } from '../kind/tables.ts'
import type { Edition } from '../model.ts'
import { readTableApart } from '../sheets/reader.ts'
import type { TableReport } from '../sheets/table-reading.ts'
import { stateAfter } from '../workflow.ts'
import { replaceRows } from './replace-rows.ts'

export interface ImportRowsInput extends EditionReference {
  /** Name of the table among the fields of the kind. */
  readonly field: string
  /** Whether the rows are taken over; else it is only told what they would be. */
  readonly apply: boolean
  /** Brings the file; asked only once it is known that the caller may import. */
  readonly receive: () => Promise<Buffer>
}

/** What was understood, and the draft with its new rows; null when none were taken over. */
export interface ImportResult {
  readonly report: TableReport
  readonly edition: Edition | null
}

/** Reads a CSV or XLSX file as the rows of one table of a draft; takes over all of them or, with any fault, none. */
export async function importRows(
  platform: Platform,
  actor: Actor | null,
  input: ImportRowsInput,
): Promise<ImportResult> {
  const { editionId, expectedVersion, field, apply } = input
  const { edition } = await guardedEdition(platform.database, actor, 'edition.update', input)
  stateAfter('update', edition.state)
  if (!tablesOf(kindOf(edition.kind)).has(field)) {
    throw ValidationError.of('field', 'UNKNOWN_TABLE', '该体裁没有这个表格')
  }
  const { report, rows } = await readTableApart(await input.receive(), edition.kind, field)
  if (!apply || report.errorCount > 0) return { report, edition: null }
  const changed = await replaceRows(platform, actor, { editionId, expectedVersion, field, rows })
  return { report, edition: changed }
}
