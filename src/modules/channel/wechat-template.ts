import { ConfigError } from '../../platform/config.ts'
import { kinds as declared, kindOf } from '../disclosure/kind/registry.ts'
import type { Payload, Purpose, ToldRecord } from './model.ts'
import type { WechatTemplate } from './wechat-ports.ts'
import { timeText, typeOf, valueOf } from './wechat-value.ts'

/** What a field may say. */
const VARIABLES = {
  title: ({ records: [first, ...others], purpose }) =>
    others.length > 0
      ? `${others.length + 1}条新信息：${titleOf(first)}`
      : `${LEADS[purpose]}${titleOf(first)}`,
  line: ({ records: [first] }) => first.line,
  kind: ({ records: [first] }) => kindOf(first.kind).title,
  organization: ({ records: [first] }) => first.organizationName,
  indexNumber: ({ records: [first] }) => first.indexNumber,
  change: ({ purpose }) => CHANGES[purpose],
  time: ({ records: [first] }) => timeText(first.validFrom),
  count: ({ records }) => String(records.length),
  fact1: (payload) => factOf(payload, 0),
  fact2: (payload) => factOf(payload, 1),
  fact3: (payload) => factOf(payload, 2),
} as const satisfies Record<string, (payload: Payload) => string>
type Variable = keyof typeof VARIABLES

const LEADS: Readonly<Record<Purpose, string>> = {
  PUBLISHED: '',
  CORRECTED: '更正：',
  WITHDRAWN: '已撤回：',
}
const CHANGES: Readonly<Record<Purpose, string>> = {
  PUBLISHED: '发布',
  CORRECTED: '更正',
  WITHDRAWN: '撤回',
}

/** After a withdrawal for PRIVACY there is no title any more. */
function titleOf({ title }: ToldRecord): string {
  return title ?? '一条公开信息'
}

function factOf({ records: [first] }: Payload, place: number): string {
  return first.facts[place]?.value ?? ''
}

/** The templates of the settings; throws a ConfigError that names every mistake in them. */
export function checkedTemplates(templates: readonly WechatTemplate[]): readonly WechatTemplate[] {
  const problems = templates.flatMap((template) => [
    ...unknownOf(template.kinds, (kind) => declared.has(kind), '没有这个体裁'),
    ...unknownOf(
      Object.keys(template.fields),
      (field) => typeOf(field) !== undefined,
      '没有这种字段',
    ),
    ...unknownOf(Object.values(template.fields), isVariable, '没有这个变量'),
  ])
  const claimed = templates.flatMap(({ kinds }) => (kinds.length > 0 ? kinds : ['']))
  const twice = claimed.filter((kind, index) => claimed.indexOf(kind) !== index)
  problems.push(...twice.map((kind) => `${kind || '其余体裁'} 有不止一个模板`))
  if (problems.length === 0) return templates
  throw new ConfigError(problems.map((problem) => `WECHAT_TEMPLATES：${problem}`))
}

function unknownOf(
  names: readonly string[],
  isKnown: (name: string) => boolean,
  message: string,
): string[] {
  return names.filter((name) => !isKnown(name)).map((name) => `${message}：${name}`)
}

function isVariable(name: string): name is Variable {
  return Object.hasOwn(VARIABLES, name)
}

/**
 * The template of a message about records of these kinds: the one that all of them have, else the general one. Null where
 * none fits.
 */
export function templateFor(
  templates: readonly WechatTemplate[],
  kinds: readonly string[],
): WechatTemplate | null {
  const general = templates.find((one) => one.kinds.length === 0) ?? null
  const own = new Set(kinds.map((kind) => templates.find((one) => one.kinds.includes(kind))))
  const [only] = own
  return own.size === 1 && only ? only : general
}

/** What a message says, each value within the limits of its field. */
export function valuesOf(
  { fields }: WechatTemplate,
  payload: Payload,
): Readonly<Record<string, string>> {
  const at = payload.records[0].validFrom
  const entries = Object.entries(fields).map(([field, variable]) => {
    const type = typeOf(field)
    if (!type || !isVariable(variable)) throw new Error('templates are checked at the start')
    return [field, valueOf(type, VARIABLES[variable](payload), at)]
  })
  return Object.fromEntries(entries) as Record<string, string>
}
