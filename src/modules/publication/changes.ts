import type { Edition } from '../disclosure/model.ts'
import type { RecordChange } from './model.ts'

/** What the public is told of the changes of a record, with the one at hand: a minor one is not told. */
export function changesWith(
  before: unknown,
  { changeType: type, changeNote: note }: Pick<Edition, 'changeType' | 'changeNote'>,
  { since, version }: { readonly since: Date; readonly version: number },
): RecordChange[] {
  const told = Array.isArray(before) ? (before as RecordChange[]) : []
  if (type === null || type === 'MINOR') return told
  return [...told, { type, note, at: since.toISOString(), version }]
}
