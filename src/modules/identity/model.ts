/** Roles, always held on an organization. */
export const ROLES = ['OFFICE', 'ORG_ADMIN', 'EDITOR', 'REVIEWER', 'APPROVER', 'AUDITOR'] as const
export type Role = (typeof ROLES)[number]

/** Front ends that read the API. */
export const CLIENT_CHANNELS = ['WEBSITE', 'WECHAT', 'SMS', 'FEED'] as const
export type ClientChannel = (typeof CLIENT_CHANNELS)[number]

/** An organization as rights see it: its code and the codes from the root down to it. */
export interface Place {
  readonly code: string
  readonly path: readonly string[]
}

/** A role that is in force now. */
export interface ActiveGrant {
  readonly id: string
  readonly role: Role
  readonly organizationCode: string
  readonly subtree: boolean
}

/** A signed-in person with the grants in force, read anew for each request. */
export interface Actor {
  readonly userId: string
  readonly username: string
  readonly displayName: string
  readonly organizationCode: string
  readonly grants: readonly ActiveGrant[]
}

/** A front end that identified itself by its secret. */
export interface Client {
  readonly id: string
  readonly name: string
  readonly channel: ClientChannel
}
