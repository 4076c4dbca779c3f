import { builder } from '../../graphql/builder.ts'
import { OrganizationType } from '../organization/graphql.ts'
import type { Organization } from '../organization/model.ts'
import type { Area, Cadence, CountyCache, DutyBasis, Item, ItemPoint } from './model.ts'

const ItemAudienceEnum = builder.enumType('ItemAudience', {
  description: 'For whom an item is published.',
  values: {
    SOCIETY: { description: '全社会: everyone.' },
    BOTH: { description: '全社会 and, in part, a named area or group (特定区域、特定群体).' },
  } as const,
})

const PersonalDataEnum = builder.enumType('PersonalData', {
  description: 'Whether records of an item carry personal data.',
  values: {
    NONE: { description: 'Not by nature.' },
    POSSIBLE: { description: 'Possibly; each record has to be looked at.' },
    YES: { description: 'Yes, not sensitive.' },
    SENSITIVE: { description: 'Sensitive personal information (个人信息保护法第28条).' },
  } as const,
})

const ItemPointType = builder.objectRef<ItemPoint>('ItemPoint').implement({
  description: 'One element (内容要素) of what an item demands.',
  fields: (t) => ({
    no: t.exposeInt('no', { description: 'Number within the item, from 1.' }),
    title: t.exposeString('title', { description: 'The element in short.' }),
    quote: t.exposeString('quote', { description: 'The words of the plan that it rests on.' }),
  }),
})

const CadenceType = builder.objectRef<Cadence>('Cadence').implement({
  description: 'When something of an item is due.',
  fields: (t) => ({
    rule: t.exposeString('rule', {
      description:
        'Stable name of the rule: `realtime` 实时, `daily` 每日, `weekly` 每周, `monthly` 按月, `yearly-before` 每年某日前, `annual-result` 年度结果, `immediately` 第一时间, `promptly` 及时, `within-statutory-limit` 规定时限内, `before-decision` 决策前, `after-event` 事后, `timely-appropriate` 适时, `dynamic` 动态管理, `gradually` 逐步.',
    }),
    phrase: t.exposeString('phrase', { description: 'The words of the plan.' }),
    appliesTo: t.exposeString('appliesTo', {
      nullable: true,
      description: 'The part of the item that it is about. Null means all of it.',
    }),
    horizonDays: t.exposeInt('horizonDays', {
      nullable: true,
      description: 'How many days ahead a forecast reaches. Null when it is no forecast.',
    }),
    month: t.exposeInt('month', {
      nullable: true,
      description: 'Month (1-12) of a yearly date. Null for other rules.',
    }),
    day: t.exposeInt('day', {
      nullable: true,
      description: 'Day of the month of a yearly date. Null for other rules.',
    }),
    period: t.exposeString('period', {
      nullable: true,
      description:
        'The time that is reported on: `previous-year`. Null when the plan does not say.',
    }),
  }),
})

const ResponsibleUnit = builder.objectRef<Organization>('ResponsibleUnit').implement({
  description: 'An organization that the plan names as 责任单位 of an item.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Code of the organization.' }),
    shortName: t.exposeString('shortName', { description: '简称, as the plan names it.' }),
    organization: t.field({
      type: OrganizationType,
      description: 'The organization itself.',
      resolve: (organization) => organization,
    }),
  }),
})

/** The GraphQL type; later modules add their fields to it. */
export const AreaType = builder.objectRef<Area>('Area')

/** The GraphQL type; later modules refer to it. */
export const ItemType = builder.objectRef<Item>('Item')

builder.node(AreaType, {
  description: 'One area (领域) of the plan. Public.',
  id: { resolve: ({ code }) => code },
  loadOne: (code, { county }) => county.area(code),
  fields: (t) => ({
    code: t.exposeString('code', {
      description: 'Natural key: `1` to `7`, `G` for the general clauses.',
    }),
    slug: t.exposeString('slug', { description: 'Name for addresses: `social-assistance`.' }),
    title: t.exposeString('title', { description: 'Title.' }),
    principle: t.exposeString('principle', {
      nullable: true,
      description: 'What the plan says of the area as a whole. Null when it says nothing.',
    }),
    items: t.field({
      type: [ItemType],
      description: 'Its items in the order of the plan.',
      resolve: ({ items }) => [...items],
    }),
  }),
})

builder.node(ItemType, {
  description: 'An item (事项) of the plan: what is to be published, by whom and when. Public.',
  id: { resolve: ({ code }) => code },
  loadOne: (code, { county }) => county.item(code),
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Natural key: `1.1`, `G3.1`.' }),
    area: t.field({
      type: AreaType,
      description: 'The area it belongs to.',
      resolve: ({ areaCode }, _args, { county }) => known(county.area(areaCode)),
    }),
    title: t.exposeString('title', { description: 'Title.' }),
    titleInferred: t.exposeBoolean('titleInferred', {
      description: 'True when the plan gives no title and this one sums it up.',
    }),
    text: t.exposeString('text', { description: 'What the plan demands, summed up.' }),
    points: t.field({
      type: [ItemPointType],
      description: 'What has to be published, element by element.',
      resolve: ({ points }) => [...points],
    }),
    kinds: t.exposeStringList('kinds', {
      description: 'Names of the kinds that a record of this item may have: `PolicyDocument`.',
    }),
    audience: t.field({
      type: ItemAudienceEnum,
      description: 'For whom it is published.',
      resolve: ({ audience }) => audience,
    }),
    audienceNote: t.exposeString('audienceNote', {
      nullable: true,
      description: 'What the plan says of the audience. Null when it says nothing more.',
    }),
    areaOnlyKinds: t.exposeStringList('areaOnlyKinds', {
      description:
        'Of its kinds, those whose records must be for a named area or group (特定区域、特定群体). Empty when there are none.',
    }),
    areaOnlyReason: t.exposeString('areaOnlyReason', {
      nullable: true,
      description: 'The words of the plan that say so. Null when `areaOnlyKinds` is empty.',
    }),
    townships: t.exposeBoolean('townships', {
      description: 'True when 各乡镇、街、区 owe it too.',
    }),
    personalData: t.field({
      type: PersonalDataEnum,
      description: 'Whether its records carry personal data.',
      resolve: ({ personalData }) => personalData,
    }),
    personalDataKinds: t.exposeStringList('personalDataKinds', {
      description: 'Which personal data to look out for.',
    }),
    hotlineRequired: t.exposeBoolean('hotlineRequired', {
      description: 'True when its records must name a telephone number for complaints.',
    }),
    mandatedPlatforms: t.exposeStringList('mandatedPlatforms', {
      description: 'Platforms on which the plan demands publication by name.',
    }),
    note: t.exposeString('note', {
      nullable: true,
      description: 'Editorial note on the item. Null when there is none.',
    }),
    cadence: t.field({
      type: [CadenceType],
      description: 'When its parts are due. Empty when the plan sets no time.',
      resolve: ({ cadences }) => [...cadences],
    }),
    responsibleUnits: t.field({
      type: [ResponsibleUnit],
      description: 'The organizations that the plan names as 责任单位.',
      resolve: (item, _args, { county }) => owing(item, county, 'LISTED'),
    }),
    owedBy: t.field({
      type: [OrganizationType],
      description:
        'Every organization that owes the item: those named, then 各乡镇、街、区 or 县政府有关部门 where the plan means all of them.',
      resolve: (item, _args, { county }) => owing(item, county),
    }),
  }),
})

builder.objectField(OrganizationType, 'owes', (t) =>
  t.field({
    type: [ItemType],
    description: 'The items that it owes, in the order of the plan.',
    resolve: ({ code }, _args, { county }) => [...county.itemsOwedBy(code)],
  }),
)

builder.queryField('areas', (t) =>
  t.field({
    type: [AreaType],
    description: 'The whole taxonomy: the areas of the plan in its order. Public.',
    authScopes: { public: true },
    resolve: (_root, _args, { county }) => [...county.areas()],
  }),
)

builder.queryField('item', (t) =>
  t.field({
    type: ItemType,
    nullable: true,
    description: 'The item with this code. Null when there is none. Public.',
    authScopes: { public: true },
    args: { code: t.arg.string({ required: true, description: 'Natural key: `2.1`.' }) },
    resolve: (_root, { code }, { county }) => county.item(code),
  }),
)

function owing({ duties }: Item, county: CountyCache, basis?: DutyBasis): Organization[] {
  return duties
    .filter((duty) => basis === undefined || duty.basis === basis)
    .map(({ organizationCode }) => county.organization(organizationCode))
    .filter((organization) => organization !== null)
}

/** What a foreign key vouches for. */
function known<T>(value: T | null): T {
  if (value === null) throw new Error('the county cache lacks what the database refers to')
  return value
}
