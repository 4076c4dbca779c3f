import type { Database, Transaction } from '../../platform/db/client.ts'
import { NotFoundError, ValidationError } from '../../platform/errors.ts'
import { within } from './authority.ts'
import {
  type Actor,
  type ApiClient,
  type Grant,
  type Place,
  type SessionInfo,
  shownNameRule,
  type UserAccount,
  usernameRule,
} from './model.ts'
import { identityPolicy } from './policy.ts'
import { listSessions, sessionHandle } from './session.ts'

type Db = Database | Transaction

/** An account with its home and those of its roles that the reader may know of. */
export interface UserRecord extends UserAccount {
  readonly place: Place
  readonly grants: readonly Grant[]
}

/** Grants that are in force now or will be. */
export function lasting(now: Date) {
  return { revokedAt: null, OR: [{ validTo: null }, { validTo: { gt: now } }] }
}

/** The organization as rights see it; a ValidationError when there is none of this code, which is no secret. */
export async function knownPlace(db: Db, code: string): Promise<Place> {
  const place = isStorable(code) && (await db.organization.findUnique(placeWhere(code)))
  if (place) return place
  throw ValidationError.of('organizationCode', 'UNKNOWN_ORGANIZATION', '没有这个公开主体')
}

// PostgreSQL refuses text with the null character: nothing has such a name.
function isStorable(text: string): boolean {
  return !text.includes('\0')
}

function placeWhere(code: string) {
  return { where: { code }, select: { code: true, path: true } } as const
}

/** The county itself: the organization above all others. */
export async function countyPlace(db: Db): Promise<Place> {
  const root = await db.organization.findFirst({
    where: { parentCode: null },
    orderBy: { position: 'asc' },
    select: { code: true, path: true },
  })
  if (!root) throw new NotFoundError('尚未建立公开主体')
  return root
}

/**
 * The accounts that an actor may see: those at home where the actor administers, and those who hold a role there,
 * because whoever answers for an organization must know who acts in it.
 */
function visibleUsers(actor: Actor, now: Date) {
  const organization = within(identityPolicy.placesFor(actor, 'user.read'))
  return { OR: [{ organization }, { grants: { some: { organization, ...lasting(now) } } }] }
}

/** All roles of oneself and of those at home where the actor administers; of others, those that they hold there. */
function visibleGrants(actor: Actor, now: Date) {
  const organization = within(identityPolicy.placesFor(actor, 'user.read'))
  const mayKnow = [{ organization }, { user: { organization } }, { userId: actor.userId }]
  return { AND: [lasting(now), { OR: mayKnow }] }
}

const OLDEST_FIRST = [{ validFrom: 'asc' }, { id: 'asc' }] as const

function withGrants(actor: Actor, now: Date) {
  return {
    organization: { select: { code: true, path: true } },
    grants: { where: visibleGrants(actor, now), orderBy: [...OLDEST_FIRST] },
  }
}

/** The account of this name if the actor may see it, else null: that it exists is not told either. */
export async function userByUsername(
  db: Db,
  actor: Actor,
  username: string,
  now: Date,
): Promise<UserRecord | null> {
  const { data } = usernameRule.safeParse(username)
  return data === undefined ? null : visibleUser(db, actor, { username: data }, now)
}

/** The account with this id if it is the actor's own or the actor may see it, else null. */
export async function userById(
  db: Db,
  actor: Actor,
  id: string,
  now: Date,
): Promise<UserRecord | null> {
  return isUuid(id) ? visibleUser(db, actor, { id }, now) : null
}

/** Whether it can be the id of anything: PostgreSQL refuses to compare others. */
export function isUuid(id: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)
}

async function visibleUser(
  db: Db,
  actor: Actor,
  who: { username: string } | { id: string },
  now: Date,
): Promise<UserRecord | null> {
  const row = await db.user.findFirst({
    where: { AND: [who, { OR: [{ id: actor.userId }, visibleUsers(actor, now)] }] },
    include: withGrants(actor, now),
  })
  return row && userRecord(row)
}

/** One page of the accounts that the actor may see, by username, and one more. */
export async function usersVisibleTo(
  db: Db,
  actor: Actor,
  page: { size: number; after: string | null; organizationCode?: string | null },
  now: Date,
): Promise<UserRecord[]> {
  const { size, after, organizationCode } = page
  if (organizationCode != null && !isStorable(organizationCode)) return []
  const rows = await db.user.findMany({
    where: {
      AND: [
        visibleUsers(actor, now),
        organizationCode == null ? {} : { organizationCode },
        after === null ? {} : { username: { gt: after } },
      ],
    },
    include: withGrants(actor, now),
    orderBy: { username: 'asc' },
    take: size + 1,
  })
  return rows.map(userRecord)
}

type UserRow = Omit<UserRecord, 'place'> & { readonly organization: Place }

function userRecord({ organization, ...row }: UserRow): UserRecord {
  const { id, username, displayName, organizationCode, disabledAt, createdAt, grants } = row
  return {
    id,
    username,
    displayName,
    organizationCode,
    disabledAt,
    createdAt,
    place: organization,
    grants,
  }
}

/** Where somebody is told by mail, for themselves alone. */
export async function emailOf(db: Db, userId: string): Promise<string | null> {
  const user = await db.user.findUnique({ where: { id: userId }, select: { email: true } })
  return user?.email ?? null
}

/** The roles of a person that the actor may know of. */
export async function grantsOf(db: Db, actor: Actor, userId: string, now: Date): Promise<Grant[]> {
  return db.grant.findMany({
    where: { userId, ...visibleGrants(actor, now) },
    orderBy: [...OLDEST_FIRST],
  })
}

/** The actor's own sessions; the one of `token` is marked. */
export async function sessionsOf(
  db: Db,
  actor: Actor,
  token: string | null,
  now: Date,
): Promise<(SessionInfo & { current: boolean })[]> {
  const current = token && sessionHandle(token)
  const sessions = await listSessions(db, actor.userId, now)
  return sessions.map((session) => ({ ...session, current: session.handle === current }))
}

/** What may be read of a front end: not its secret’s hash. */
export const CLIENT_FIELDS = {
  id: true,
  name: true,
  channel: true,
  createdAt: true,
  revokedAt: true,
} as const

/** All front ends ever registered, for the office. */
export async function apiClients(db: Db, actor: Actor | null): Promise<ApiClient[]> {
  identityPolicy.authorize(actor, 'client.manage', { place: await countyPlace(db) })
  return db.apiClient.findMany({ select: CLIENT_FIELDS, orderBy: { name: 'asc' } })
}

/** A front end's own registration. */
export async function apiClient(db: Db, id: string): Promise<ApiClient | null> {
  return isUuid(id) ? db.apiClient.findUnique({ where: { id }, select: CLIENT_FIELDS }) : null
}

/** The same by its name. */
export async function apiClientByName(db: Db, name: string): Promise<ApiClient | null> {
  const { data } = shownNameRule.safeParse(name)
  return data === undefined
    ? null
    : db.apiClient.findUnique({ where: { name: data }, select: CLIENT_FIELDS })
}
