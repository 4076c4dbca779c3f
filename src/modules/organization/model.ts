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
}

/** Whether the organization exists on a calendar date, its first and last day included. */
export function existsOn(
  { validFrom, validTo }: Pick<Organization, 'validFrom' | 'validTo'>,
  date: string,
): boolean {
  return (validFrom === null || validFrom <= date) && (validTo === null || date <= validTo)
}

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
