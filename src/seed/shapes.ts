import { z } from 'zod'
import { CHANNELS } from '../modules/channel/model.ts'
import { ROLES } from '../modules/identity/model.ts'
import { templateFault } from '../modules/channel/sms-text.ts'
import { isUscc, ORGANIZATION_KINDS } from '../modules/organization/model.ts'
import { WITHDRAWAL_TYPES } from '../modules/publication/model.ts'
import { CADENCE_RULES, ITEM_AUDIENCES, PERSONAL_DATA } from '../modules/taxonomy/model.ts'

/** One line of text. */
export const line = (max = 200) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((text) => text === text.trim(), '首尾不能有空白')
    .refine((text) => !/[\p{Control}\p{Surrogate}]/u.test(text), '不能有换行或控制字符')

/** Text of a form, with what to say otherwise. */
export const matching = (pattern: RegExp, message: string) => z.string().regex(pattern, message)
/** Null when left out. */
export const optional = <T extends z.ZodType>(shape: T) => shape.nullable().default(null)

export const organizationCode = matching(
  /^[a-z][a-z0-9-]{0,23}$/,
  '机构代码由小写字母、数字和连字符组成，以字母开头，至多 24 个字符',
)
export const areaCode = matching(/^[A-Z0-9]{1,4}$/, '领域代码由大写字母和数字组成，至多 4 个字符')
export const itemCode = matching(
  /^[A-Z0-9]{1,4}(\.\d{1,3}){1,3}$/,
  '事项代码应为领域代码加序号，如 2.1、G3.1',
)
export const kindName = matching(
  /^([A-Z][a-z0-9]+)+$/,
  '体裁名称应为 PascalCase，如 PolicyDocument',
)
const calendarDate = z.iso.date()

/** county.json: what the county is, and the plan that it carries out. */
export const countyShape = z.strictObject({
  region: z.strictObject({
    code: matching(/^\d{6}$/, '行政区划代码为 6 位数字（GB/T 2260）'),
    name: line(),
    shortName: line(),
    province: line(),
    city: line(),
    site: matching(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, '应为网站域名'),
    languages: z.array(z.enum(['zh-Hans', 'mn-Mong'])).min(1),
  }),
  plan: z.strictObject({
    title: line(),
    issuer: line(),
    issuedOn: calendarDate,
    basis: line(),
    principle: line(),
    goal: line(),
  }),
  notes: z.array(line(500)).default([]),
  safeguards: z
    .array(z.strictObject({ code: line(), title: line(), duties: z.array(line()).min(1) }))
    .default([]),
})

/** What became of an organization of the plan: `into` names who took over, of a split with the items. */
const changeShape = z.strictObject({
  kind: z.enum(['RENAMED', 'MOVED', 'MERGED', 'SPLIT', 'CLOSED']),
  effectiveOn: calendarDate,
  shortName: optional(line(60)),
  fullName: optional(line(100)),
  parent: optional(organizationCode),
  into: z
    .array(z.strictObject({ organization: organizationCode, items: z.array(itemCode).default([]) }))
    .default([]),
  note: optional(line(300)),
})

/** One element of organizations.json. */
export const organizationShape = z
  .strictObject({
    code: organizationCode,
    shortName: line(60),
    fullName: line(100),
    kind: z.enum(ORGANIZATION_KINDS),
    parent: organizationCode.nullable(),
    uscc: z.string().refine(isUscc, '统一社会信用代码不符合 GB 32100-2015（18 位，含校验码）'),
    regionCode: optional(matching(/^\d{9}(\d{3})?$/, '统计用区划代码为 9 位或 12 位数字')),
    validFrom: optional(calendarDate),
    validTo: optional(calendarDate),
    successorNote: optional(line()),
    changes: z.array(changeShape).default([]),
  })
  .refine(({ validFrom, validTo }) => !validFrom || !validTo || validFrom <= validTo, {
    path: ['validTo'],
    message: '最后有效日不得早于设立日',
  })
export type OrganizationSeed = z.output<typeof organizationShape>

/** One element of areas.json. */
export const areaShape = z.strictObject({
  code: areaCode,
  slug: matching(/^[a-z][a-z0-9-]{0,39}$/, '由小写字母、数字和连字符组成，以字母开头'),
  title: line(),
  principle: optional(line(500)),
})
export type AreaSeed = z.output<typeof areaShape>

const cadenceShape = z
  .strictObject({
    rule: z.enum(CADENCE_RULES),
    phrase: line(),
    appliesTo: optional(line()),
    horizonDays: optional(z.int().min(1).max(366)),
    month: optional(z.int().min(1).max(12)),
    day: optional(z.int().min(1).max(31)),
    period: optional(z.enum(['previous-year'])),
  })
  .refine(
    ({ rule, month, day }) => (rule === 'yearly-before') === (month !== null && day !== null),
    {
      path: ['month'],
      message: 'yearly-before 须有 month 和 day，其他规则不得有',
    },
  )

/** One element of taxonomy/<slug>.json. */
export const itemShape = z.strictObject({
  code: itemCode,
  title: line(),
  titleInferred: z.boolean().default(false),
  text: line(2000),
  points: z.array(z.strictObject({ no: z.int(), title: line(), quote: line(500) })).min(1),
  kinds: z.array(kindName).min(1),
  areaOnlyKinds: z.array(kindName).default([]),
  areaOnlyReason: optional(line(500)),
  cadence: z.array(cadenceShape).default([]),
  audience: z.enum(ITEM_AUDIENCES),
  audienceNote: optional(line(500)),
  responsibleUnits: z.array(organizationCode),
  townships: z.boolean(),
  departments: z.boolean(),
  personalData: z.enum(PERSONAL_DATA),
  personalDataKinds: z.array(line()).default([]),
  hotlineRequired: z.boolean().default(false),
  mandatedPlatforms: z.array(line()).default([]),
  channels: z.array(z.enum(CHANNELS)).default(['WEBHOOK', 'WECHAT', 'SMS']),
  note: optional(line(500)),
})
export type ItemSeed = z.output<typeof itemShape>

const chain = z
  .array(z.enum(['REVIEWER', 'APPROVER']))
  .min(1)
  .max(5)

/** review-chains.json: who signs, by kind of organization and for single organizations. */
export const reviewChainsShape = z.strictObject({
  kinds: z.partialRecord(z.enum(ORGANIZATION_KINDS), chain),
  organizations: z.record(organizationCode, chain).default({}),
})
export type ReviewChainsSeed = z.output<typeof reviewChainsShape>

/** demo-accounts.json: named accounts, and those that every organization gets as `<code>.<suffix>`. */
export const demoShape = z.strictObject({
  accounts: z.array(
    z.strictObject({
      username: matching(/^[a-z][a-z0-9.-]{0,39}$/, '用户名由小写字母、数字、点和连字符组成'),
      displayName: line(60),
      organization: organizationCode,
      grants: z
        .array(
          z.strictObject({
            role: z.enum(ROLES),
            organization: organizationCode,
            subtree: z.boolean().default(false),
          }),
        )
        .min(1),
    }),
  ),
  everyOrganization: z.array(
    z.strictObject({
      suffix: matching(/^[a-z]{1,15}$/, '由小写字母组成，至多 15 个'),
      displayName: line(60).includes('{shortName}', '须含 {shortName}'),
      roles: z.array(z.enum(ROLES)).min(1),
    }),
  ),
})
export type DemoSeed = z.output<typeof demoShape>

/** sms.json: how texts are signed and worded. */
export const smsShape = z.strictObject({
  signature: line(20).regex(/^[^【】]+$/u, '签名不带【】'),
  template: line(100).superRefine((template, context) => {
    const message = templateFault(template)
    if (message !== null) context.addIssue({ code: 'custom', message })
  }),
  optOut: line(20),
})

/** search.json: groups of words that mean the same, and words that must not be torn apart. */
export const searchShape = z.strictObject({
  synonyms: z.array(z.array(line(40)).min(2)),
  dictionary: z.array(line(40)),
})
export type SearchSeed = z.output<typeof searchShape>

const content = z.looseObject({ title: line(), bodyMarkdown: z.string().optional() })
const fileName = matching(/^[\w-]+\.md$/, '应为同目录下的 .md 文件名')

/** records/<name>.json: a record to be published by the real commands, its body in a Markdown file beside it. */
export const recordShape = z.strictObject({
  itemCode,
  kind: kindName,
  organization: organizationCode,
  content,
  body: fileName,
  note: optional(line(1000)),
})

/** One element of records/demo/<Kind>.json; what became of it after its publication comes last. */
export const demoRecordShape = z.strictObject({
  ref: optional(matching(/^[a-z][a-z0-9-]{0,39}$/, '由小写字母、数字和连字符组成，以字母开头')),
  itemCode,
  organization: organizationCode,
  content,
  body: optional(fileName),
  impactAssessment: optional(
    z.strictObject({
      purpose: line(500),
      necessity: line(500),
      risks: line(500),
      measures: line(500),
    }),
  ),
  revised: optional(z.looseObject({})),
  withdrawn: optional(z.strictObject({ type: z.enum(WITHDRAWAL_TYPES), reason: line(500) })),
})
