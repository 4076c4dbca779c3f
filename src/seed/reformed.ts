import {
  dayBefore,
  type OrganizationChange,
  type Succession,
} from '../modules/organization/model.ts'
import { dateOf } from '../modules/organization/queries.ts'
import type { CountyState } from './county-state.ts'

/**
 * What the county's files say, with what became of it since: seeding again must not undo a change that has come into
 * force. Paths are left to the caller.
 */
export function reformed(state: CountyState, changes: readonly OrganizationChange[]): CountyState {
  return changes.reduce((before, change) => {
    const after = change.successions.reduce(
      (one, succession) => withSuccessor(one, change, succession),
      before,
    )
    return withoutEnded(withOrganization(after, change), change)
  }, state)
}

function withOrganization(state: CountyState, change: OrganizationChange): CountyState {
  const { organizationCode, shortName, fullName, parentCode, ends, effectiveOn } = change
  const changed = {
    ...(shortName !== null && { shortName }),
    ...(fullName !== null && { fullName }),
    ...(parentCode !== null && { parentCode }),
    ...(ends && { validTo: dateOf(dayBefore(effectiveOn)) }),
  }
  const organizations = state.organizations.map((one) =>
    one.code === organizationCode ? { ...one, ...changed } : one,
  )
  return { ...state, organizations }
}

function withSuccessor(
  state: CountyState,
  { kind, organizationCode: from }: OrganizationChange,
  { toCode, itemCodes }: Succession,
): CountyState {
  const whole = kind === 'MERGED'
  const goes = (duty: CountyState['duties'][number]) =>
    duty.organizationCode === from && (whole || itemCodes.includes(duty.itemCode))
  const owed = new Set(
    state.duties.flatMap((one) => (one.organizationCode === toCode ? [one.itemCode] : [])),
  )
  const duties = state.duties.flatMap((duty) => {
    if (!goes(duty)) return [duty]
    return owed.has(duty.itemCode) ? [] : [{ ...duty, organizationCode: toCode }]
  })
  if (!whole) return { ...state, duties }
  const own = state.reviewChains.filter(({ organizationCode }) => organizationCode === toCode)
  // As where the change came into force: a chain of its own for the same stays.
  const hasOwn = ({ itemCode, kind: name }: CountyState['reviewChains'][number]) =>
    own.some((one) => one.itemCode === itemCode && one.kind === name)
  return {
    ...state,
    duties,
    organizations: state.organizations.map((one) =>
      one.parentCode === from ? { ...one, parentCode: toCode } : one,
    ),
    reviewChains: state.reviewChains.map((chain) =>
      chain.organizationCode === from && !hasOwn(chain)
        ? { ...chain, organizationCode: toCode }
        : chain,
    ),
  }
}

/** What has ended owes nothing and has no chain of its own. */
function withoutEnded(state: CountyState, { organizationCode: code, ends }: OrganizationChange) {
  if (!ends) return state
  return {
    ...state,
    duties: state.duties.filter(({ organizationCode }) => organizationCode !== code),
    reviewChains: state.reviewChains.filter(({ organizationCode }) => organizationCode !== code),
  }
}
