import {
  DEPARTMENT_KINDS,
  type OrganizationKind,
  TOWNSHIP_KINDS,
} from '../modules/organization/model.ts'
import type { Duty, DutyBasis } from '../modules/taxonomy/model.ts'
import type { ItemSeed } from './shapes.ts'

interface Member {
  readonly code: string
  readonly kind: OrganizationKind
}

/** Who owes an item and why: those named first and in that order, then all that the plan means together. */
export function dutiesOf(item: ItemSeed, organizations: readonly Member[]): Duty[] {
  const all = (kinds: readonly OrganizationKind[], basis: DutyBasis) =>
    organizations
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ code }) => ({ organizationCode: code, basis }))
  const duties = [
    ...item.responsibleUnits.map((code) => ({ organizationCode: code, basis: 'LISTED' as const })),
    ...(item.townships ? all(TOWNSHIP_KINDS, 'TOWNSHIPS') : []),
    ...(item.departments ? all(DEPARTMENT_KINDS, 'DEPARTMENTS') : []),
  ]
  const first = new Map<string, Duty>()
  for (const duty of duties) {
    if (!first.has(duty.organizationCode)) first.set(duty.organizationCode, duty)
  }
  return [...first.values()]
}
