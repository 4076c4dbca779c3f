import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  APP,
  openidOf,
  openWechatPlatform,
  type WechatPlatform,
} from '../../../test/support/wechat-platform.ts'
import { wechatClient } from './client.ts'

let platform: WechatPlatform
const client = () =>
  wechatClient({ endpoint: platform.url, appId: APP.id, secret: APP.secret, timeoutMs: 300 })
const MESSAGE = { openid: 'o_1', templateId: 't', page: 'pages/index', values: { thing1: '预警' } }

beforeAll(async () => {
  platform = await openWechatPlatform()
})
beforeEach(() => platform.always('send', null))
afterAll(() => platform.close())

test('a code gives an openid and nothing beside it', async () => {
  expect(await client().openidOf('code-anna-1')).toEqual({ ok: openidOf('code-anna-1') })
  expect(await client().openidOf('code-anna-1')).toEqual({ errcode: 40163 })
  expect(await client().openidOf('nonsense')).toEqual({ errcode: 40029 })
})

test('a token, a phone and a judgement are read as they are described', async () => {
  expect(await client().accessToken(false)).toEqual({
    ok: { token: 'access-token-1', seconds: 7200 },
  })
  expect(await client().phoneOf('access-token-1', 'phone-13900000001')).toEqual({
    ok: { number: '13900000001', countryCode: '86', appId: APP.id },
  })
  const text = { openid: 'o_1', text: '低保', scene: 1 as const }
  expect(await client().judge('access-token-1', text)).toEqual({ ok: 'pass' })
})

test('a message goes with each value under its field', async () => {
  expect(await client().send('access-token-1', MESSAGE)).toEqual({ ok: '1' })
  expect(platform.sent.at(-1)).toMatchObject({
    touser: 'o_1',
    template_id: 't',
    page: 'pages/index',
    data: { thing1: { value: '预警' } },
  })
  expect(await client().send('another-token', MESSAGE)).toEqual({ errcode: 40001 })
})

describe('what is no answer', () => {
  test.each([
    ['HANG', 'TIMEOUT'],
    ['CUT', 'BROKEN'],
    ['<html>busy</html>', 'WRONG_SHAPE'],
    [{}, 'WRONG_SHAPE'],
    [{ errcode: '0' }, 'WRONG_SHAPE'],
    [{ errcode: 0, msgid: { deep: 1 } }, 'WRONG_SHAPE'],
    ['0'.repeat(300_000), 'WRONG_SHAPE'],
  ])('%#: may have been taken', async (answer, failed) => {
    platform.always('send', answer)
    expect(await client().send('access-token-1', MESSAGE)).toEqual({ failed })
  })

  test('nobody there surely has not', async () => {
    const closed = await openWechatPlatform()
    await closed.close()
    const options = { endpoint: closed.url, appId: APP.id, secret: APP.secret }
    expect(await wechatClient(options).send('t', MESSAGE)).toEqual({ failed: 'UNREACHED' })
  })
})
