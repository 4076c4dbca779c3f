import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import {
  approveOver,
  draftOver,
  type EditionAnswer,
  publishedOver,
  publishOver,
  refer,
} from '../support/editorial.ts'
import { fileClient, noticeWith, sha256 } from '../support/attachments.ts'

// A file's way from an edition to a citizen's screen, and who never sees it.

let app: TestApp
const { sent, get, authorised } = fileClient(() => app)

beforeAll(async () => {
  app = await startTestApp({ search: 'DATABASE' })
})

afterAll(() => app.close())

const SHOWN = `query ($indexNumber: String!) { disclosure(indexNumber: $indexNumber) {
  attachments { id name mediaType size sha256 textLayer url } } }`
test('a file is uploaded, attached, published and downloaded byte for byte', async () => {
  const bytes = Buffer.from('\uFEFF镇,户数\r\n公营子镇,12\r\n')
  const file = await sent('补贴 名单（公示）.csv', bytes)
  expect(file).toMatchObject({
    name: '补贴 名单（公示）.csv',
    mediaType: 'text/csv',
    size: bytes.length,
    sha256: sha256(bytes),
    originalSha256: sha256(bytes),
    textLayer: null,
  })
  const indexNumber = await publishedOver(app.signIn, {
    content: noticeWith('关于冬季补贴的通知', [file.id]),
  })
  const { disclosure } = await app.anonymous.query<{ disclosure: object }>(SHOWN, { indexNumber })
  const { originalSha256: _, ...shown } = file
  expect(disclosure).toEqual({ attachments: [shown] })

  const response = await fetch(`${app.url}${file.url}`)
  expect(response.status).toBe(200)
  expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-length': String(bytes.length),
    'content-disposition': `attachment; filename="file.csv"; filename*=UTF-8''${encodeURIComponent('补贴 名单（公示）.csv')}`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringMatching(/^sandbox; default-src 'none'/) as string,
    'cache-control': 'no-cache',
    etag: `"${sha256(bytes)}"`,
  })
})

test('nobody sees the file of a draft but staff who may read the draft', async () => {
  const file = await sent('草稿.txt', Buffer.from('尚未公开'))
  const draft = await draftOver(app.signIn, { content: noticeWith('草稿', [file.id]) })
  const seen = async () => ({
    anonymous: (await get(file.id)).status,
    editor: (await get(file.id, await authorised('wjj.editor'))).status,
    'editor of another bureau': (await get(file.id, await authorised('mzj.editor'))).status,
    office: (await get(file.id, await authorised('office'))).status,
    'a cookie alone': (await get(file.id, { cookie: (await app.tokenOf('wjj.editor')).cookie }))
      .status,
    'a token that does not hold': (await get(file.id, { authorization: 'Bearer gks_none' })).status,
  })
  const staffOnly = {
    anonymous: 404,
    editor: 200,
    'editor of another bureau': 404,
    office: 200,
    'a cookie alone': 404,
    'a token that does not hold': 401,
  }
  expect(await seen()).toEqual(staffOnly)
  const personal = await get(file.id, await authorised('wjj.editor'))
  expect(personal.headers.get('cache-control')).toBe('private, no-store')
  const approved = await approveOver(app.signIn, draft)
  expect(await seen()).toEqual(staffOnly)
  await publishOver(app.signIn, approved)
  expect(Object.values(await seen())).toEqual([200, 200, 200, 200, 200, 200])
})

test('a withdrawal takes the file away at once, whatever its reason', async () => {
  for (const type of ['EXPIRED', 'REVOKED', 'ERROR', 'PRIVACY']) {
    const file = await sent(`${type}.txt`, Buffer.from(`将被撤回 ${type}`))
    const content = noticeWith('将被撤回', [file.id])
    const indexNumber = await publishedOver(app.signIn, { content })
    const etag = { 'if-none-match': `"${file.sha256}"` }
    expect((await get(file.id, etag)).status).toBe(304)

    const approver = await app.signIn('wjj.approver')
    const input = { indexNumber, type, reason: '不再公开' }
    await approver.succeed('withdrawDisclosure', input, 'disclosure { attachments { id } }')
    expect((await get(file.id)).status).toBe(404)
    expect((await get(file.id, etag)).status).toBe(404)
    expect((await get(file.id, { range: 'bytes=0-1' })).status).toBe(404)
    expect((await get(file.id, {}, 'HEAD')).status).toBe(404)
    const { disclosure } = await app.anonymous.query<{ disclosure: object }>(SHOWN, { indexNumber })
    expect(disclosure).toEqual({ attachments: [] })
    // 个人信息保护法47: what had to go for privacy is gone for its own staff, too.
    const kept = type === 'PRIVACY' ? 404 : 200
    expect((await get(file.id, await authorised('wjj.editor'))).status).toBe(kept)
  }
})

test('a file that the next edition no longer has is gone with the edition before', async () => {
  const [old, kept, added] = await Promise.all(
    ['旧', '留', '新'].map((name) => sent(`${name}.txt`, Buffer.from(name))),
  )
  if (!old || !kept || !added) throw new Error('three were sent')
  const indexNumber = await publishedOver(app.signIn, {
    content: noticeWith('换附件', [old.id, kept.id]),
  })
  const editor = await app.signIn('wjj.editor')
  const EDITION = 'edition { id version state attachments { name } }'
  type Revised = { edition: EditionAnswer & { attachments: { name: string }[] } }
  const { edition } = await editor.succeed<Revised>('reviseDisclosure', { indexNumber }, EDITION)
  expect(edition.attachments.map(({ name }) => name)).toEqual(['旧.txt', '留.txt'])
  const content = noticeWith('换附件', [added.id, kept.id])
  const changed = await editor.succeed<Revised>(
    'updateDraft',
    { ...refer(edition), content },
    EDITION,
  )
  expect((await get(added.id)).status).toBe(404)
  await publishOver(app.signIn, await approveOver(app.signIn, changed.edition))
  const statuses = [old, kept, added].map(async ({ id }) => (await get(id)).status)
  expect(await Promise.all(statuses)).toEqual([404, 200, 200])
})

test('a file of a record for a named area is for its readers alone', async () => {
  const file = await sent('本村名单.txt', Buffer.from('本村'))
  const named = { audience: 'AREA', audienceName: '甲村', audienceOrganizations: ['mzj'] }
  const policyDocument = {
    title: '甲村公共卫生服务方案',
    docNumber: '喀卫发〔2018〕12号',
    formedOn: '2018-10-12',
    issuers: ['喀左县卫生健康局'],
    bodyMarkdown: '见附件。',
    attachments: [file.id],
    ...named,
  }
  const draft = await draftOver(app.signIn, { itemCode: '4.3', content: { policyDocument } })
  const readers = ['wjj.editor', 'mzj.editor', 'jyj.editor', 'office']
  const statuses = async () =>
    Promise.all(readers.map(async (name) => (await get(file.id, await authorised(name))).status))
  expect(await statuses()).toEqual([200, 404, 404, 200])
  const approved = await approveOver(app.signIn, draft)
  const approver = await app.signIn('wjj.approver')
  const { edition } = await approver.succeed<{ edition: { disclosure: null } }>(
    'publishEdition',
    refer(approved),
    'edition { disclosure { indexNumber } }',
  )
  expect(edition.disclosure).toBeNull()
  expect((await get(file.id)).status).toBe(404)
  expect(await statuses()).toEqual([200, 200, 404, 200])
})

test('parts of a file are sent as they are asked for', async () => {
  const bytes = Buffer.from('0123456789')
  const file = await sent('数字.txt', bytes)
  await publishedOver(app.signIn, { content: noticeWith('数字', [file.id]) })
  const etag = `"${sha256(bytes)}"`
  const cases: [Record<string, string>, number, string, string | null][] = [
    [{ range: 'bytes=0-3' }, 206, '0123', 'bytes 0-3/10'],
    [{ range: 'bytes=7-' }, 206, '789', 'bytes 7-9/10'],
    [{ range: 'bytes=7-99' }, 206, '789', 'bytes 7-9/10'],
    [{ range: 'bytes=-2' }, 206, '89', 'bytes 8-9/10'],
    [{ range: 'bytes=3-3', 'if-range': etag }, 206, '3', 'bytes 3-3/10'],
    [{ range: 'bytes=3-3', 'if-range': '"other"' }, 200, '0123456789', null],
    [{ range: 'bytes=0-1,4-5' }, 200, '0123456789', null],
    [{ range: 'bytes=5-3' }, 200, '0123456789', null],
    [{ range: 'lines=1-2' }, 200, '0123456789', null],
  ]
  for (const [headers, status, body, contentRange] of cases) {
    const response = await get(file.id, headers)
    const seen = [response.status, await response.text(), response.headers.get('content-range')]
    expect([headers, ...seen]).toEqual([headers, status, body, contentRange])
  }
  for (const range of ['bytes=10-', 'bytes=99-100', 'bytes=-0']) {
    const response = await get(file.id, { range })
    expect([range, response.status]).toEqual([range, 416])
    expect(response.headers.get('content-range')).toBe('bytes */10')
  }
  const head = await get(file.id, {}, 'HEAD')
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
    200,
    '10',
    '',
  ])
  expect((await get(file.id, {}, 'DELETE')).status).toBe(405)
  for (const id of ['', 'x', '../stored', file.id.toUpperCase(), `${file.id}/x`, '%2e%2e']) {
    expect([id, (await get(id)).status]).toEqual([id, 404])
  }
})
