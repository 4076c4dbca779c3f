import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Problem } from '../../../platform/errors.ts'
import { problemsOf } from '../../../platform/problems.ts'
import { filledIn, under } from './content.ts'
import type { TableType } from './tables.ts'
import { draftOf } from './field-structure.ts'
import type { Content } from './kind.ts'

/** Problems that are told one by one; who has corrected so many may ask again. */
const MOST_PROBLEMS = 100

/** Rows that are checked without a break. */
const STRETCH = 500

/** Rows as they were understood, and what is wrong with them. */
export interface RowsRead {
  readonly rows: readonly Content[]
  /** The first of them, under the path `<number of the row, from 0>.<column>`. */
  readonly problems: readonly Problem[]
  readonly problemCount: number
}

/**
 * Checks and normalises rows one by one; what a row lacks may still come, as in any draft. Between stretches the server
 * answers others.
 */
export async function readRows({ table }: TableType, given: readonly unknown[]): Promise<RowsRead> {
  const schema = draftOf(table.fields)
  const rows: Content[] = []
  const problems: Problem[] = []
  let problemCount = 0
  for (const [index, row] of given.entries()) {
    if (index % STRETCH === STRETCH - 1) await nextTurn()
    const read = schema.safeParse(filledIn(row) ?? {}, { reportInput: true })
    if (read.success) {
      rows.push(read.data)
      continue
    }
    const found = problemsOf(read.error)
    problemCount += found.length
    const room = MOST_PROBLEMS - problems.length
    if (room > 0) problems.push(...under(String(index), found.slice(0, room)))
  }
  return { rows, problems, problemCount }
}
