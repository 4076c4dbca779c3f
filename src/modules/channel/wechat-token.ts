import { setTimeout as pause } from 'node:timers/promises'
import type { Platform } from '../../platform/platform.ts'
import type { AccessToken, WechatAnswer, WechatClient } from './wechat-ports.ts'

/** Calls the platform with the token of the installation. */
export interface WechatTokens {
  /** NO_TOKEN: surely not taken, because there is no token to call with. */
  use<T>(
    call: (token: string) => Promise<WechatAnswer<T>>,
  ): Promise<WechatAnswer<T> | { readonly failed: 'NO_TOKEN' }>
}

/** The old token holds for five minutes more, so that nobody has to wait for the new one. */
const EARLY_MS = 5 * 60_000
/** A server that dies over it leaves the fetching to the others after this. */
const LEASE_MS = 15_000
/** The platform forces 20 tokens a day, 30 seconds apart at least: one in this time keeps to both. */
const FORCED_APART_MS = 75 * 60_000
const LOOK_AGAIN_MS = 100
const LOOKS = 50
/** While there is no better one to be had, not every message asks for one. */
const ASKED_APART_MS = 10_000

/** `access_token` invalid, or over. */
const STALE = [40001, 40014, 42001]

interface Held {
  readonly token: string
  readonly expiresAt: Date
}

/**
 * One token for all servers, sealed in the database. One server at a time fetches a new one, before the old one is over;
 * a call that is refused because of its token is made once more with another.
 */
export function wechatTokens(
  { database, clock, log }: Pick<Platform, 'database' | 'clock' | 'log'>,
  client: Pick<WechatClient, 'appId' | 'accessToken'>,
): WechatTokens {
  const { appId } = client
  let askAgainAt = new Date(0)
  const where = { appId }

  const read = async () => {
    const row =
      (await database.wechatToken.findUnique({ where })) ??
      (await database.wechatToken.upsert({ where, create: { appId }, update: {} }))
    const { sealedToken, expiresAt, forcedAt } = row
    const token = sealedToken && database.sealer.open(sealedToken, 'channel.wechat')
    const held: Held | null = token && expiresAt ? { token, expiresAt } : null
    return { held, forcedAt }
  }
  /** What is held, while it lasts so much longer and is not the stale one. */
  const usable = (held: Held | null, stale: string | null, ms: number): string | null => {
    const lasts = held !== null && held.expiresAt.getTime() - clock.now().getTime() > ms
    return lasts && held.token !== stale ? held.token : null
  }

  /** Whether this server is the one to fetch. */
  const lease = async () => {
    const now = clock.now()
    const { count } = await database.wechatToken.updateMany({
      where: { appId, OR: [{ fetchingUntil: null }, { fetchingUntil: { lte: now } }] },
      data: { fetchingUntil: new Date(now.getTime() + LEASE_MS) },
    })
    return count === 1
  }
  const keep = ({ token, seconds }: AccessToken, forced: boolean) =>
    database.wechatToken.update({
      where,
      data: {
        sealedToken: database.sealer.seal(token, 'channel.wechat'),
        expiresAt: new Date(clock.now().getTime() + seconds * 1_000),
        ...(forced && { forcedAt: clock.now() }),
      },
    })
  const fetched = async (force: boolean): Promise<AccessToken | null> => {
    const answer = await client.accessToken(force)
    // The platform may give out the old one until it is over.
    const lasts = 'ok' in answer && answer.ok.seconds * 1_000 > EARLY_MS
    if (!lasts) askAgainAt = new Date(clock.now().getTime() + ASKED_APART_MS)
    if ('ok' in answer) return answer.ok
    log.error(answer, '未能取得微信接口凭证')
    return null
  }

  /** A token that is not the stale one; null when there is none to be had now. */
  const current = async (stale: string | null): Promise<string | null> => {
    for (let look = 0; look < LOOKS; look++) {
      const { held } = await read()
      const good = usable(held, stale, EARLY_MS)
      if (good !== null) return good
      if (clock.now() < askAgainAt) return usable(held, stale, 0)
      if (await lease()) return fetchedUnlessThere(stale)
      const old = usable(held, stale, 0)
      if (old !== null) return old
      await pause(LOOK_AGAIN_MS)
    }
    return null
  }

  /** With the lease in hand: another server may have been faster. */
  const fetchedUnlessThere = async (stale: string | null): Promise<string | null> => {
    try {
      const { held, forcedAt } = await read()
      return (
        usable(held, stale, EARLY_MS) ?? (await renewed(stale, forcedAt)) ?? usable(held, stale, 0)
      )
    } finally {
      await database.wechatToken.updateMany({ where, data: { fetchingUntil: null } })
    }
  }

  const renewed = async (stale: string | null, forcedAt: Date | null): Promise<string | null> => {
    const given = await fetched(false)
    if (given === null) return null
    if (given.token !== stale) {
      await keep(given, false)
      return given.token
    }
    // What the platform gives out it does not take: only force helps, and of that there is little.
    if (forcedAt && clock.now().getTime() - forcedAt.getTime() < FORCED_APART_MS) {
      log.error('微信接口不认其发放的凭证，近期已强制更换过，稍后再试')
      return null
    }
    const forced = await fetched(true)
    if (forced === null) return null
    await keep(forced, true)
    return forced.token
  }

  return {
    async use(call) {
      const token = await current(null)
      if (token === null) return { failed: 'NO_TOKEN' }
      const answer = await call(token)
      if (!('errcode' in answer) || !STALE.includes(answer.errcode)) return answer
      const other = await current(token)
      if (other === null) return { failed: 'NO_TOKEN' }
      const again = await call(other)
      const stale = 'errcode' in again && STALE.includes(again.errcode)
      return stale ? { failed: 'NO_TOKEN' } : again
    },
  }
}
