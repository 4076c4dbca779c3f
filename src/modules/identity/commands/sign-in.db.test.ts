import { performance } from 'node:perf_hooks'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  outcomeOf,
  PASSWORD,
  type SmallCounty,
  smallCounty,
} from '../../../../test/support/small-county.ts'
import { RateLimitedError } from '../../../platform/errors.ts'
import { SIGN_IN_LIMITS, type SignInLimits } from '../limits.ts'
import { actorOf, sessionHandle } from '../session.ts'
import { revokeSession } from './revoke-session.ts'
import { type SignInOrigin, signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'

const HERE: SignInOrigin = { address: '192.0.2.1', userAgent: 'test/1.0' }
const from = (address: string): SignInOrigin => ({ ...HERE, address })

let county: SmallCounty

beforeAll(async () => {
  county = await smallCounty()
})
afterAll(() => county.close())
beforeEach(() => county.platform.database.rateLimiterFlexible.deleteMany())

function attempt(
  username: string,
  password: string,
  { origin = HERE, limits = SIGN_IN_LIMITS }: { origin?: SignInOrigin; limits?: SignInLimits } = {},
) {
  return signIn(county.platform, { username, password }, origin, limits)
}

const outcome = (username: string, password: string, address = HERE.address) =>
  outcomeOf(attempt(username, password, { origin: from(address) }))

describe('signing in', () => {
  test('gives a token for the person and tells the audit trail', async () => {
    const { token, expiresAt, actor } = await attempt(' MZJ.Editor ', PASSWORD)
    expect(actor.username).toBe('mzj.editor')
    expect(await actorOf(county.platform, token)).toEqual(actor)
    expect(Math.abs(expiresAt.getTime() - Date.now() - 8 * 3_600_000)).toBeLessThan(60_000)
    const audit = await county.platform.database.auditEvent.findFirstOrThrow({
      where: { subjectId: sessionHandle(token) },
    })
    expect(audit).toMatchObject({ action: 'session.start', actorId: actor.userId })
  })

  test('always makes a new session and ends the one that was shown', async () => {
    const first = await attempt('mzj.editor', PASSWORD)
    const kept = await attempt('mzj.editor', PASSWORD)
    const next = await attempt('mzj.editor', PASSWORD, {
      origin: { ...HERE, previousToken: first.token },
    })
    expect(new Set([first.token, kept.token, next.token]).size).toBe(3)
    expect(await actorOf(county.platform, first.token)).toBeNull()
    expect(await actorOf(county.platform, kept.token)).not.toBeNull()
    expect(await actorOf(county.platform, next.token)).not.toBeNull()
  })

  test('a failed attempt leaves the session that was shown', async () => {
    const { token } = await attempt('mzj.editor', PASSWORD)
    const origin = { ...HERE, previousToken: token }
    const failed = attempt('mzj.editor', 'wrong password', { origin })
    expect(await outcomeOf(failed)).toBe('INVALID_CREDENTIALS')
    expect(await actorOf(county.platform, token)).not.toBeNull()
  })

  test('unknown, impossible, closed and wrong are answered alike', async () => {
    const { database } = county.platform
    await database.user.update({
      where: { username: 'mzj.approver' },
      data: { disabledAt: new Date() },
    })
    const refusals: unknown[] = []
    for (const [username, password] of [
      ['nobody.here', PASSWORD],
      ['', PASSWORD],
      ['\u0000 \ud800', PASSWORD],
      ['x'.repeat(10_000), PASSWORD],
      ['mzj.approver', PASSWORD],
      ['mzj.editor', 'wrong password'],
      ['mzj.editor', ''],
    ] as const) {
      refusals.push(await attempt(username, password).catch((error: unknown) => error))
    }
    expect(refusals).toEqual(refusals.map(() => refusals[0]))
    expect(refusals[0]).toMatchObject({ name: 'ForbiddenError', code: 'INVALID_CREDENTIALS' })
  })

  test('no password and no name as typed is logged or stored', async () => {
    const typed = 'hunter2-typed-as-name'
    for (const username of [typed, 'mzj.editor']) {
      expect(await outcome(username, 'hunter2-as-password')).toBe('INVALID_CREDENTIALS')
    }
    const { database } = county.platform
    const stored = await database.$queryRaw`
      SELECT (SELECT json_agg(r) FROM rate_limit r)::text || (SELECT json_agg(a) FROM audit_event a)::text AS all`
    const kept = county.logged.join('') + JSON.stringify(stored)
    expect(kept).toContain('登录失败')
    expect(kept).not.toContain('hunter2')
    expect(kept).not.toContain(HERE.address)
  })

  test('an unknown user takes as long as a wrong password', async () => {
    const generous = { attempts: 10_000, seconds: 60 }
    const limits = { account: generous, address: generous, accountAndAddress: generous }
    const took = new Map<string, number[]>([
      ['nobody.here', []],
      ['mzj.editor', []],
    ])
    for (let round = 0; round < 25; round++) {
      for (const [username, times] of took) {
        const start = performance.now()
        await attempt(username, 'wrong password', { limits }).catch(() => undefined)
        times.push(performance.now() - start)
      }
    }
    const [unknown = Number.NaN, wrong = Number.NaN] = [...took.values()].map(median)
    expect(unknown / wrong).toBeGreaterThan(0.5)
    expect(unknown / wrong).toBeLessThan(2)
  })
})

describe('limits', () => {
  test('five failures of one account from one address in five minutes', async () => {
    for (let failed = 0; failed < 5; failed++) {
      expect(await outcome('mzj.editor', 'wrong password')).toBe('INVALID_CREDENTIALS')
    }
    const refused = await attempt('mzj.editor', PASSWORD).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(RateLimitedError)
    const { retryAfterSeconds } = refused as RateLimitedError
    expect(retryAfterSeconds).toBeGreaterThan(290)
    expect(retryAfterSeconds).toBeLessThanOrEqual(300)
    // The person may still come from elsewhere, and others from here.
    expect(await outcome('mzj.editor', PASSWORD, '192.0.2.2')).toBe('DONE')
    expect(await outcome('jyj.editor', PASSWORD)).toBe('DONE')
  })

  test('ten failures of one account from anywhere, told alike of an account that is not', async () => {
    for (const username of ['mzj.editor', 'nobody.here']) {
      for (let failed = 0; failed < 10; failed++) {
        expect(await outcome(username, 'wrong password', `198.51.100.${failed}`)).toBe(
          'INVALID_CREDENTIALS',
        )
      }
      expect(await outcome(username, PASSWORD, '203.0.113.1')).toBe('RATE_LIMITED')
    }
  })

  test('one address over its own limit does not use up that of the account', async () => {
    for (let failed = 0; failed < 30; failed++) await outcome('mzj.editor', 'wrong password')
    expect(await outcome('mzj.editor', PASSWORD, '203.0.113.1')).toBe('DONE')
  })

  test('a hundred failures from one address', async () => {
    for (let failed = 0; failed < 100; failed++) {
      expect(await outcome(`nobody.${failed}`, 'wrong password')).toBe('INVALID_CREDENTIALS')
    }
    expect(await outcome('mzj.editor', PASSWORD)).toBe('RATE_LIMITED')
    expect(await outcome('mzj.editor', PASSWORD, '192.0.2.2')).toBe('DONE')
  })

  test('many attempts at once do not pass under it together', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, () => outcome('mzj.editor', 'wrong password')),
    )
    expect(outcomes.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(5)
    expect(outcomes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(25)
  })

  test('success counts for nothing and clears the failures from the same address', async () => {
    for (let round = 0; round < 4; round++) {
      for (let failed = 0; failed < 2; failed++) await outcome('jyj.editor', 'wrong password')
      expect(await outcome('jyj.editor', PASSWORD)).toBe('DONE')
    }
    for (let again = 0; again < 20; again++) {
      expect(await outcome('jyj.editor', PASSWORD)).toBe('DONE')
    }
  })
})

describe('signing out', () => {
  test('ends this session, or all of them', async () => {
    const tokens: string[] = []
    for (let sessions = 0; sessions < 3; sessions++) {
      tokens.push((await attempt('lent', PASSWORD)).token)
    }
    const alive = () =>
      Promise.all(tokens.map(async (token) => !!(await actorOf(county.platform, token))))
    const [first = '', second = ''] = tokens
    const actor = await actorOf(county.platform, first)

    expect(await signOut(county.platform, actor, first)).toBe(true)
    expect(await alive()).toEqual([false, true, true])
    expect(await signOut(county.platform, actor, second, { everywhere: true })).toBe(true)
    expect(await alive()).toEqual([false, false, false])
  })

  test('of nobody is not an error and leaves no trace', async () => {
    const { database } = county.platform
    const before = await database.auditEvent.count()
    expect(await signOut(county.platform, null, null)).toBe(false)
    expect(await database.auditEvent.count()).toBe(before)
  })

  test('by handle ends only one’s own', async () => {
    const { token, actor } = await attempt('lent', PASSWORD)
    const other = await county.as('jyj.admin')
    const handle = sessionHandle(token)
    const revoke = (who: typeof actor | null) => revokeSession(county.platform, who, { handle })
    expect(await outcomeOf(revoke(null))).toBe('UNAUTHENTICATED')
    expect(await outcomeOf(revoke(other))).toBe('NOT_FOUND')
    expect(await actorOf(county.platform, token)).not.toBeNull()
    await revoke(actor)
    expect(await actorOf(county.platform, token)).toBeNull()
  })
})

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
