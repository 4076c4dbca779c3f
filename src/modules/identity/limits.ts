import { isIPv6 } from 'node:net'
import { RateLimiterPrisma, RateLimiterRes } from 'rate-limiter-flexible'
import { sha256 } from '../../platform/canonical.ts'
import type { Database } from '../../platform/db/client.ts'
import { RateLimitedError } from '../../platform/errors.ts'

/** So many attempts in a span of time that begins with the first. */
export interface Limit {
  readonly attempts: number
  readonly seconds: number
}

export interface SignInLimits {
  readonly account: Limit
  readonly address: Limit
  readonly accountAndAddress: Limit
}

export const SIGN_IN_LIMITS: SignInLimits = {
  accountAndAddress: { attempts: 5, seconds: 5 * 60 },
  address: { attempts: 100, seconds: 15 * 60 },
  account: { attempts: 10, seconds: 15 * 60 },
}

/** A sign-in that was counted as failed until it is known to have succeeded. */
export interface CountedAttempt {
  /** The address as the log and the counters know it: hashed. */
  readonly from: string
  /** Takes the attempt off the counts and forgets what failed before it from the same address. */
  succeeded(): Promise<void>
}

/**
 * Counts an attempt before its password is looked at, so that many at once (aliases, parallel requests) cannot pass
 * under the limit together; throws RateLimitedError over it. Narrowest first: one that is over its own limit must not
 * use up the account's, or anybody could lock anybody out from one address.
 */
export async function countSignIn(
  database: Database,
  { username, address }: { username: string; address: string },
  limits: SignInLimits = SIGN_IN_LIMITS,
): Promise<CountedAttempt> {
  const account = sha256(username)
  const from = sha256(networkOf(address))
  const counters = [
    counter(database, 'sign-in:both', sha256(`${account}\n${from}`), limits.accountAndAddress),
    counter(database, 'sign-in:address', from, limits.address),
    counter(database, 'sign-in:account', account, limits.account),
  ] as const
  for (const { limiter, key } of counters) await consume(limiter, key)
  const [both, ...others] = counters
  return {
    from,
    async succeeded() {
      await both.limiter.delete(both.key)
      for (const { limiter, key } of others) await limiter.reward(key)
    },
  }
}

/** Calls in which a front end posts readings: three hours of a full call every second would be a fault of it. */
const FEED_LIMIT: Limit = { attempts: 60, seconds: 60 }

/** Counts a call of a front end that posts readings; throws RateLimitedError over the limit. */
export function countFeedCall(
  database: Database,
  clientId: string,
  limit: Limit = FEED_LIMIT,
): Promise<void> {
  return countCall(database, 'feed', clientId, limit)
}

/** Counts a call of one caller under a name; throws RateLimitedError over the limit. The key must tell nothing. */
export async function countCall(
  database: Database,
  name: string,
  caller: string,
  limit: Limit,
): Promise<void> {
  const { limiter, key } = counter(database, name, caller, limit)
  await consume(limiter, key)
}

function counter(database: Database, name: string, key: string, { attempts, seconds }: Limit) {
  const limiter = new RateLimiterPrisma({
    storeClient: database,
    tableName: 'rateLimiterFlexible',
    keyPrefix: name,
    points: attempts,
    duration: seconds,
    clearExpiredByTimeout: false,
  })
  return { limiter, key }
}

async function consume(limiter: RateLimiterPrisma, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    throw new RateLimitedError(Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)))
  }
}

/** Deletes counters whose time is over, by the machine's clock, which the limiter goes by. */
export async function deleteExpiredCounters(database: Database): Promise<void> {
  await database.rateLimiterFlexible.deleteMany({ where: { expire: { lte: new Date() } } })
}

/** What one caller can change at will counts as one address: the lower half of an IPv6 address does. */
export function networkOf(address: string): string {
  const embedded = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (embedded) return embedded
  if (!isIPv6(address)) return address
  const [front = [], back = []] = (address.split('%')[0] ?? '')
    .split('::')
    .map((half) => half.split(':').filter((group) => group !== ''))
  const zeros = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0')
  const groups = [...front, ...zeros, ...back].slice(0, 4)
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}
