import { Cookie, generateIdFromEntropySize, Lucia, TimeSpan } from 'lucia'
import { sha256 } from '../../platform/canonical.ts'
import type { Transaction } from '../../platform/db/client.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Actor, SessionInfo } from './model.ts'
import {
  IDLE_MS,
  LONGEST_MS,
  type SessionAttributes,
  sessionStore,
  type UserAttributes,
  WRITE_USE_EVERY_MS,
} from './session-store.ts'

// Lucia is no longer developed: it stays behind this file, and docs/adr names the way out.
declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof luciaOn>
    UserId: string
    DatabaseSessionAttributes: SessionAttributes
    DatabaseUserAttributes: UserAttributes
  }
}

/** A new sign-in: the token is with its holder alone from here on. */
export interface StartedSession {
  readonly token: string
  /** When it ends if it is not used before. */
  readonly expiresAt: Date
}

/** The prefix lets scanners of leaked secrets, and our own log, tell what it is. */
const PREFIX = 'gks_'
const TOKEN = /^gks_[a-z2-7]{40}$/
const HANDLE = /^[0-9a-f]{16}$/
const LONGEST_USER_AGENT = 256

/** The prefix makes browsers insist on HTTPS (or localhost), on no Domain and on Path=/. */
const COOKIE = '__Host-gongkai'
const COOKIE_ATTRIBUTES = { secure: true, httpOnly: true, sameSite: 'lax', path: '/' } as const

function luciaOn(db: Transaction, now: Date) {
  return new Lucia(sessionStore(db, now), {
    sessionExpiresIn: new TimeSpan(IDLE_MS, 'ms'),
    getSessionAttributes: (attributes) => attributes,
    getUserAttributes: (attributes) => attributes,
  })
}

/** Starts a session within a transaction. The id is always new. */
export async function startSession(
  tx: Transaction,
  now: Date,
  { userId, userAgent }: { userId: string; userAgent: string | null },
): Promise<StartedSession> {
  const sessionId = PREFIX + generateIdFromEntropySize(25)
  const shown = userAgent?.replaceAll(/[\p{Cc}\p{Cs}]/gu, ' ').slice(0, LONGEST_USER_AGENT) ?? null
  const attributes = { userAgent: shown, lastUsedAt: now }
  await luciaOn(tx, now).createSession(userId, attributes, { sessionId })
  return { token: sessionId, expiresAt: new Date(now.getTime() + IDLE_MS) }
}

/** Who the token speaks for, with the grants in force now; null when it is unknown, expired, ended or the user disabled. */
export async function actorOf(platform: Platform, token: string | null): Promise<Actor | null> {
  if (token === null || !TOKEN.test(token)) return null
  const { database, clock } = platform
  const now = clock.now()
  const { session, user } = await luciaOn(database, now).validateSession(token)
  if (!session) return null
  // Lucia extends a session only in the second half of its idle time, which would end one after half of it.
  if (!session.fresh && now.getTime() - session.lastUsedAt.getTime() >= WRITE_USE_EVERY_MS) {
    await sessionStore(database, now).updateSessionExpiration(token, session.expiresAt)
  }
  const { id: userId, username, displayName, organizationCode, grants } = user
  return { userId, username, displayName, organizationCode, grants }
}

/** Ends the session of a token, if there is one. */
export async function endSession(tx: Transaction, token: string): Promise<void> {
  await luciaOn(tx, new Date()).invalidateSession(token)
}

/** Ends all sessions of a person: whenever their rights change. */
export async function endSessions(tx: Transaction, userId: string): Promise<void> {
  await luciaOn(tx, new Date()).invalidateUserSessions(userId)
}

/** Ends one session by its handle; false when the person has no such session. */
export async function endSessionByHandle(
  tx: Transaction,
  userId: string,
  handle: string,
): Promise<boolean> {
  if (!HANDLE.test(handle)) return false
  const { count } = await tx.session.deleteMany({
    where: { userId, idHash: { startsWith: handle } },
  })
  return count > 0
}

/** Deletes what nobody can use any more. */
export async function deleteExpiredSessions({ database, clock }: Platform): Promise<void> {
  await luciaOn(database, clock.now()).deleteExpiredSessions()
}

/** The sessions of a person that have not ended, the latest used first. */
export async function listSessions(
  db: Transaction,
  userId: string,
  now: Date,
): Promise<SessionInfo[]> {
  const rows = await db.session.findMany({
    where: { userId, expiresAt: { gt: now } },
    orderBy: [{ lastUsedAt: 'desc' }, { idHash: 'asc' }],
    take: 100,
  })
  return rows.map(({ idHash, createdAt, lastUsedAt, userAgent }) => ({
    handle: idHash.slice(0, 16),
    createdAt,
    lastUsedAt,
    userAgent,
  }))
}

/** The handle under which a session is listed to its owner: too short a part of the hash to be looked up by. */
export function sessionHandle(token: string): string {
  return sha256(token).slice(0, 16)
}

/** The Set-Cookie value that hands a token to a browser. The server decides when it ends; the cookie only may not outlive it. */
export function cookieFor(token: string): string {
  const attributes = { ...COOKIE_ATTRIBUTES, maxAge: LONGEST_MS / 1000 }
  return new Cookie(COOKIE, token, attributes).serialize()
}

/** The Set-Cookie value that takes it away. */
export function blankCookie(): string {
  return new Cookie(COOKIE, '', { ...COOKIE_ATTRIBUTES, maxAge: 0 }).serialize()
}

/** The session token in a Cookie header, or null. Lucia's own reader throws on any cookie that is badly encoded. */
export function tokenFromCookie(header: string | null): string | null {
  const values = header?.split(';').map((pair) => pair.trim().split('=')) ?? []
  const token = values.find(([name]) => name === COOKIE)?.[1]
  return token !== undefined && TOKEN.test(token) ? token : null
}
