import { builder } from '../../graphql/builder.ts'
import { calendarDate } from '../../platform/clock.ts'
import { existsOn, ORGANIZATION_KINDS, type Organization } from './model.ts'

const KIND_DESCRIPTIONS = {
  COUNTY: '县政府: the county government itself, root of the tree.',
  COUNTY_OFFICE: '县政务公开办公室: answers for disclosure in the whole county.',
  BUREAU: '县政府部门: a bureau or office of the county.',
  TOWN: '镇: a town.',
  TOWNSHIP: '乡: a township.',
  SUBDISTRICT: '街道: a subdistrict.',
  DISTRICT: '区: the body that runs a farm or park.',
} as const

const OrganizationKindEnum = builder.enumType('OrganizationKind', {
  description: 'Kind of an organization (公开主体).',
  values: Object.fromEntries(
    ORGANIZATION_KINDS.map((kind) => [kind, { description: KIND_DESCRIPTIONS[kind] }]),
  ) as Record<(typeof ORGANIZATION_KINDS)[number], { description: string }>,
})

/** The GraphQL type; later modules add their fields to it. */
export const OrganizationType = builder.objectRef<Organization>('Organization')

builder.node(OrganizationType, {
  description: 'A body that owes publication (公开主体), a node of the county’s tree. Public.',
  id: { resolve: ({ code }) => code },
  loadOne: (code, { county }) => county.organization(code),
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Natural key, stable for ever: `mzj`, `t001`.' }),
    shortName: t.exposeString('shortName', { description: '简称, as the plan uses it: 县民政局.' }),
    fullName: t.exposeString('fullName', { description: '全称, the full standard name.' }),
    kind: t.field({
      type: OrganizationKindEnum,
      description: 'What it is.',
      resolve: ({ kind }) => kind,
    }),
    parent: t.field({
      type: OrganizationType,
      nullable: true,
      description: 'The organization above it. Null at the root, the county.',
      resolve: ({ parentCode }, _args, { county }) =>
        parentCode === null ? null : county.organization(parentCode),
    }),
    children: t.field({
      type: [OrganizationType],
      description: 'The organizations directly below it, in the county’s order.',
      resolve: ({ code }, _args, { county }) =>
        county.organizations().filter(({ parentCode }) => parentCode === code),
    }),
    uscc: t.exposeString('uscc', {
      description:
        '统一社会信用代码 (GB 32100-2015), 18 characters: the front part of its index numbers.',
    }),
    regionCode: t.exposeString('regionCode', {
      nullable: true,
      description:
        '统计用区划代码 of a township, subdistrict or district. Null for all other organizations.',
    }),
    validFrom: t.field({
      type: 'Date',
      nullable: true,
      description: 'First day of its existence. Null: since before the county’s plan.',
      resolve: ({ validFrom }) => validFrom,
    }),
    validTo: t.field({
      type: 'Date',
      nullable: true,
      description: 'Last day of its existence. Null while it exists.',
      resolve: ({ validTo }) => validTo,
    }),
    active: t.boolean({
      description: 'Whether it exists today, by the calendar of the county (Asia/Shanghai).',
      resolve: (organization, _args, { platform }) =>
        existsOn(organization, calendarDate(platform.clock.now())),
    }),
    successorNote: t.exposeString('successorNote', {
      nullable: true,
      description: 'What became of it in a reform, in Chinese. Null when nothing is known.',
    }),
  }),
})

builder.queryField('organizations', (t) =>
  t.field({
    type: [OrganizationType],
    description:
      'All organizations in the county’s order, those that no longer exist included. Public.',
    authScopes: { public: true },
    args: {
      kind: t.arg({
        type: OrganizationKindEnum,
        description: 'Only those of this kind. Null means all.',
      }),
    },
    resolve: (_root, { kind }, { county }) =>
      county.organizations().filter((organization) => !kind || organization.kind === kind),
  }),
)

builder.queryField('organization', (t) =>
  t.field({
    type: OrganizationType,
    nullable: true,
    description: 'The organization with this code. Null when there is none. Public.',
    authScopes: { public: true },
    args: { code: t.arg.string({ required: true, description: 'Natural key: `mzj`.' }) },
    resolve: (_root, { code }, { county }) => county.organization(code),
  }),
)
