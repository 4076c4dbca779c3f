import { z } from 'zod'
import { shownNameRule } from '../identity/model.ts'

/** Kinds of 公开主体. */
export const ORGANIZATION_KINDS = [
  'COUNTY',
  'COUNTY_OFFICE',
  'BUREAU',
  'TOWN',
  'TOWNSHIP',
  'SUBDISTRICT',
  'DISTRICT',
] as const
export type OrganizationKind = (typeof ORGANIZATION_KINDS)[number]

/** What the plan means by 各乡镇、街、区. */
export const TOWNSHIP_KINDS: readonly OrganizationKind[] = [
  'TOWN',
  'TOWNSHIP',
  'SUBDISTRICT',
  'DISTRICT',
]

/** What the plan means by 县政府有关部门. */
export const DEPARTMENT_KINDS: readonly OrganizationKind[] = ['COUNTY_OFFICE', 'BUREAU']

/** What can become of an organization. */
export const CHANGE_KINDS = [
  'ESTABLISHED',
  'RENAMED',
  'MOVED',
  'MERGED',
  'SPLIT',
  'CLOSED',
] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]

/** What an organization was called and where it stood, until a day that was its last as such. */
export interface OrganizationPast {
  readonly until: string
  readonly shortName: string
  readonly fullName: string
  readonly parentCode: string | null
}

/** Somebody that an organization took over from, or that took over from it, wholly or in part. */
export interface Relative {
  readonly code: string
  readonly kind: ChangeKind
  /** The first day. */
  readonly effectiveOn: string
  readonly note: string | null
}

/** A change that was decided, in force or to come. */
export interface OrganizationChange {
  readonly id: string
  readonly kind: ChangeKind
  readonly organizationCode: string
  /** The first day on which it holds. */
  readonly effectiveOn: string
  /** Whether the organization ceases to exist the day before. */
  readonly ends: boolean
  readonly note: string | null
  readonly shortName: string | null
  readonly fullName: string | null
  readonly parentCode: string | null
  /** Null while it is still to come. */
  readonly appliedAt: Date | null
  readonly successions: readonly Succession[]
}

/** Who takes over; of a split, also what and whom. */
export interface Succession {
  readonly toCode: string
  readonly itemCodes: readonly string[]
  readonly userIds: readonly string[]
}

/** A body that publishes, as everyone may see it. Dates are calendar dates, YYYY-MM-DD. */
export interface Organization {
  readonly code: string
  readonly shortName: string
  readonly fullName: string
  readonly kind: OrganizationKind
  readonly parentCode: string | null
  /** Codes from the root to the organization itself. */
  readonly path: readonly string[]
  readonly uscc: string
  readonly regionCode: string | null
  /** Null: since before the county's plan. */
  readonly validFrom: string | null
  /** The last day; null while it exists. */
  readonly validTo: string | null
  readonly successorNote: string | null
  /** Earlier names and places, the oldest first. */
  readonly past: readonly OrganizationPast[]
  readonly predecessors: readonly Relative[]
  readonly successors: readonly Relative[]
  /** Left out: as it is today. Else the day as of which it is told. */
  readonly asOf?: string
}

/** The organization with the name and place of a day; null when it did not exist then. */
export function organizationOn(organization: Organization, date: string): Organization | null {
  if (!existsOn(organization, date)) return null
  const then = organization.past.find(({ until }) => date <= until)
  if (!then) return { ...organization, asOf: date }
  const { shortName, fullName, parentCode } = then
  return { ...organization, shortName, fullName, parentCode, asOf: date }
}

/** The calendar date before this one. */
export function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}

/** Whether the organization exists on a calendar date, its first and last day included. */
export function existsOn(
  { validFrom, validTo }: Pick<Organization, 'validFrom' | 'validTo'>,
  date: string,
): boolean {
  return (validFrom === null || validFrom <= date) && (validTo === null || date <= validTo)
}

/** Why an organization changes, for the public. */
const noteRule = z
  .string()
  .trim()
  .max(300, '不得超过 300 个字')
  .regex(/^[^\p{Control}\p{Surrogate}]*$/u, '不能有换行或控制字符')
  .nullish()
  .transform((note) => note || null)

/** What every change says: since when, and why. Without a day it holds at once. */
export const changeRule = z.object({ effectiveOn: z.iso.date().nullish(), note: noteRule })

export const namesRule = z.object({ shortName: shownNameRule, fullName: shownNameRule })

/** A new organization, but for where it stands. */
export const establishmentRule = namesRule.extend({
  code: z
    .string()
    .regex(
      /^[a-z][a-z0-9-]{0,23}$/,
      '机构代码由小写字母、数字和连字符组成，以字母开头，至多 24 个字符',
    ),
  kind: z.enum(ORGANIZATION_KINDS).exclude(['COUNTY', 'COUNTY_OFFICE']),
  uscc: z.string().refine(isUscc, '统一社会信用代码不符合 GB 32100-2015（18 位，含校验码）'),
  regionCode: z
    .string()
    .regex(/^\d{9}(\d{3})?$/, '统计用区划代码为 9 位或 12 位数字')
    .nullish()
    .transform((code) => code ?? null),
})

// GB 32100-2015: digits and capitals without I, O, S, V, Z.
const USCC_CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const USCC_SHAPE = new RegExp(`^[${USCC_CHARACTERS}]{18}$`)

/** Whether a 统一社会信用代码 has the shape and the check character of GB 32100-2015. */
export function isUscc(code: string): boolean {
  if (!USCC_SHAPE.test(code)) return false
  let sum = 0
  let weight = 1
  for (const character of code.slice(0, 17)) {
    sum += USCC_CHARACTERS.indexOf(character) * weight
    weight = (weight * 3) % 31
  }
  // A remainder of 0 would give 31, which is no character: it stands for 0.
  return code.charAt(17) === USCC_CHARACTERS.charAt((31 - (sum % 31)) % 31)
}
