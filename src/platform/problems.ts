import type { z } from 'zod'
import { ValidationError } from './errors.ts'
import type { Problem } from './errors.ts'

type Issue = z.core.$ZodIssue

/**
 * Every problem of a Zod error with a stable code and a Chinese message; the offending value is never
 * repeated, it may be personal data. A custom issue names its code in `params: { code }`.
 * Parse with `reportInput: true` (as `parseInput` does), else a missing enum cannot be told from a wrong one.
 */
export function problemsOf(error: z.ZodError): Problem[] {
  return error.issues.flatMap((issue) => problemsOfIssue(issue, []))
}

/** The input as the schema understands it, or a ValidationError that lists every problem under `prefix`. */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  prefix = '',
): z.output<Schema> {
  const result = schema.safeParse(input, { reportInput: true })
  if (result.success) return result.data
  const problems = problemsOf(result.error)
  throw new ValidationError(
    prefix === ''
      ? problems
      : problems.map((problem) => ({ ...problem, path: joinPath([prefix, problem.path]) })),
  )
}

function joinPath(path: readonly PropertyKey[]): string {
  return path
    .map(String)
    .filter((part) => part !== '')
    .join('.')
}

function problemsOfIssue(issue: Issue, parent: readonly PropertyKey[]): Problem[] {
  const path = [...parent, ...issue.path]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: joinPath([...path, key.slice(0, 40)]),
        code: 'UNKNOWN_FIELD',
        message: '没有这个字段',
      }))
    case 'invalid_union':
      return problemsOfUnion(issue, path)
    case 'invalid_key':
    case 'invalid_element':
      return issue.issues.flatMap((inner) => problemsOfIssue(inner, path))
    default: {
      const { code, message } = describe(issue)
      return [{ path: joinPath(path), code, message: ownMessage(issue) ?? message }]
    }
  }
}

/** The alternative that came closest speaks for the union: people meant one of them, not all. */
function problemsOfUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: readonly PropertyKey[],
): Problem[] {
  const fitting = issue.errors.filter(
    (branch) => !branch.some((inner) => inner.path.length === 0 && inner.code === 'invalid_type'),
  )
  const closest = fitting.toSorted((a, b) => a.length - b.length)[0]
  if (closest !== undefined) return closest.flatMap((inner) => problemsOfIssue(inner, path))
  const fault = isMissing(issue)
    ? REQUIRED
    : issue.errors.length === 0
      ? notAllowed('options' in issue ? (issue.options ?? []) : [])
      : { code: 'WRONG_TYPE', message: '填写的类型不对' }
  return [{ path: joinPath(path), ...fault }]
}

interface Fault {
  readonly code: string
  readonly message: string
}

const REQUIRED: Fault = { code: 'REQUIRED', message: '必填项未填写' }

function describe(
  issue: Exclude<
    Issue,
    { code: 'unrecognized_keys' | 'invalid_union' | 'invalid_key' | 'invalid_element' }
  >,
): Fault {
  switch (issue.code) {
    case 'invalid_type':
      return isMissing(issue)
        ? REQUIRED
        : { code: 'WRONG_TYPE', message: `应为${TYPE_NAMES[issue.expected] ?? '规定的类型'}` }
    case 'invalid_value':
      return isMissing(issue) ? REQUIRED : notAllowed(issue.values)
    case 'too_big':
      return tooBig(issue)
    case 'too_small':
      return tooSmall(issue)
    case 'invalid_format':
      return { code: 'INVALID_FORMAT', message: FORMAT_MESSAGES[issue.format] ?? '格式不正确' }
    case 'not_multiple_of':
      return { code: 'INVALID_FORMAT', message: `应为 ${issue.divisor} 的整数倍` }
    case 'custom':
      return { code: customCode(issue.params), message: '填写的内容不符合要求' }
  }
}

function isMissing(issue: Issue): boolean {
  if ('input' in issue) return issue.input === undefined || issue.input === null
  return /received (undefined|null)$/.test(issue.message)
}

/** A message written by the schema's author; Zod's own are in English and begin with a Latin letter. */
function ownMessage(issue: Issue): string | undefined {
  return /^[\p{Script=Han}“《]/u.test(issue.message) ? issue.message : undefined
}

function customCode(params: Record<string, unknown> | undefined): string {
  const code = params?.['code']
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code) ? code : 'INVALID'
}

function notAllowed(values: readonly unknown[]): Fault {
  const listed =
    values.length > 0 && values.length <= 20 ? `：${values.map(String).join('、')}` : ''
  return { code: 'NOT_ALLOWED_VALUE', message: `只能填写规定的值${listed}` }
}

function tooBig({ origin, maximum, inclusive, exact }: Extract<Issue, { code: 'too_big' }>): Fault {
  const limit = inclusive === false ? '应少于' : exact === true ? '应为' : '不得超过'
  switch (origin) {
    case 'string':
      return { code: 'TOO_LONG', message: `${limit} ${maximum} 个字` }
    case 'array':
    case 'set':
    case 'map':
      return { code: 'TOO_MANY', message: `${limit} ${maximum} 项` }
    case 'date':
      return { code: 'TOO_BIG', message: '日期过晚' }
    case 'file':
      return { code: 'TOO_BIG', message: '文件过大' }
    default:
      return {
        code: 'TOO_BIG',
        message: `${inclusive === false ? '应小于' : '不得大于'} ${maximum}`,
      }
  }
}

function tooSmall({
  origin,
  minimum,
  inclusive,
  exact,
}: Extract<Issue, { code: 'too_small' }>): Fault {
  const limit = inclusive === false ? '应多于' : exact === true ? '应为' : '不得少于'
  switch (origin) {
    case 'string':
      return { code: 'TOO_SHORT', message: `${limit} ${minimum} 个字` }
    case 'array':
    case 'set':
    case 'map':
      return { code: 'TOO_FEW', message: `${limit} ${minimum} 项` }
    case 'date':
      return { code: 'TOO_SMALL', message: '日期过早' }
    case 'file':
      return { code: 'TOO_SMALL', message: '文件过小' }
    default:
      return {
        code: 'TOO_SMALL',
        message: `${inclusive === false ? '应大于' : '不得小于'} ${minimum}`,
      }
  }
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数字',
  int: '整数',
  bigint: '整数',
  boolean: '是或否',
  date: '日期',
  array: '列表',
  tuple: '列表',
  set: '列表',
  object: '一组字段',
  record: '一组字段',
  map: '一组字段',
  file: '文件',
}

const FORMAT_MESSAGES: Readonly<Record<string, string>> = {
  date: '日期格式不正确，应为 2018-10-12 这样的日历日期',
  datetime: '时间格式不正确，应为 2018-10-12T08:00:00Z 这样的时间',
  time: '时间格式不正确，应为 08:30 这样的时刻',
  email: '电子邮箱格式不正确',
  url: '网址格式不正确',
  uuid: '编号格式不正确',
}
