import { afterAll, beforeEach, expect, test } from 'vitest'
import { openStage, TODAY } from '../../../test/support/stage.ts'
import type { AccessToken, WechatAnswer } from './wechat-ports.ts'
import { type WechatTokens, wechatTokens } from './wechat-token.ts'

const stage = await openStage()
afterAll(stage.close)

/** What the platform gives out, and every time it was asked: forced or not. */
let given: WechatAnswer<AccessToken>[]
let asked: boolean[]
let hold: Promise<void>

const server = (): WechatTokens =>
  wechatTokens(stage.platform, {
    appId: 'wx0123456789abcdef',
    async accessToken(force) {
      asked.push(force)
      await hold
      return given.shift() ?? { failed: 'UNREACHED' }
    },
  })
const token = (name: string, seconds = 7200) => ({ ok: { token: name, seconds } })
/** What a call is made with, when the platform takes any token. */
const used = (tokens: WechatTokens) => tokens.use((name) => Promise.resolve({ ok: name }))
const later = (ms: number) =>
  stage.clock.set(new Date(stage.clock.now().getTime() + ms).toISOString())
const MINUTE = 60_000

beforeEach(async () => {
  await stage.sql('DELETE FROM wechat_token')
  stage.clock.set(TODAY)
  given = []
  asked = []
  hold = Promise.resolve()
})

test('is fetched once for all servers, however many ask at once, and stands sealed in the database', async () => {
  given = [token('first')]
  hold = new Promise((resolve) => setTimeout(resolve, 50))
  const answers = await Promise.all(Array.from({ length: 6 }, () => used(server())))
  expect(answers).toEqual(Array.from({ length: 6 }, () => ({ ok: 'first' })))
  expect(asked).toEqual([false])
  const rows = await stage.sql('SELECT sealed_token FROM wechat_token')
  expect(JSON.stringify(rows)).not.toContain('first')
  expect(rows).toMatchObject([{ sealed_token: expect.stringMatching(/^sealed:/) as string }])
})

test('is fetched anew five minutes before it is over; until then the old one serves if there is no other', async () => {
  given = [token('first'), { failed: 'TIMEOUT' }, token('second')]
  await used(server())
  later(114 * MINUTE)
  expect(await used(server())).toEqual({ ok: 'first' })
  expect(asked).toHaveLength(1)
  later(2 * MINUTE)
  expect(await used(server())).toEqual({ ok: 'first' })
  expect(await used(server())).toEqual({ ok: 'second' })
  later(121 * MINUTE)
  expect(await used(server())).toEqual({ failed: 'NO_TOKEN' })
})

test('while another server fetches, the old one serves; what a dead server left is fetched after its lease', async () => {
  given = [token('first'), token('second')]
  await used(server())
  later(116 * MINUTE)
  await stage.sql(`UPDATE wechat_token SET fetching_until = $1::timestamptz + interval '15 s'`, [
    stage.clock.now(),
  ])
  expect(await used(server())).toEqual({ ok: 'first' })
  later(16_000)
  expect(await used(server())).toEqual({ ok: 'second' })
})

test('40001: a call is made once more with the token that is in force', async () => {
  given = [token('first'), token('second')]
  const made: string[] = []
  const answer = await server().use((name) => {
    made.push(name)
    return Promise.resolve(name === 'first' ? { errcode: 40001 } : { ok: 'taken' })
  })
  expect(answer).toEqual({ ok: 'taken' })
  expect(made).toEqual(['first', 'second'])
  expect(asked).toEqual([false, false])
})

test('40001: what another server has fetched meanwhile is used without asking again', async () => {
  given = [token('first'), token('second')]
  const [one, other] = [server(), server()]
  const refusing = (name: string) =>
    Promise.resolve(name === 'first' ? { errcode: 42001 } : { ok: name })
  expect(await one.use(refusing)).toEqual({ ok: 'second' })
  expect(await other.use(refusing)).toEqual({ ok: 'second' })
  expect(asked).toHaveLength(2)
})

test('a token that is given out again though it is refused is forced, once in 75 minutes', async () => {
  given = [
    token('first'),
    token('first'),
    token('forced'),
    token('forced'),
    token('last'),
    token('forced'),
  ]
  const refusing = () => Promise.resolve({ errcode: 40001 })
  const tokens = server()
  expect(
    await tokens.use((name) =>
      Promise.resolve(name === 'first' ? { errcode: 40001 } : { ok: name }),
    ),
  ).toEqual({
    ok: 'forced',
  })
  expect(asked).toEqual([false, false, true])
  // Refused again: it is not forced so soon, and the call counts as not made.
  expect(await tokens.use(refusing)).toEqual({ failed: 'NO_TOKEN' })
  expect(asked).toEqual([false, false, true, false])
})

test('a refusal of another kind is no matter of the token', async () => {
  given = [token('first')]
  expect(await server().use(() => Promise.resolve({ errcode: 43101 }))).toEqual({ errcode: 43101 })
  expect(asked).toHaveLength(1)
})

test('a server that was refused one asks again after ten seconds, not with every call', async () => {
  given = [{ errcode: 40125 }, token('first')]
  const tokens = server()
  for (let call = 0; call < 5; call++) expect(await used(tokens)).toEqual({ failed: 'NO_TOKEN' })
  expect(asked).toHaveLength(1)
  later(10_000)
  expect(await used(tokens)).toEqual({ ok: 'first' })
})

test('a token that the platform gives out until it is over serves, and is not asked for with every call', async () => {
  given = [token('old', 200), token('old', 190), token('new')]
  const tokens = server()
  for (let call = 0; call < 5; call++) expect(await used(tokens)).toEqual({ ok: 'old' })
  expect(asked).toHaveLength(1)
  later(10_000)
  expect(await used(tokens)).toEqual({ ok: 'old' })
  later(10_000)
  expect(await used(tokens)).toEqual({ ok: 'new' })
})

test('without a token nothing is called', async () => {
  given = [{ errcode: 40125 }]
  const answer = await server().use(() => Promise.reject(new Error('nobody may call here')))
  expect(answer).toEqual({ failed: 'NO_TOKEN' })
})
