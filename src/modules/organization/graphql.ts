import { builder } from '../../graphql/builder.ts'
import type { Context } from '../../graphql/context.ts'
import { calendarDate, type Clock } from '../../platform/clock.ts'
import { ValidationError } from '../../platform/errors.ts'
import {
  CHANGE_KINDS,
  existsOn,
  ORGANIZATION_KINDS,
  type Organization,
  organizationOn,
  type OrganizationPast,
  type Relative,
} from './model.ts'

const KIND_DESCRIPTIONS = {
  COUNTY: '县政府: the county government itself, root of the tree.',
  COUNTY_OFFICE: '县政务公开办公室: answers for disclosure in the whole county.',
  BUREAU: '县政府部门: a bureau or office of the county.',
  TOWN: '镇: a town.',
  TOWNSHIP: '乡: a township.',
  SUBDISTRICT: '街道: a subdistrict.',
  DISTRICT: '区: the body that runs a farm or park.',
} as const

/** Kinds of organizations. */
export const OrganizationKindEnum = builder.enumType('OrganizationKind', {
  description: 'Kind of an organization (公开主体).',
  values: Object.fromEntries(
    ORGANIZATION_KINDS.map((kind) => [kind, { description: KIND_DESCRIPTIONS[kind] }]),
  ) as Record<(typeof ORGANIZATION_KINDS)[number], { description: string }>,
})

const CHANGE_DESCRIPTIONS = {
  ESTABLISHED: '设立: it exists from that day on.',
  RENAMED: '更名: it has other names from that day on.',
  MOVED: '调整隶属: it stands below another from that day on.',
  MERGED: '合并: it ended the day before and another took over everything.',
  SPLIT: '分设、职能划转: others took over a part, or all of it between them.',
  CLOSED: '撤销: it ended the day before and nobody took over.',
} as const

/** What can become of an organization. */
export const OrganizationChangeKindEnum = builder.enumType('OrganizationChangeKind', {
  description: 'What became of an organization.',
  values: Object.fromEntries(
    CHANGE_KINDS.map((kind) => [kind, { description: CHANGE_DESCRIPTIONS[kind] }]),
  ) as Record<(typeof CHANGE_KINDS)[number], { description: string }>,
})

/** The GraphQL type; later modules add their fields to it. */
export const OrganizationType = builder.objectRef<Organization>('Organization')

const OrganizationNameType = builder.objectRef<OrganizationPast>('OrganizationName').implement({
  description: 'What an organization was called until a day. Public.',
  fields: (t) => ({
    shortName: t.exposeString('shortName', { description: '简称.' }),
    fullName: t.exposeString('fullName', { description: '全称.' }),
    until: t.field({
      type: 'Date',
      description: 'The last day of this name.',
      resolve: ({ until }) => until,
    }),
  }),
})

const OrganizationRelativeType = builder.objectRef<Relative>('OrganizationRelative').implement({
  description: 'Who took over from whom, and since when. Public.',
  fields: (t) => ({
    organization: t.field({
      type: OrganizationType,
      description: 'The other organization, as it is today.',
      resolve: ({ code }, _args, { county }) => known(county, code),
    }),
    kind: t.field({
      type: OrganizationChangeKindEnum,
      description: 'MERGED when everything was taken over, SPLIT when a part was.',
      resolve: ({ kind }) => kind,
    }),
    effectiveOn: t.field({
      type: 'Date',
      description: 'The first day.',
      resolve: ({ effectiveOn }) => effectiveOn,
    }),
    note: t.exposeString('note', {
      nullable: true,
      description: 'Why, in Chinese. Null when nothing was said.',
    }),
  }),
})

builder.node(OrganizationType, {
  description:
    'A body that owes publication (公开主体), a node of the county’s tree, as it is today or was on the day asked for. Public.',
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
      resolve: ({ parentCode, asOf }, _args, { county }) =>
        parentCode === null ? null : organizationIn(county, parentCode, asOf),
    }),
    children: t.field({
      type: [OrganizationType],
      description: 'The organizations directly below it, in the county’s order.',
      resolve: ({ code, asOf }, _args, { county }) =>
        organizationsIn(county, asOf).filter(({ parentCode }) => parentCode === code),
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
    formerNames: t.field({
      type: [OrganizationNameType],
      description: 'Earlier names, the oldest first.',
      resolve: ({ past, ...now }) =>
        past.filter(({ fullName, shortName }, index) => {
          const next = past[index + 1] ?? now
          return fullName !== next.fullName || shortName !== next.shortName
        }),
    }),
    predecessors: t.field({
      type: [OrganizationRelativeType],
      description: 'Those it took over from; what they published is found under it too.',
      resolve: ({ predecessors }) => [...predecessors],
    }),
    successors: t.field({
      type: [OrganizationRelativeType],
      description: 'Those that took over from it, wholly or in part.',
      resolve: ({ successors }) => [...successors],
    }),
    successorNote: t.exposeString('successorNote', {
      nullable: true,
      description: 'What became of it in a reform, in Chinese. Null when nothing is known.',
    }),
  }),
})

const AS_OF = {
  description:
    'The day to go back to, with the names and the tree of that day; those that did not exist then are left out. Today when left out. IN_FUTURE when the day has not come.',
}

builder.queryFields((t) => ({
  organizations: t.field({
    type: [OrganizationType],
    description:
      'All organizations in the county’s order: without a day those that no longer exist included, else those of the day. Public.',
    authScopes: { public: true },
    args: {
      kind: t.arg({
        type: OrganizationKindEnum,
        description: 'Only those of this kind. Null means all.',
      }),
      asOf: t.arg({ type: 'Date', ...AS_OF }),
    },
    resolve: (_root, { kind, asOf }, { county, clock }) =>
      organizationsIn(county, pastDay(asOf, clock)).filter(
        (organization) => !kind || organization.kind === kind,
      ),
  }),
  organization: t.field({
    type: OrganizationType,
    nullable: true,
    description: 'The organization with this code. Null when there is or was none. Public.',
    authScopes: { public: true },
    args: {
      code: t.arg.string({ required: true, description: 'Natural key: `mzj`.' }),
      asOf: t.arg({ type: 'Date', ...AS_OF }),
    },
    resolve: (_root, { code, asOf }, { county, clock }) =>
      organizationIn(county, code, pastDay(asOf, clock)),
  }),
}))

function pastDay(asOf: string | null | undefined, clock: Clock): string | undefined {
  if (asOf == null || asOf <= calendarDate(clock.now())) return asOf ?? undefined
  throw ValidationError.of('asOf', 'IN_FUTURE', '只能查询今天或更早的日期')
}

type Organizations = Pick<Context['county'], 'organization' | 'organizations'>

function organizationIn(county: Organizations, code: string, asOf?: string): Organization | null {
  const organization = county.organization(code)
  return organization && asOf !== undefined ? organizationOn(organization, asOf) : organization
}

function organizationsIn(county: Organizations, asOf?: string): Organization[] {
  const all = county.organizations()
  return asOf === undefined ? [...all] : all.flatMap((one) => organizationOn(one, asOf) ?? [])
}

/** What a foreign key vouches for. */
function known(county: Organizations, code: string): Organization {
  const organization = county.organization(code)
  if (!organization) throw new Error(`the county cache lacks organization ${code}`)
  return organization
}
