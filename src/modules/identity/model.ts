import { z } from 'zod'
import { canonicalJson, sha256 } from '../../platform/canonical.ts'

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
  /** For whom the holder stands in (代理); none for a role of one's own. */
  readonly principalId?: string | null
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

/** An account as staff see it. */
export interface UserAccount {
  readonly id: string
  readonly username: string
  readonly displayName: string
  /** Where the person works; rights come from grants alone. */
  readonly organizationCode: string
  readonly disabledAt: Date | null
  readonly createdAt: Date
}

/** A role given to a person, in force now or later. */
export interface Grant extends ActiveGrant {
  readonly userId: string
  readonly validFrom: Date
  /** Exclusive; null means until revoked. */
  readonly validTo: Date | null
}

/** One sign-in that has not ended. */
export interface SessionInfo {
  /** Names the session to its owner; says nothing about its id. */
  readonly handle: string
  readonly createdAt: Date
  readonly lastUsedAt: Date
  readonly userAgent: string | null
}

/** A front end's registration; the secret is never part of it. */
export interface ApiClient extends Client {
  readonly createdAt: Date
  readonly revokedAt: Date | null
}

/** What the audit trail compares of an account. */
export function accountHash(user: UserAccount): string {
  const { id, username, displayName, organizationCode, disabledAt } = user
  return sha256(canonicalJson({ id, username, displayName, organizationCode, disabledAt }))
}

/** What the audit trail compares of a grant. */
export function grantHash(grant: Grant, revokedAt: Date | null): string {
  const { id, userId, role, organizationCode, subtree, validFrom, validTo } = grant
  const lasting = { validFrom, validTo, revokedAt }
  return sha256(canonicalJson({ id, userId, role, organizationCode, subtree, ...lasting }))
}

/** Usernames are compared and stored in lower case. */
export const usernameRule = z
  .string()
  .transform((name) => name.trim().toLowerCase())
  .refine((name) => /^[a-z0-9][a-z0-9._-]{1,63}$/.test(name), {
    error: '用户名须为2至64位小写字母、数字、点、下划线或连字符，且以字母或数字开头',
    params: { code: 'INVALID_FORMAT' },
  })

/** A person's or a front end's name as shown: one line without control or direction characters. */
export const shownNameRule = z
  .string()
  .transform((name) => name.trim().normalize('NFC'))
  .refine((name) => !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u.test(name), {
    error: '名称含有不允许的字符',
    params: { code: 'INVALID_CHARACTERS' },
  })
  .refine((name) => name !== '', { error: '名称不能为空', params: { code: 'REQUIRED' } })
  .refine((name) => Array.from(name).length <= 64, {
    error: '名称不得超过64个字',
    params: { code: 'TOO_LONG' },
  })

/** A mail address. */
export const emailRule = z
  .string()
  .transform((address) => address.trim())
  .refine((address) => z.email().max(254).safeParse(address).success, {
    error: '应为邮箱地址',
    params: { code: 'INVALID_FORMAT' },
  })

/** A front end's registration as asked for. */
export const apiClientRule = z.object({ name: shownNameRule, channel: z.enum(CLIENT_CHANNELS) })
