import { randomBytes } from 'node:crypto'
import { sha256 } from '../../platform/canonical.ts'
import type { Transaction } from '../../platform/db/client.ts'
import type { Platform } from '../../platform/platform.ts'
import { openAddress } from './sealed.ts'

/** Somebody who uses the mini-program. No member of the staff: nothing in the policies knows them. */
export interface Citizen {
  readonly id: string
  /** Never logged. */
  readonly openid: string
  readonly openidHash: string
  /** Eleven digits; null when none is bound. */
  readonly phone: string | null
}

/** A token, which from here on its holder alone has. */
export interface StartedVisit {
  readonly token: string
  readonly expiresAt: Date
}

/** `wx.login` costs nobody a tap, so that a session need not be prolonged. */
const LASTS_MS = 30 * 86_400_000
/** Unlike that of staff: whoever takes the one takes not the other. */
const PREFIX = 'gkm_'
const TOKEN = /^gkm_[\w-]{43}$/

/** Starts a session within a transaction. */
export async function startVisit(
  tx: Transaction,
  userId: string,
  now: Date,
): Promise<StartedVisit> {
  const token = PREFIX + randomBytes(32).toString('base64url')
  const expiresAt = new Date(now.getTime() + LASTS_MS)
  const data = { tokenHash: sha256(token), userId, createdAt: now, expiresAt }
  await tx.wechatSession.create({ data })
  return { token, expiresAt }
}

/** Whose a token is; null when it is none, over, or ended. */
export async function citizenOf(
  { database, clock }: Pick<Platform, 'database' | 'clock'>,
  token: string,
): Promise<Citizen | null> {
  if (!TOKEN.test(token)) return null
  const session = await database.wechatSession.findUnique({
    where: { tokenHash: sha256(token), expiresAt: { gt: clock.now() } },
    include: { user: true },
  })
  if (!session) return null
  const { id, openidHash, sealedOpenid, sealedPhone } = session.user
  const openid = openAddress(database, sealedOpenid)
  return { id, openid, openidHash, phone: sealedPhone && openAddress(database, sealedPhone) }
}
