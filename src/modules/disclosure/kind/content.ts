import { type Problem, ValidationError } from '../../../platform/errors.ts'
import { problemsOf } from '../../../platform/problems.ts'
import { parseBody, parseMarkdown } from '../text/parse.ts'
import { renderText } from '../text/render-text.ts'
import type { ProseMirrorJson } from '../text/schema.ts'
import { pictureFaults, readAttachments } from './attachment-list.ts'
import { audienceFaults } from './audience.ts'
import { displayFaults } from './display.ts'
import type { Fields } from './field.ts'
import { draftOf } from './field-structure.ts'
import { allFields, type Content, type Kind, problem } from './kind.ts'
import { translationFaults } from './mongolian.ts'

/** What a caller sends: header and own fields, ids of attachments, and the body as ProseMirror JSON or as Markdown. */
export type ContentInput = Readonly<Record<string, unknown>>

/**
 * The content of a draft: what is there is checked and normalised, what is missing may still come. Throws a
 * ValidationError with every problem, its paths under `prefix`.
 */
export function readContent(kind: Kind, input: ContentInput, prefix: string): Content {
  const { body, bodyMarkdown, mongolianBody, mongolianBodyMarkdown, attachments, ...plain } = input
  const filled = filledIn(plain) ?? {}
  const values = draftOf(allFields(kind)).safeParse(filled, { reportInput: true })
  const text = readBody('body', body ?? undefined, bodyMarkdown ?? undefined)
  const mongolian = readBody(
    'mongolianBody',
    mongolianBody ?? undefined,
    mongolianBodyMarkdown ?? undefined,
  )
  const files = readAttachments(attachments)
  const own = values.success ? [] : problemsOf(values.error)
  const problems = [...own, ...text.problems, ...mongolian.problems, ...files.problems]
  if (problems.length > 0) throw new ValidationError(under(prefix, problems))
  return {
    ...values.data,
    ...(text.doc && { body: text.doc }),
    ...(mongolian.doc && { mongolianBody: mongolian.doc }),
    ...(files.ids && { attachments: files.ids }),
  }
}

/** Everything that stands in the way of submission, all at once. `today` is the calendar date in the county. */
export function faultsOf(kind: Kind, content: Content, today: string): Problem[] {
  const missing = missingIn(allFields(kind), content)
  if (kind.body === 'required' && isBlank(content['body'])) {
    missing.push(problem('body', 'REQUIRED', '缺少正文'))
  }
  const { formedOn } = content
  const future =
    typeof formedOn === 'string' && formedOn > today
      ? [problem('formedOn', 'IN_FUTURE', '成文日期不得晚于今天')]
      : []
  const shown = [
    ...audienceFaults(content),
    ...displayFaults(kind, content, today),
    ...translationFaults(content),
  ]
  const ruled = kind.rules.flatMap((rule) => rule.problems(content, today))
  return [...missing, ...future, ...shown, ...pictureFaults(content), ...ruled]
}

function missingIn(fields: Fields, values: Content, within = ''): Problem[] {
  return Object.entries(fields).flatMap(([name, { title, type, required }]) => {
    const value = values[name]
    if (value === undefined) {
      return required ? [problem(name, 'REQUIRED', `缺少${within}${title}`)] : []
    }
    if ('group' in type) {
      return under(name, missingIn(type.group.fields, value as Content, `${title}的`))
    }
    if (!('table' in type)) return []
    return (value as Content[]).flatMap((row, index) =>
      under(`${name}.${index}`, missingIn(type.table.fields, row, `${title}第 ${index + 1} 行的`)),
    )
  })
}

/** Whether there is no body; an empty paragraph is a valid document and still none. */
export function isBlank(body: unknown): boolean {
  return body === undefined || renderText(body as ProseMirrorJson) === ''
}

/** The problems with their paths under a prefix. */
export function under(prefix: string, problems: readonly Problem[]): Problem[] {
  return problems.map((fault) => ({
    ...fault,
    path: fault.path ? `${prefix}.${fault.path}` : prefix,
  }))
}

/**
 * GraphQL sends null for "not filled in", and forms send empty groups and lists; a draft simply lacks the field. A row
 * stays, however empty, so that the numbers of rows in problems are those of the caller.
 */
export function filledIn(value: unknown): unknown {
  if (value === null) return undefined
  if (Array.isArray(value)) {
    return value.length === 0
      ? undefined
      : value.map((element) => filledIn(element) ?? emptied(element))
  }
  if (!isPlain(value)) return value
  const entries = Object.entries(value).map(([name, part]) => [name, filledIn(part)] as const)
  const there = entries.filter(([, part]) => part !== undefined)
  return there.length === 0 ? undefined : Object.fromEntries(there)
}

function emptied(element: unknown): unknown {
  return isPlain(element) ? {} : element
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !(value instanceof Date)
}

interface ReadBody {
  readonly doc?: ProseMirrorJson
  readonly problems: readonly Problem[]
}

function readBody(name: string, body: unknown, markdown: unknown): ReadBody {
  if (body !== undefined && markdown !== undefined) {
    const message = `正文只能用一种形式提交：${name} 或 ${name}Markdown`
    return { problems: [problem(name, 'TWO_BODIES', message)] }
  }
  if (body === undefined && markdown === undefined) return { problems: [] }
  if (markdown !== undefined && typeof markdown !== 'string') {
    return { problems: [problem(`${name}Markdown`, 'WRONG_TYPE', '应为文字')] }
  }
  const parsed = markdown === undefined ? parseBody(body) : parseMarkdown(markdown)
  if (parsed.ok) return { doc: parsed.doc, problems: [] }
  return { problems: under(markdown === undefined ? name : `${name}Markdown`, parsed.problems) }
}
