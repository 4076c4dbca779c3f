import type { DomainEvent } from '../../platform/jobs.ts'

/** PostgreSQL channel that is notified, within the transaction, when organizations or taxonomy change. */
export const COUNTY_CHANNEL = 'county_changed'

/** A change of an organization has come into force: what belongs to it follows. */
export const ORGANIZATION_CHANGED = 'organization.changed'

/** Tells which change. */
export function organizationChanged(changeId: string): DomainEvent {
  return { name: ORGANIZATION_CHANGED, data: { changeId } }
}
