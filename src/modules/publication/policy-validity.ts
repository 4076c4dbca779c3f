/** Whether a policy document holds on a day: what its issuer declares, its dates, and what has been said of it since. */
export const POLICY_STANDINGS = [
  'NOT_YET_IN_FORCE',
  'IN_FORCE',
  'AMENDED',
  'REPEALED',
  'EXPIRED',
] as const
export type PolicyStanding = (typeof POLICY_STANDINGS)[number]

/** How one document bears on another, from its day on. */
export interface PolicyBearing {
  readonly kind: 'SUPERSEDES' | 'AMENDS'
  /** The first day, YYYY-MM-DD. */
  readonly effectiveOn: string
}

/** The standing of a document's content on a day, with the documents that bear on it. */
export function standingOn(
  content: Readonly<Record<string, unknown>>,
  bearings: readonly PolicyBearing[],
  day: string,
): PolicyStanding {
  const { validity, effectiveOn, expiresOn } = content
  const borne = (kind: PolicyBearing['kind']) =>
    bearings.some((one) => one.kind === kind && one.effectiveOn <= day)
  if (validity === 'REPEALED' || borne('SUPERSEDES')) return 'REPEALED'
  if (validity === 'EXPIRED' || (typeof expiresOn === 'string' && expiresOn < day)) return 'EXPIRED'
  if (typeof effectiveOn === 'string' && effectiveOn > day) return 'NOT_YET_IN_FORCE'
  return validity === 'AMENDED' || borne('AMENDS') ? 'AMENDED' : 'IN_FORCE'
}
