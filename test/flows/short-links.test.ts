import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { noticeOf, publishedOver } from '../support/editorial.ts'

let app: TestApp
let indexNumber: string

beforeAll(async () => {
  app = await startTestApp({
    search: 'DATABASE',
    worker: false,
    env: { SITE_URL: 'https://www.example' },
  })
  const content = noticeOf('<b>疫苗</b>接种的通知')
  indexNumber = await publishedOver(app.signIn, { content })
})

afterAll(() => app.close())

async function codeOf(number: string): Promise<string | undefined> {
  const [row] = await app.sql(
    'SELECT code FROM short_link l JOIN disclosure d ON d.id = l.disclosure_id WHERE index_number = $1',
    [number],
  )
  return row?.['code'] as string | undefined
}

const follow = (code = '', init: RequestInit = {}) =>
  fetch(`${app.url}/s/${code}`, { redirect: 'manual', ...init })

async function withdraw(type: string, reason: string) {
  const approver = await app.signIn('wjj.approver')
  const input = { indexNumber, type, reason }
  await approver.succeed('withdrawDisclosure', input, 'disclosure { status }')
}

test('it leads to the record’s page and keeps nobody from hearing of a withdrawal', async () => {
  const response = await follow(await codeOf(indexNumber))
  expect(response.status).toBe(302)
  const location = response.headers.get('location') ?? ''
  expect(location).toMatch(/^https:\/\/www\.example\//)
  expect(location).toContain(indexNumber)
  expect(response.headers.get('cache-control')).toBe('no-cache')
  expect((await follow(await codeOf(indexNumber), { method: 'HEAD' })).status).toBe(302)
})

describe('anything else', () => {
  test.each(['', 'AAAAAAAA', 'x', '//evil.example', 'AAAAAAAA/..', 'A'.repeat(300), '%00'])(
    '%j is not found and leads nowhere',
    async (code) => {
      const response = await follow(code)
      expect(response.status).toBe(404)
      expect(response.headers.get('location')).toBeNull()
    },
  )

  test('nothing can be sent to it', async () => {
    const response = await follow(await codeOf(indexNumber), { method: 'POST' })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })
})

test('a revision keeps the link, a withdrawal makes it say why, to people and to programs', async () => {
  const code = await codeOf(indexNumber)
  await withdraw('ERROR', '内容有误，见<更正>')
  const page = await follow(code, { headers: { accept: 'text/html,*/*' } })
  expect(page.status).toBe(410)
  const html = await page.text()
  expect(html).toContain('内容有误，见&#60;更正&#62;')
  expect(html).toContain('&#60;b&#62;疫苗')
  expect(html).not.toContain('<b>')

  const told = await follow(code)
  expect(told.status).toBe(410)
  expect(await told.json()).toMatchObject({
    errors: [{ extensions: { code: 'WITHDRAWN' } }],
    withdrawal: { indexNumber, type: 'ERROR', reason: '内容有误，见<更正>' },
  })
  expect(await codeOf(indexNumber)).toBe(code)
})

test('after a withdrawal for PRIVACY not even the title is told (个人信息保护法47)', async () => {
  indexNumber = await publishedOver(app.signIn, { content: noticeOf('写有姓名的标题') })
  await withdraw('PRIVACY', '含有个人信息')
  const response = await follow(await codeOf(indexNumber), { headers: { accept: 'text/html' } })
  expect(response.status).toBe(410)
  expect(await response.text()).not.toContain('姓名')
})

test('a link is never changed or taken away', async () => {
  for (const statement of ['DELETE FROM short_link', `UPDATE short_link SET code = 'AAAAAAAA'`]) {
    await expect(app.sql(statement)).rejects.toMatchObject({ code: '23001' })
  }
})
