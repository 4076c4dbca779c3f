import type { Transaction } from '../../platform/db/client.ts'
import { ConflictError } from '../../platform/errors.ts'
import { copyRows } from './edition-rows.ts'
import { type EditionStart, startEdition } from './edition-write.ts'
import type { Content } from './kind/kind.ts'
import type { TableSummaries } from './kind/tables.ts'
import type { Edition, EditionState } from './model.ts'
import { isOpen } from './workflow.ts'

/** The editions of a record, as far as the next one depends on them. */
interface Earlier {
  readonly number: number
  readonly state: EditionState
}

/** Where the content of the next edition comes from. */
interface Source {
  readonly id: string
  readonly disclosureId: string
  readonly content: unknown
  readonly tables: unknown
}

/** Starts the next edition of a record, unless one is under way, with the content and the rows of one it has had. */
export async function nextEdition(
  tx: Transaction,
  source: Source,
  earlier: readonly Earlier[],
  start: Pick<EditionStart, 'by' | 'now' | 'change'>,
): Promise<Edition> {
  assertMayGoOn(earlier)
  const edition = await startEdition(tx, {
    ...start,
    disclosureId: source.disclosureId,
    number: Math.max(...earlier.map(({ number }) => number)) + 1,
    content: source.content as Content,
    tables: source.tables as TableSummaries,
  })
  await copyRows(tx, source.id, edition.id)
  return edition
}

/** What was withdrawn does not come back; and one edition is under way at a time. */
export function assertMayGoOn(earlier: readonly Earlier[]): void {
  if (earlier.some(({ state }) => isOpen(state))) {
    throw new ConflictError('OPEN_EDITION', '该信息已有一个修订版本正在办理')
  }
  const has = (state: EditionState) => earlier.some((edition) => edition.state === state)
  if (has('WITHDRAWN') && !has('PUBLISHED')) {
    throw new ConflictError('NOT_LIVE', '该信息已撤回，不能修订')
  }
}
