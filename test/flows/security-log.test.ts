import { afterAll, beforeEach, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { draftOver, noticeOf, refer } from '../support/editorial.ts'

let app: TestApp
let now = new Date()

beforeAll(async () => {
  app = await startTestApp({ search: 'DATABASE', worker: false, clock: { now: () => now } })
})

beforeEach(() => {
  // A minute of its own: what is written of one address is counted by the minute.
  now = new Date(now.getTime() + 60_000)
})

afterAll(() => app.close())

interface Told {
  readonly action: string
  readonly code: string
  readonly username: string | null
  readonly addressHash: string
}

/** The newest refusals, as the office reads them. */
async function told(first = 5): Promise<readonly Told[]> {
  await app.app.services.platform.refusals?.settled()
  const office = await app.signIn('office')
  const document = `query ($first: Int) { securityEvents(first: $first) { nodes { action code username addressHash } } }`
  const { securityEvents } = await office.query<{ securityEvents: { nodes: Told[] } }>(document, {
    first,
  })
  return securityEvents.nodes
}

test('wrong credentials leave a row, with neither name nor password', async () => {
  const input = { username: 'wjj.editor', password: 'not the password' }
  expect(await app.anonymous.mutate('signIn', input, 'token')).toMatchObject({
    code: 'INVALID_CREDENTIALS',
  })
  const [newest] = await told(1)
  expect(newest).toMatchObject({ action: 'signIn', code: 'INVALID_CREDENTIALS', username: null })
  expect(newest?.addressHash).toMatch(/^[0-9a-f]{64}$/)
  const rows = JSON.stringify(await app.sql('SELECT * FROM security_event'))
  for (const secret of ['not the password', '127.0.0.1', 'wjj.editor']) {
    expect(rows).not.toContain(secret)
  }
})

test('what one may not do leaves a row, whichever gate refuses it', async () => {
  const draft = await draftOver(app.signIn, { content: noticeOf('安全日志检验') })
  // No role that could ever publish; a role, but at another organization; nobody at all.
  const editor = await app.signIn('wjj.editor')
  await editor.mutate('publishEdition', refer(draft), 'edition { id }')
  const elsewhere = { ...noticeContent(), organizationCode: 'mzj' }
  await editor.mutate('createDraft', elsewhere, 'edition { id }')
  await app.anonymous.mutate('createDraft', elsewhere, 'edition { id }')
  expect(await told(3)).toMatchObject([
    { action: 'createDraft', code: 'UNAUTHENTICATED', username: null },
    { action: 'createDraft', code: 'FORBIDDEN', username: 'wjj.editor' },
    { action: 'publishEdition', code: 'FORBIDDEN', username: 'wjj.editor' },
  ])
})

function noticeContent() {
  return { itemCode: '2.2', content: noticeOf('他处') }
}

test('personal data in the way leaves a row, without the data', async () => {
  const content = noticeOf('名单', '赵甲，身份证号211324195001011239。')
  const draft = await draftOver(app.signIn, { content })
  const editor = await app.signIn('wjj.editor')
  await editor.mutate('submitEdition', refer(draft), 'edition { id }')
  expect(await told(1)).toMatchObject([{ action: 'submitEdition', code: 'PERSONAL_DATA' }])
  const rows = JSON.stringify(await app.sql('SELECT * FROM security_event'))
  expect(rows).not.toContain('211324195001011239')
})

test('an upload that is refused leaves a row', async () => {
  const response = await fetch(`${app.url}/uploads?organizationCode=wjj`, {
    method: 'POST',
    body: 'text',
    headers: { 'x-file-name': 'a.txt', 'content-type': 'text/plain' },
  })
  expect(response.status).toBe(401)
  expect(await told(1)).toMatchObject([{ action: '/uploads', code: 'UNAUTHENTICATED' }])
})

test('a flood from one address writes 30 rows a minute', async () => {
  const before = await app.sql('SELECT count(*)::int AS n FROM security_event')
  for (let i = 0; i < 40; i++) {
    await app.anonymous.mutate(
      'createDraft',
      { ...noticeContent(), organizationCode: 'mzj' },
      'edition { id }',
    )
  }
  await app.app.services.platform.refusals?.settled()
  const after = await app.sql('SELECT count(*)::int AS n FROM security_event')
  expect(Number(after[0]?.['n']) - Number(before[0]?.['n'])).toBe(30)
})

test('only the office and auditors of the county read it, page by page, and nobody changes it', async () => {
  const first = await told(2)
  expect(first).toHaveLength(2)
  for (const client of [
    app.anonymous,
    await app.signIn('wjj.editor'),
    await app.signIn('wjj.approver'),
  ]) {
    const { data, errors } = await client.request('{ securityEvents { nodes { code } } }')
    expect(data ?? null).toBeNull()
    expect(errors).toHaveLength(1)
  }
  for (const change of [
    `UPDATE security_event SET code = 'x'`,
    'DELETE FROM security_event',
    'TRUNCATE security_event',
  ]) {
    await expect(app.sql(change)).rejects.toMatchObject({ code: '23001' })
  }
})
