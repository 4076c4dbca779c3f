import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseConfig } from '../../src/platform/config.ts'
import { known } from '../../src/platform/known.ts'
import { refsIn } from '../../src/seed/marked-content.ts'
import { seedRecords } from '../../src/seed/seed-records.ts'
import { countySeed } from '../../src/seeding.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { publishedOver } from '../support/editorial.ts'
import { clientModule, openWx } from '../support/wx.ts'
import { openWechatPlatform, wechatEnv, type WechatPlatform } from '../support/wechat-platform.ts'

// The client that front ends copy, as a mini-program runs it, over a real server.

const { createClient } = clientModule()
const TEMPLATES = [{ id: 'tmpl-1', fields: { thing1: 'title' } }]
const KILOBYTE = 1024
let platform: WechatPlatform
let app: TestApp

beforeAll(async () => {
  platform = await openWechatPlatform()
  app = await startTestApp({
    search: 'DATABASE',
    worker: false,
    env: { ...wechatEnv(platform), WECHAT_TEMPLATES: JSON.stringify(TEMPLATES) },
  })
  const seed = countySeed(parseConfig({ NODE_ENV: 'test' }))
  const records = seed.records.filter(
    ({ content, revised, withdrawn }) => !revised && !withdrawn && refsIn(content).length === 0,
  )
  const some = new Set([
    ...records.filter(({ kind }) => kind === 'Warning').slice(0, 2),
    ...records.filter(({ content }) => content['recipients'] && !content['audience']).slice(0, 1),
    ...records.filter(({ itemCode }) => itemCode === '2.1').slice(0, 3),
    ...records.slice(0, 40),
  ])
  await seedRecords(app.app.services.platform, { ...seed, records: [...some] })
}, 120_000)
afterAll(async () => {
  await app.close()
  await platform.close()
})

const open = (who: string) => {
  const wx = openWx(who)
  return { wx, client: createClient({ url: app.url, wx }) }
}

test('the client is plain: 200 lines, and nothing that a mini-program lacks', () => {
  const source = readFileSync('clients/wechat/gongkai.js', 'utf8')
  expect(source.split('\n').length).toBeLessThanOrEqual(200)
  expect(source).not.toMatch(/\bfetch\(|^import |\?\.|\?\?|\.\.\.|URLSearchParams|\bprocess\b/m)
})

describe('reading', () => {
  test('pages of twenty cards are under 12 KB each, come by GET without a session, and none comes twice', async () => {
    const { wx, client } = open('reader')
    const list = client.pages('Cards', { first: 20 }, (data) => data.disclosures)
    const sizes: number[] = []
    const numbers: string[] = []
    while (list.hasNext()) {
      const cards = await list.next()
      if (cards.length === 20) sizes.push(wx.lastSize)
      numbers.push(...cards.map(({ indexNumber }) => indexNumber))
    }
    console.log(`a list of 20 cards: ${sizes.join(', ')} bytes`)
    expect(sizes.length).toBeGreaterThan(1)
    expect(Math.max(...sizes)).toBeLessThan(12 * KILOBYTE)
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(await list.next()).toEqual([])
    expect(new Set(wx.asked)).toEqual(new Set(['GET /graphql']))
  })

  test('lists are narrowed, areas lead to items and organizations, and words find records', async () => {
    const { client } = open('reader')
    const { areas } = await client.query('Navigation')
    const [item] = areas[0]?.items ?? []
    const { item: topic } = await client.query('Topic', { code: item?.code ?? '' })
    expect(topic?.owedBy.length).toBeGreaterThan(0)
    const { organizations } = await client.query('Publishers')
    const [one] = organizations
    const { organization } = await client.query('Publisher', { code: one?.code ?? '' })
    expect(organization?.shortName).toBe(one?.shortName)
    const filter = { areaCodes: ['2'] }
    const narrowed = await client.query('CardsOf', { filter, first: 5 })
    expect(narrowed.disclosures.nodes.length).toBeGreaterThan(0)
    const words = narrowed.disclosures.nodes[0]?.card.title?.slice(0, 4) ?? ''
    const found = client.pages('Find', { query: words, first: 3 }, (data) => data.search)
    expect((await found.next()).length).toBeGreaterThan(0)
    const warnings = await client.query('Warnings', { first: 3 })
    expect(warnings.disclosures.nodes.map(({ level }) => typeof level)).toEqual([
      'string',
      'string',
    ])
  })

  test('a record has nodes with whole addresses, small pictures, and all of its text', async () => {
    const picture = await sharp({
      create: { width: 1600, height: 1200, channels: 3, background: '#c33' },
    })
      .png()
      .toBuffer()
    const editor = await app.tokenOf('wjj.editor')
    const sent = await fetch(`${app.url}/uploads?organizationCode=wjj`, {
      method: 'POST',
      headers: { authorization: `Bearer ${editor.token}`, 'x-file-name': 'map.png' },
      body: new Uint8Array(picture),
    })
    const { attachment } = (await sent.json()) as { attachment: { id: string } }
    const body = {
      type: 'doc',
      content: [
        {
          type: 'paragraph',
          content: [
            { type: 'text', text: '位置见图' },
            { type: 'image', attrs: { attachment: attachment.id, alt: '位置图' } },
          ],
        },
      ],
    }
    const content = { notice: { title: '附图的通知', body, attachments: [attachment.id] } }
    const indexNumber = await publishedOver(app.signIn, { content })

    const { client } = open('reader')
    const { disclosure } = await client.query('Record', { indexNumber })
    const thumb = `${app.url}/files/${attachment.id}?size=thumb`
    expect(client.nodes(disclosure?.richTextNodes)).toEqual([
      {
        name: 'p',
        children: [
          { type: 'text', text: '位置见图' },
          { name: 'img', attrs: { src: thumb, alt: '位置图', style: 'max-width:100%' } },
        ],
      },
    ])
    expect(client.fileUrl(disclosure?.attachments[0]?.thumbnailUrl ?? '')).toBe(thumb)
    const cards = await client.query('Cards', { first: 1 })
    expect(cards.disclosures.nodes[0]?.thumbnail).toBe(`/files/${attachment.id}?size=thumb`)

    const small = await fetch(thumb)
    const bytes = Buffer.from(await small.arrayBuffer())
    expect(small.headers.get('content-type')).toBe('image/jpeg')
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 480, height: 360 })
    const etag = small.headers.get('etag') ?? ''
    const again = await fetch(thumb, { headers: { 'if-none-match': etag } })
    expect(again.status).toBe(304)
    const whole = await fetch(`${app.url}/files/${attachment.id}`)
    expect(whole.headers.get('etag')).not.toBe(etag)
    const strange = await fetch(`${app.url}/files/${attachment.id}?size=huge`)
    expect(strange.status).toBe(404)

    const approver = await app.signIn('wjj.approver')
    const input = { indexNumber, type: 'ERROR', reason: '图有误' }
    await approver.succeed('withdrawDisclosure', input, 'disclosure { indexNumber }')
    expect((await fetch(thumb)).status).toBe(404)
    const gone = await client.query('Record', { indexNumber })
    expect(gone.disclosure).toMatchObject({ status: 'WITHDRAWN', richTextNodes: null })
  })

  test('what a record of its own kind says is shown as people read it, and a roster has its rows', async () => {
    const { client } = open('reader')
    const { disclosures } = await client.query('Warnings', { first: 1 })
    const { indexNumber = '' } = disclosures.nodes[0] ?? {}
    const { disclosure: warning } = await client.query('Record', { indexNumber })
    const said = new Map(warning?.labelledValues.map(({ label, value }) => [label, value]))
    expect(said.get('预警级别')).toMatch(/^[红橙黄蓝]色/)
    expect(said.get('起始时间')).toMatch(/^\d{4}年\d+月\d+日\d+时/)
    expect([...said.keys()]).toEqual(expect.arrayContaining(['发布单位', '可能影响范围']))

    const filter = { kinds: ['RecipientRoster' as const] }
    const { disclosures: rosters } = await client.query('CardsOf', { filter, first: 1 })
    const roster = rosters.nodes[0]?.indexNumber ?? ''
    const { disclosure: shown } = await client.query('Record', { indexNumber: roster })
    const { name: table, columns } = known(shown?.labelledTables[0] ?? null, 'table')
    expect(table).toBe('recipients')
    expect(columns).toEqual(expect.arrayContaining(['姓名', '金额']))
    expect(columns).not.toContain('银行账号')
    const rows = client.pages('Rows', { indexNumber: roster, table, first: 4 }, (data) => {
      const [found] = data.disclosure?.labelledTables ?? []
      if (!found) throw new Error('no table')
      return found.rows
    })
    const cells: (readonly string[])[] = []
    while (rows.hasNext()) cells.push(...(await rows.next()).map((row) => row.cells))
    expect(cells.length).toBeGreaterThan(4)
    expect(new Set(cells.map(({ length }) => length))).toEqual(new Set([columns.length]))
    // 个人信息保护法: of the name no more than the public roster has.
    const names = cells.map((row) => row[columns.indexOf('姓名')] ?? '')
    expect(names.every((name) => /^.\*/.test(name))).toBe(true)
    const none = await client.query('Rows', { indexNumber: roster, table: 'none' })
    expect(none.disclosure?.labelledTables).toEqual([])

    const approver = await app.signIn('office')
    const input = { indexNumber, type: 'ERROR', reason: '有误' }
    await approver.succeed('withdrawDisclosure', input, 'disclosure { indexNumber }')
    const { disclosure: gone } = await client.query('Record', { indexNumber })
    expect(gone).toMatchObject({ labelledValues: [], labelledTables: [] })
  })

  test('what is wrong is told with a code and a message for people', async () => {
    const { client } = open('reader')
    const asked = client.query('Cards', { first: 500 })
    await expect(asked).rejects.toMatchObject({
      name: 'GongkaiError',
      code: expect.any(String) as string,
    })
  })

  test('a request that failed is made once more, and after that told', async () => {
    const { wx, client } = open('reader')
    wx.failNext('BEFORE')
    expect((await client.query('Navigation')).areas.length).toBeGreaterThan(0)
    expect(wx.asked).toHaveLength(2)
    const away = createClient({
      url: 'http://127.0.0.1:9',
      wx: { ...wx, request: ({ fail }) => fail({ errMsg: '' }) },
    })
    await expect(away.query('Navigation')).rejects.toMatchObject({ code: 'NETWORK', status: 0 })
  })
})

describe('as somebody', () => {
  test('signs in when it is needed, once, and keeps the session', async () => {
    const { wx, client } = open('anna')
    const [one, other] = await Promise.all([client.me(), client.me()])
    expect(one).toEqual(other)
    expect(wx.asked.filter((path) => path === 'POST /wechat/login')).toHaveLength(1)
    await createClient({ url: app.url, wx }).me()
    expect(wx.asked.filter((path) => path === 'POST /wechat/login')).toHaveLength(1)
  })

  test('a session that has ended is begun again', async () => {
    const { wx, client } = open('bob')
    await client.me()
    await app.sql('DELETE FROM wechat_session')
    expect(await client.me()).toMatchObject({ subscriptions: [] })
    expect(wx.asked.filter((path) => path === 'POST /wechat/login')).toHaveLength(2)
  })

  test('subscribes, agrees, leaves and is forgotten', async () => {
    const { wx, client } = open('carl')
    const { id } = await client.subscribe({ areaCode: '5', consentText: '同意接收预警' })
    wx.answers = { 'tmpl-1': 'accept' }
    expect(await client.askConsent(['tmpl-1'])).toEqual({ 'tmpl-1': 'accept' })
    expect(await client.me()).toMatchObject({
      subscriptions: [{ id, areaCode: '5' }],
      templates: [{ id: 'tmpl-1', kinds: [], longTerm: false, left: 1 }],
    })
    await client.bindPhone('phone-13900000003')
    expect(await client.me()).toMatchObject({ phone: '139****0003' })
    await client.unsubscribe(id)
    await client.forgetMe()
    expect(wx.getStorageSync('gongkai-session')).toBe('')
    expect(await client.me()).toMatchObject({
      phone: null,
      subscriptions: [],
      templates: [{ left: 0 }],
    })
  })

  test('a tap whose answer was lost counts once', async () => {
    const { wx, client } = open('dora')
    await client.signIn()
    wx.answers = { 'tmpl-1': 'accept' }
    wx.failNext('AFTER')
    await client.askConsent(['tmpl-1'])
    expect(await client.me()).toMatchObject({ templates: [{ left: 1 }] })
  })

  test('a refusal comes with its code', async () => {
    const { client } = open('emil')
    const asked = client.subscribe({ itemCode: '99.9', consentText: '同意' })
    await expect(asked).rejects.toMatchObject({ status: 422, code: 'VALIDATION' })
  })
})
