import { command } from '../../../platform/command.ts'
import { ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Actor } from '../../identity/model.ts'
import { renewLock } from '../edit-lock.ts'
import { type EditionReference, guardedEdition } from '../edition-guard.ts'
import { writeRows } from '../edition-rows.ts'
import { joinAuthors, changeContent } from '../edition-write.ts'
import { under } from '../kind/content.ts'
import { type Content, type Kind, problem } from '../kind/kind.ts'
import { readRows } from '../kind/read-rows.ts'
import { inputKey, kindOf } from '../kind/registry.ts'
import { sealedContent } from '../kind/sealed.ts'
import { MOST_ROWS, partedContent, summariesOf, tablesOf } from '../kind/tables.ts'
import type { Edition } from '../model.ts'
import { stateAfter } from '../workflow.ts'

export interface ReplaceRowsInput extends EditionReference {
  /** Name of the table among the fields of the kind. */
  readonly field: string
  readonly rows: readonly unknown[]
}

/** Replaces all rows of one table of a draft, or none when any of them is wrong. For what no form could carry. */
export function replaceRows(
  platform: Platform,
  actor: Actor | null,
  input: ReplaceRowsInput,
): Promise<Edition> {
  return command(platform, async ({ tx, now, audit }) => {
    const { edition, by } = await guardedEdition(tx, actor, 'edition.update', input)
    stateAfter('update', edition.state)
    const { field } = input
    const kind = kindOf(edition.kind)
    const given = sealedContent(tx.sealer, kind, { [field]: await rowsOf(kind, input) })
    const { [field]: rows = [] } = partedContent(kind, given).rows
    await joinAuthors(tx, edition.id, by)
    await renewLock(tx, edition.id, by.userId, now)
    await writeRows(tx, edition.id, { [field]: rows })
    const { [field]: _, ...others } = edition.tables
    const tables = { ...others, ...summariesOf({ [field]: rows }) }
    const changed = await changeContent(tx, edition, { content: edition.content, tables, now })
    audit({
      action: 'edition.replaceRows',
      by,
      subjectType: 'Edition',
      subjectId: edition.id,
      beforeHash: edition.contentHash,
      afterHash: changed.contentHash,
      details: { field, rows: rows.length },
    })
    return changed
  })
}

async function rowsOf(
  kind: Kind,
  { field, rows: given }: ReplaceRowsInput,
): Promise<readonly Content[]> {
  const type = tablesOf(kind).get(field)
  if (!type) throw ValidationError.of('field', 'UNKNOWN_TABLE', '该体裁没有这个表格')
  if (given.length > MOST_ROWS) {
    const message = `一个表格至多 ${MOST_ROWS} 行，现有 ${given.length} 行`
    throw ValidationError.of('rows', 'TOO_MANY_ROWS', message)
  }
  const { rows, problems, problemCount } = await readRows(type, given)
  if (problemCount === 0) return rows
  const path = `content.${inputKey(kind)}.${field}`
  const untold = problemCount - problems.length
  const rest = `共有 ${problemCount} 处错误，此处只列出前 ${problems.length} 处`
  throw new ValidationError([
    ...under(path, problems),
    ...(untold > 0 ? [problem(path, 'MORE_PROBLEMS', rest)] : []),
  ])
}
