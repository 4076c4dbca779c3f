import { z } from 'zod'
import { type Problem, ValidationError } from '../../../platform/errors.ts'
import { problemsOf } from '../../../platform/problems.ts'
import { parseBody, parseMarkdown } from '../text/parse.ts'
import { renderText } from '../text/render-text.ts'
import type { ProseMirrorJson } from '../text/schema.ts'
import { allFields, type Content, type Kind, problem } from './kind.ts'

/** What a caller sends: header and own fields, and the body as ProseMirror JSON or as Markdown. */
export type ContentInput = Readonly<Record<string, unknown>>

/**
 * The content of a draft: what is there is checked and normalised, what is missing may still come. Throws a
 * ValidationError with every problem, its paths under `prefix`.
 */
export function readContent(kind: Kind, input: ContentInput, prefix: string): Content {
  const { body, bodyMarkdown, ...plain } = withoutNulls(input)
  const optional = Object.entries(allFields(kind)).map(([name, field]) => [
    name,
    field.schema.optional(),
  ])
  const shape: Record<string, z.ZodType> = Object.fromEntries(optional)
  const values = z.strictObject(shape).safeParse(plain, { reportInput: true })
  const text = readBody(body, bodyMarkdown)
  const problems = [...(values.success ? [] : problemsOf(values.error)), ...text.problems]
  if (problems.length > 0) throw new ValidationError(under(prefix, problems))
  return text.doc === undefined ? { ...values.data } : { ...values.data, body: text.doc }
}

/** Everything that stands in the way of submission, all at once. `today` is the calendar date in the county. */
export function faultsOf(kind: Kind, content: Content, today: string): Problem[] {
  const required = Object.entries(allFields(kind)).filter(([, field]) => field.required)
  const missing = required
    .filter(([name]) => content[name] === undefined)
    .map(([name, field]) => problem(name, 'REQUIRED', `缺少${field.title}`))
  if (kind.body === 'required' && isBlank(content['body'])) {
    missing.push(problem('body', 'REQUIRED', '缺少正文'))
  }
  const { formedOn } = content
  const future =
    typeof formedOn === 'string' && formedOn > today
      ? [problem('formedOn', 'IN_FUTURE', '成文日期不得晚于今天')]
      : []
  return [...missing, ...future, ...kind.rules.flatMap((rule) => rule.problems(content, today))]
}

// An empty paragraph is a valid document and still no body.
function isBlank(body: unknown): boolean {
  return body === undefined || renderText(body as ProseMirrorJson) === ''
}

/** The problems with their paths under a prefix. */
export function under(prefix: string, problems: readonly Problem[]): Problem[] {
  return problems.map((fault) => ({
    ...fault,
    path: fault.path ? `${prefix}.${fault.path}` : prefix,
  }))
}

// GraphQL sends null for "not filled in"; a draft simply lacks the field.
function withoutNulls(input: ContentInput): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== null && value !== undefined),
  )
}

interface ReadBody {
  readonly doc?: ProseMirrorJson
  readonly problems: readonly Problem[]
}

function readBody(body: unknown, markdown: unknown): ReadBody {
  if (body !== undefined && markdown !== undefined) {
    const message = '正文只能用一种形式提交：body 或 bodyMarkdown'
    return { problems: [problem('body', 'TWO_BODIES', message)] }
  }
  if (body === undefined && markdown === undefined) return { problems: [] }
  const parsed = markdown === undefined ? parseBody(body) : parseMarkdown(String(markdown))
  if (parsed.ok) return { doc: parsed.doc, problems: [] }
  return { problems: under(markdown === undefined ? 'body' : 'bodyMarkdown', parsed.problems) }
}
