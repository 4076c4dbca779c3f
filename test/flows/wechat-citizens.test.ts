import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { forgetIdleCitizens } from '../../src/modules/channel/commands/forget-idle-citizens.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import {
  openidOf,
  openWechatPlatform,
  wechatEnv,
  type WechatPlatform,
} from '../support/wechat-platform.ts'

// What somebody with the mini-program and no account can do, and what they cannot.

let platform: WechatPlatform
let app: TestApp
let time = new Date('2026-03-03T04:00:00.000Z')

beforeAll(async () => {
  platform = await openWechatPlatform()
  app = await startTestApp({
    search: 'DATABASE',
    worker: false,
    clock: { now: () => time },
    env: wechatEnv(platform),
  })
})
afterAll(async () => {
  await app.close()
  await platform.close()
})

interface Said {
  readonly status: number
  readonly code: string | undefined
  readonly body: Record<string, unknown>
}

async function call(method: string, path: string, body?: unknown, token?: string): Promise<Said> {
  const response = await fetch(`${app.url}/wechat/${path}`, {
    method,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const said = (await response.json()) as Record<string, unknown> & {
    errors?: { extensions: { code: string } }[]
  }
  return { status: response.status, code: said.errors?.[0]?.extensions.code, body: said }
}

let logins = 0
const login = async (who: string) => {
  const { body } = await call('POST', 'login', { code: `code-${who}-${++logins}` })
  return String(body['token'])
}
const kept = async () => {
  const [row] = await app.sql(`SELECT (SELECT count(*)::int FROM wechat_user) users,
      (SELECT count(*)::int FROM wechat_session) sessions, (SELECT count(*)::int FROM subscription) subscriptions`)
  return row
}
const AREA = { areaCode: '5', consentText: '同意接收生态环境类信息的订阅消息' }

describe('signing in', () => {
  test('a code becomes a session of ours; neither openid nor token nor session key is kept in the open or told', async () => {
    const said = await call('POST', 'login', { code: 'code-anna-first' })
    expect(said.status).toBe(200)
    expect(said.body).toEqual({
      token: expect.stringMatching(/^gkm_[\w-]{43}$/) as string,
      expiresAt: '2026-04-02T04:00:00.000Z',
    })
    const rows =
      await app.sql(`SELECT u::text FROM wechat_user u UNION ALL SELECT s::text FROM wechat_session s
                                UNION ALL SELECT a::text FROM audit_event a WHERE action LIKE 'wechat.%'`)
    const all = [JSON.stringify(rows), ...app.logged()].join('\n')
    for (const secret of [openidOf('code-anna-'), String(said.body['token']), 'c2Vzc2lvbi1rZXk']) {
      expect(all).not.toContain(secret)
    }
  })

  test.each([
    ['a code used twice', { code: 'code-anna-first' }, 422, 'WECHAT_CODE_USED'],
    ['a code that is none', { code: 'nonsense' }, 422, 'WECHAT_CODE_INVALID'],
    ['a code of another shape', { code: 'a b' }, 422, 'VALIDATION'],
    ['an openid instead of a code', { openid: openidOf('code-anna-') }, 422, 'VALIDATION'],
    ['no JSON', '{', 422, 'INVALID_JSON'],
  ])('%s is refused and leaves nothing', async (_, body, status, code) => {
    const before = await kept()
    expect(await call('POST', 'login', body)).toMatchObject({ status, code })
    expect(await kept()).toEqual(before)
  })

  test.each([
    [45011, 429, 'RATE_LIMITED'],
    [40226, 403, 'WECHAT_USER_BLOCKED'],
    [-1, 503, 'WECHAT_BUSY'],
    [40125, 503, 'WECHAT_ERRCODE_40125'],
    ['CUT', 503, 'WECHAT_BROKEN'],
    ['<html>', 503, 'WECHAT_WRONG_SHAPE'],
  ])('the platform says %s: %i %s, and nothing is left', async (answer, status, code) => {
    const before = await kept()
    platform.answer('login', answer)
    expect(await call('POST', 'login', { code: 'code-anna-x' })).toMatchObject({ status, code })
    expect(await kept()).toEqual(before)
  })

  test('every field that is wrong is named', async () => {
    const token = await login('fields')
    const { status, body } = await call('POST', 'consents', { tapId: 'x', answers: [] }, token)
    expect(status).toBe(422)
    const problems = [{ path: 'tapId' }, { path: 'answers' }]
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'VALIDATION', problems } }] })
  })

  test('ten megabytes are refused', async () => {
    const said = await call('POST', 'login', 'x'.repeat(10 * 1024 * 1024))
    expect(said).toMatchObject({ status: 413 })
  })

  test('one openid signs in twenty times in five minutes at most', async () => {
    for (let i = 0; i < 20; i++) expect(await login('busy')).toMatch(/^gkm_/)
    const said = await call('POST', 'login', { code: 'code-busy-last' })
    expect(said).toMatchObject({ status: 429, code: 'RATE_LIMITED' })
  })

  test('a session ends when it is signed out, and by itself after thirty days', async () => {
    const [one, other] = [await login('bob'), await login('bob')]
    expect(await call('POST', 'logout', {}, one)).toMatchObject({ status: 200 })
    expect(await call('GET', 'me', undefined, one)).toMatchObject({ status: 401 })
    expect(await call('GET', 'me', undefined, other)).toMatchObject({ status: 200 })
    const before = time
    time = new Date(time.getTime() + 30 * 86_400_000)
    expect(await call('GET', 'me', undefined, other)).toMatchObject({
      status: 401,
      code: 'UNAUTHENTICATED',
    })
    time = before
  })
})

describe('a citizen is no member of the staff', () => {
  test('their token opens nothing of GraphQL, no upload and no file; a token of staff opens nothing of theirs', async () => {
    const token = await login('carl')
    const authorization = `Bearer ${token}`
    const asked = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ areas { code } }' }),
    })
    expect(asked.status).toBe(401)
    const sent = await fetch(`${app.url}/uploads`, { method: 'POST', headers: { authorization } })
    expect(sent.status).toBe(401)
    const { token: staff } = await app.tokenOf('office')
    expect(await call('GET', 'me', undefined, staff)).toMatchObject({ status: 401 })
  })

  test('nothing of theirs is stored anywhere, and every other address and method is none', async () => {
    const token = await login('carl')
    const response = await fetch(`${app.url}/wechat/me`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(response.headers.get('cache-control')).toBe('no-store')
    for (const [method, path] of [
      ['GET', 'login'],
      ['POST', 'me'],
      ['GET', 'nothing'],
      ['DELETE', 'subscriptions'],
    ]) {
      expect(await call(method ?? '', path ?? '', undefined, token)).toMatchObject({ status: 404 })
    }
  })

  test('without a session each address is refused', async () => {
    for (const path of ['phone', 'subscriptions', 'logout']) {
      const said = await call('POST', path, AREA, 'gkm_forged')
      expect(said).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' })
    }
  })
})

describe('subscriptions', () => {
  test('are made with the consent, listed, and ended one by one', async () => {
    const token = await login('dora')
    const { body } = await call('POST', 'subscriptions', { ...AREA, digest: 'DAILY' }, token)
    const listed = await call('GET', 'me', undefined, token)
    const own = { id: body['id'], areaCode: '5', digest: 'DAILY', words: [] }
    expect(listed.body).toMatchObject({ phone: null, subscriptions: [own] })
    const [row] = await app.sql(
      `SELECT consent_text, consent_way FROM subscription WHERE ended_at IS NULL`,
    )
    expect(row).toEqual({ consent_text: AREA.consentText, consent_way: 'WECHAT' })

    const other = await login('emil')
    const path = `subscriptions/${String(body['id'])}`
    expect(await call('DELETE', path, undefined, other)).toMatchObject({ status: 404 })
    expect(await call('DELETE', path, undefined, token)).toMatchObject({ status: 200, body: {} })
    expect((await call('GET', 'me', undefined, token)).body).toMatchObject({ subscriptions: [] })
  })

  test.each([
    ['nothing asked for', { consentText: '同意' }, 422],
    ['an item that is none', { itemCode: '99.9', consentText: '同意' }, 422],
    ['no consent', { areaCode: '5' }, 422],
    ['somebody else’s openid', { ...AREA, address: 'o_somebody' }, 422],
  ])('%s: refused, and nothing is left', async (_, body, status) => {
    const token = await login('fritz')
    const before = await kept()
    expect(await call('POST', 'subscriptions', body, token)).toMatchObject({ status })
    expect(await kept()).toEqual(before)
  })

  test('words are judged first: risky and doubtful ones are refused, and all while nobody judges', async () => {
    const token = await login('gerd')
    platform.judge('风险', 'risky')
    platform.judge('存疑', 'review')
    const ask = (word: string) =>
      call('POST', 'subscriptions', { words: [word], consentText: '同意' }, token)
    const before = await kept()
    expect(await ask('风险词')).toMatchObject({ status: 422, code: 'TEXT_REFUSED' })
    expect(await ask('存疑词')).toMatchObject({ status: 422, code: 'TEXT_DOUBTFUL' })
    platform.answer('check', 'CUT')
    expect(await ask('低保')).toMatchObject({ status: 503, code: 'WECHAT_BROKEN' })
    platform.answer('check', 61010)
    expect(await ask('低保')).toMatchObject({ status: 422, code: 'WECHAT_VISIT_OVER' })
    expect(await kept()).toEqual(before)
    expect(await ask('低保')).toMatchObject({ status: 200 })
    expect(platform.judged.at(-1)).toBe('低保')
  })
})

describe('phones', () => {
  test('a bound phone makes one person of two receivers, and is shown masked', async () => {
    const token = await login('hans')
    await call('POST', 'subscriptions', AREA, token)
    expect(await call('POST', 'phone', { code: 'phone-13900000007' }, token)).toMatchObject({
      status: 200,
    })
    expect((await call('GET', 'me', undefined, token)).body).toMatchObject({ phone: '139****0007' })
    const { sealer } = app.app.services.platform.database
    const [row] = await app.sql('SELECT count(*)::int count FROM receiver WHERE person_hash = $1', [
      sealer.fingerprint('13900000007', 'channel.phone'),
    ])
    expect(row).toEqual({ count: 1 })
    // What is subscribed to later belongs to the same person.
    await call('POST', 'subscriptions', { ...AREA, areaCode: '2' }, token)
    expect(JSON.stringify(await app.sql('SELECT * FROM wechat_user'))).not.toContain('13900000007')
    expect(app.logged().join('\n')).not.toContain('13900000007')
  })

  test.each([
    ['given to another app', 'phone-19900000001', 'WECHAT_WRONG_APP'],
    ['that is no mobile', 'phone-01012345678', 'PHONE_NOT_SUPPORTED'],
    ['whose code is none', 'nonsense', 'WECHAT_CODE_INVALID'],
  ])('a phone %s is refused', async (_, code, refusal) => {
    const token = await login('ida')
    expect(await call('POST', 'phone', { code }, token)).toMatchObject({
      status: 422,
      code: refusal,
    })
    expect((await call('GET', 'me', undefined, token)).body).toMatchObject({ phone: null })
  })
})

test('个人信息保护法15、47: whoever asks is forgotten, with everything that was known of them', async () => {
  const token = await login('jana')
  await call('POST', 'subscriptions', AREA, token)
  await call('POST', 'phone', { code: 'phone-13900000008' }, token)
  expect(await call('DELETE', 'me', undefined, token)).toMatchObject({ status: 200 })
  expect(await call('GET', 'me', undefined, token)).toMatchObject({ status: 401 })
  const { sealer } = app.app.services.platform.database
  const hash = sealer.fingerprint(openidOf('code-jana-'), 'channel.phone')
  const [row] = await app.sql(
    `SELECT (SELECT count(*)::int FROM wechat_user WHERE openid_hash = $1)
          + (SELECT count(*)::int FROM receiver WHERE address_hash = $1) count`,
    [hash],
  )
  expect(row).toEqual({ count: 0 })
})

test('个人信息保护法47: of whom nothing is left but that they came, nothing is left after thirty days', async () => {
  const [gone, stays] = [await login('karl'), await login('lena')]
  await call('POST', 'subscriptions', AREA, stays)
  const before = time
  time = new Date(time.getTime() + 30 * 86_400_000)
  await forgetIdleCitizens(app.app.services.platform)
  time = before
  expect(await call('GET', 'me', undefined, gone)).toMatchObject({ status: 401 })
  const { sealer } = app.app.services.platform.database
  const left = async (who: string) => {
    const hash = sealer.fingerprint(openidOf(`code-${who}-`), 'channel.phone')
    return app.sql('SELECT 1 FROM wechat_user WHERE openid_hash = $1', [hash])
  }
  expect(await left('karl')).toHaveLength(0)
  expect(await left('lena')).toHaveLength(1)
})

test('without a mini-program there is nothing under /wechat', async () => {
  const without = await startTestApp({ search: 'DATABASE', worker: false, beside: app })
  const response = await fetch(`${without.url}/wechat/login`, { method: 'POST', body: '{}' })
  expect(response.status).toBe(404)
  expect(without.logged().join('')).toContain('未接入微信小程序')
  await without.close()
})
