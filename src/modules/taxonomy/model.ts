import type { Organization } from '../organization/model.ts'

/** For whom an item is published: everyone, or partly a named area or group as well. */
export const ITEM_AUDIENCES = ['SOCIETY', 'BOTH'] as const
export type ItemAudience = (typeof ITEM_AUDIENCES)[number]

/** Whether records of an item carry personal data (个人信息保护法28 names what is sensitive). */
export const PERSONAL_DATA = ['NONE', 'POSSIBLE', 'YES', 'SENSITIVE'] as const
export type PersonalData = (typeof PERSONAL_DATA)[number]

/** Why an organization owes an item. */
export const DUTY_BASES = ['LISTED', 'TOWNSHIPS', 'DEPARTMENTS'] as const
export type DutyBasis = (typeof DUTY_BASES)[number]

/** How often or when something is due, in the words of plans; a county's cadences are of these rules. */
export const CADENCE_RULES = [
  'realtime',
  'daily',
  'weekly',
  'monthly',
  'yearly-before',
  'annual-result',
  'immediately',
  'promptly',
  'within-statutory-limit',
  'before-decision',
  'after-event',
  'timely-appropriate',
  'dynamic',
  'gradually',
] as const
export type CadenceRule = (typeof CADENCE_RULES)[number]

/** One element (内容要素) of what an item demands. */
export interface ItemPoint {
  readonly no: number
  readonly title: string
  /** The words of the plan that it rests on. */
  readonly quote: string
}

/** When something of an item is due. */
export interface Cadence {
  readonly rule: CadenceRule
  /** The words of the plan. */
  readonly phrase: string
  readonly appliesTo: string | null
  /** How many days ahead a forecast reaches. */
  readonly horizonDays: number | null
  readonly month: number | null
  readonly day: number | null
  readonly period: string | null
}

/** One organization's duty to publish an item. */
export interface Duty {
  readonly organizationCode: string
  readonly basis: DutyBasis
}

/** A 事项 of the plan: what is to be published, by whom, how often and for whom. */
export interface Item {
  readonly code: string
  readonly areaCode: string
  readonly title: string
  readonly titleInferred: boolean
  readonly text: string
  readonly audience: ItemAudience
  readonly audienceNote: string | null
  readonly townships: boolean
  readonly personalData: PersonalData
  readonly personalDataKinds: readonly string[]
  readonly hotlineRequired: boolean
  /** Names of the kinds that a record of this item may have. */
  readonly kinds: readonly string[]
  /** Of these, the kinds whose records are for a named area or group only. */
  readonly areaOnlyKinds: readonly string[]
  /** The words of the plan that say so; null when there are no such kinds. */
  readonly areaOnlyReason: string | null
  readonly mandatedPlatforms: readonly string[]
  readonly note: string | null
  readonly points: readonly ItemPoint[]
  readonly cadences: readonly Cadence[]
  readonly duties: readonly Duty[]
}

/** A 领域 of the plan with its items. */
export interface Area {
  readonly code: string
  readonly slug: string
  readonly title: string
  readonly principle: string | null
  readonly items: readonly Item[]
}

/** The county's organizations and taxonomy, held in memory: what public reads look up without a statement. */
export interface CountyCache {
  /** All organizations in their order, those that no longer exist included. */
  organizations(): readonly Organization[]
  organization(code: string): Organization | null
  areas(): readonly Area[]
  area(code: string): Area | null
  item(code: string): Item | null
  /** The items that an organization owes, in the order of the plan. */
  itemsOwedBy(organizationCode: string): readonly Item[]
}
