import { command } from '../../../platform/command.ts'
import { ForbiddenError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { asThemselves } from '../authority.ts'
import { countSignIn, SIGN_IN_LIMITS, type SignInLimits } from '../limits.ts'
import { type Actor, usernameRule } from '../model.ts'
import { verifyPassword } from '../password.ts'
import { actorOf, endSession, sessionHandle, startSession } from '../session.ts'

export interface SignInInput {
  readonly username: string
  readonly password: string
}

/** Where an attempt comes from. */
export interface SignInOrigin {
  readonly address: string
  readonly userAgent: string | null
  /** A session that the caller already has: it ends with the new sign-in. */
  readonly previousToken?: string | null
}

export interface SignedIn {
  readonly token: string
  readonly expiresAt: Date
  readonly actor: Actor
}

/**
 * Starts a session for whoever knows the password. Unknown, disabled and wrong are answered alike and after the same
 * work. Attempts are counted here and not at the door: one request can carry many sign-ins under aliases.
 */
export async function signIn(
  platform: Platform,
  { username, password }: SignInInput,
  { address, userAgent, previousToken = null }: SignInOrigin,
  limits: SignInLimits = SIGN_IN_LIMITS,
): Promise<SignedIn> {
  const name = usernameRule.safeParse(username)
  const counted = name.data ?? username
  const attempt = await countSignIn(platform.database, { username: counted, address }, limits)

  const user = await platform.database.user.findUnique({ where: { username: name.data ?? '' } })
  const matches = await verifyPassword(user?.passwordHash ?? null, password)
  if (!user || !matches || user.disabledAt) {
    // Without the name as typed: people type passwords there.
    platform.log.warn({ userId: user?.id ?? null, from: attempt.from }, '登录失败')
    throw wrongCredentials()
  }

  const started = await command(platform, async ({ tx, now, audit }) => {
    if (previousToken !== null) await endSession(tx, previousToken)
    if (!(await tx.user.findFirst({ where: { id: user.id, disabledAt: null } }))) {
      throw wrongCredentials()
    }
    const session = await startSession(tx, now, { userId: user.id, userAgent })
    audit({
      action: 'session.start',
      by: asThemselves({ userId: user.id, organizationCode: user.organizationCode }),
      subjectType: 'Session',
      subjectId: sessionHandle(session.token),
    })
    return session
  })
  await attempt.succeeded()
  const actor = await actorOf(platform, started.token)
  if (!actor) throw wrongCredentials()
  return { ...started, actor }
}

function wrongCredentials(): ForbiddenError {
  return new ForbiddenError('用户名或口令不正确', 'INVALID_CREDENTIALS')
}
