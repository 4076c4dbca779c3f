import type { Problem } from '../../../platform/errors.ts'
import { calendarDate } from '../../../platform/clock.ts'
import { isBlank } from './content.ts'
import { type Content, problem } from './kind.ts'

/** A rule as it can be made for any kind. */
interface Rule {
  readonly name: string
  readonly basis?: string
  readonly problems: (content: Content, today: string) => readonly Problem[]
}

/** Fields that must be there under a condition; `fields` says what to tell the clerk when one is missing. */
export function needed(rule: {
  readonly name: string
  readonly basis?: string
  readonly when: (content: Content) => boolean
  readonly fields: Readonly<Record<string, string>>
}): Rule {
  const { name, basis, when, fields } = rule
  const problems = (content: Content) =>
    Object.entries(when(content) ? fields : {})
      .filter(([field]) => content[field] === undefined)
      .map(([field, message]) => problem(field, 'REQUIRED', message))
  return { name, basis, problems }
}

/** At least one of several fields must be there; the problem is put at the first. */
export function oneOf(rule: {
  readonly name: string
  readonly basis?: string
  readonly fields: readonly [string, ...string[]]
  readonly message: string
}): Rule {
  const { name, basis, fields, message } = rule
  const problems = (content: Content) =>
    fields.some((field) => isThere(field, content[field]))
      ? []
      : [problem(fields[0], 'REQUIRED', message)]
  return { name, basis, problems }
}

function isThere(field: string, value: unknown): boolean {
  return field === 'body' ? !isBlank(value) : value !== undefined
}

/** The later of two dates or instants must not come before the earlier. */
export function inOrder(earlier: string, later: string, message: string): Rule {
  const problems = ({ [earlier]: from, [later]: to }: Content) =>
    typeof from === 'string' && typeof to === 'string' && to < from
      ? [problem(later, 'ENDS_BEFORE_START', message)]
      : []
  return { name: `${later} does not come before ${earlier}`, problems }
}

/** What a date or instant tells has happened already. */
export function notInFuture(field: string, message: string): Rule {
  const problems = ({ [field]: value }: Content, today: string) =>
    typeof value === 'string' && dayOf(value) > today ? [problem(field, 'IN_FUTURE', message)] : []
  return { name: `${field} is not in the future`, problems }
}

/** Looks at each row of a table; paths of the problems are those within the row. */
export function inRows<Row>(
  table: string,
  rows: readonly Row[] | undefined,
  problems: (row: Row, index: number) => readonly Problem[],
): Problem[] {
  return (rows ?? []).flatMap((row, index) =>
    problems(row, index).map((fault) => ({ ...fault, path: `${table}.${index}.${fault.path}` })),
  )
}

/** Days from one calendar date to another; negative when the other is earlier. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000
}

function dayOf(value: string): string {
  return value.length === 10 ? value : calendarDate(new Date(value))
}
