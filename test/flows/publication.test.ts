import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import {
  approveOver,
  draftOver,
  type EditionAnswer,
  foundBy,
  noticeOf,
  publishedOver,
  publishOver,
  refer,
  searchFor,
} from '../support/editorial.ts'
import { samplesOf } from '../support/samples.ts'

// What an editor, two signers and a citizen see of one record, from its first draft to its tombstone.

let app: TestApp

beforeAll(async () => {
  app = await startTestApp()
  // Until the worker has made its index, search answers from the database.
  const engine = async () => (await searchFor(app.anonymous, '')).search.engine
  await vi.waitUntil(async () => (await engine()) === 'MEILISEARCH', { timeout: 20_000 })
})

afterAll(() => app.close())

/** The records of the county are indexed first. */
const PATIENCE = { timeout: 20_000 }

const RECORD = `query ($indexNumber: String!) { disclosure(indexNumber: $indexNumber) {
  indexNumber status title bodyHtml bodyText publishedAt updatedAt organization { code } item { code }
  withdrawal { type reason at } } }`

interface Shown {
  readonly disclosure: {
    readonly indexNumber: string
    readonly status: string
    readonly title: string | null
    readonly bodyHtml: string | null
    readonly bodyText: string | null
    readonly publishedAt: string
    readonly updatedAt: string
    readonly withdrawal: { type: string; reason: string; at: string } | null
  } | null
}

function shown(indexNumber: string): Promise<Shown> {
  return app.anonymous.query<Shown>(RECORD, { indexNumber })
}

test('a draft is reviewed by two others, published, found, revised and withdrawn', async () => {
  const content = noticeOf('国家免疫规划疫苗接种的通知', '## 一、决定\n\n即日起**开始**疫苗接种。')
  const draft = await draftOver(app.signIn, { content })
  expect(await foundBy(app.anonymous, '疫苗接种')).toEqual([])

  const approved = await approveOver(app.signIn, draft)
  expect(approved.state).toBe('APPROVED')
  const indexNumber = await publishOver(app.signIn, approved)
  expect(indexNumber).toMatch(/^112113249000004012\/\d{4}-\d{5}$/)

  const first = (await shown(indexNumber)).disclosure
  expect(first).toMatchObject({
    status: 'PUBLISHED',
    title: '国家免疫规划疫苗接种的通知',
    bodyHtml: '<h2>一、决定</h2><p>即日起<strong>开始</strong>疫苗接种。</p>',
    organization: { code: 'wjj' },
    item: { code: '4.1' },
    withdrawal: null,
  })
  const found = async () => (await foundBy(app.anonymous, '疫苗接种')).includes(indexNumber)
  await vi.waitUntil(found, PATIENCE)

  const editor = await app.signIn('wjj.editor')
  const { edition } = await editor.succeed<{ edition: EditionAnswer }>(
    'reviseDisclosure',
    { indexNumber },
    'edition { id version state }',
  )
  const changed = await editor.succeed<{ edition: EditionAnswer }>(
    'updateDraft',
    { ...refer(edition), content: noticeOf('国家免疫规划疫苗接种的通知（修订）') },
    'edition { id version state }',
  )
  expect((await shown(indexNumber)).disclosure?.title).toBe('国家免疫规划疫苗接种的通知')
  const again = await publishOver(app.signIn, await approveOver(app.signIn, changed.edition))
  expect(again).toBe(indexNumber)
  const second = (await shown(indexNumber)).disclosure
  expect(second?.title).toBe('国家免疫规划疫苗接种的通知（修订）')
  expect(second?.publishedAt).toBe(first?.publishedAt)
  expect(Date.parse(second?.updatedAt ?? '')).toBeGreaterThan(Date.parse(first?.updatedAt ?? ''))

  const approver = await app.signIn('wjj.approver')
  const withdrawal = { indexNumber, type: 'ERROR', reason: '接种时间有误，另行公布' }
  await approver.succeed('withdrawDisclosure', withdrawal, 'disclosure { status }')
  expect(await app.anonymous.query(BRIEF, { indexNumber })).toEqual({
    disclosure: {
      smsLine: '已撤回：国家免疫规划疫苗接种的通知（修订）',
      card: { title: '国家免疫规划疫苗接种的通知（修订）', facts: [] },
    },
  })
  expect((await shown(indexNumber)).disclosure).toMatchObject({
    status: 'WITHDRAWN',
    title: '国家免疫规划疫苗接种的通知（修订）',
    bodyHtml: null,
    bodyText: null,
    withdrawal: { type: 'ERROR', reason: '接种时间有误，另行公布' },
  })
  expect(await foundBy(app.anonymous, '疫苗接种')).toEqual([])
})

test('after a withdrawal for PRIVACY nothing of the content is on any public path', async () => {
  const secret = '不应公开的内容甲乙丙'
  const indexNumber = await publishedOver(app.signIn, { content: noticeOf(secret, secret) })
  const found = async () => (await foundBy(app.anonymous, secret)).length > 0
  await vi.waitUntil(found, PATIENCE)
  const approver = await app.signIn('wjj.approver')
  const input = { indexNumber, type: 'PRIVACY', reason: '涉及个人信息' }
  await approver.succeed('withdrawDisclosure', input, 'disclosure { title }')

  const answers = await Promise.all([
    shown(indexNumber),
    app.anonymous.query(
      '{ disclosures(first: 100) { edges { node { title bodyText smsLine } } } }',
    ),
    app.anonymous.query(BRIEF, { indexNumber }),
    app.anonymous.query(
      'query ($q: String!) { search(query: $q) { totalCount edges { node { title } } facets { values { count } } } }',
      {
        q: secret,
      },
    ),
  ])
  expect(JSON.stringify(answers)).not.toContain(secret)
})

test('of two approvers publishing at once one succeeds and the other is told', async () => {
  const approved = await approveOver(app.signIn, await draftOver(app.signIn))
  const office = await app.signIn('office')
  const approver = await app.signIn('wjj.approver')
  const outcomes = await Promise.all(
    [office, approver].map((client) =>
      client.mutate('publishEdition', refer(approved), 'disclosure { indexNumber }'),
    ),
  )
  const types = outcomes.map(({ __typename }) => __typename)
  expect(types.toSorted()).toEqual(['ConflictError', 'PublishEditionSuccess'])
})

test(
  'publishing is searchable and withdrawing is gone within 3 s at the median',
  { timeout: 60_000 },
  async () => {
    const appears: number[] = []
    const disappears: number[] = []
    for (const turn of [1, 2, 3, 4, 5, 6, 7]) {
      const word = `时效${'甲乙丙丁戊己庚'.charAt(turn - 1)}号`
      // One after the other: what is measured is one publication, not a crowd.
      const content = noticeOf(`空气质量${word}测试通知`)
      const approved = await approveOver(app.signIn, await draftOver(app.signIn, { content }))
      const published = performance.now()
      const indexNumber = await publishOver(app.signIn, approved)
      const found = async () => (await foundBy(app.anonymous, word)).includes(indexNumber)
      await vi.waitUntil(found, { timeout: 10_000, interval: 20 })
      appears.push(performance.now() - published)
      expect((await searchFor(app.anonymous, word)).search.engine).toBe('MEILISEARCH')

      const approver = await app.signIn('wjj.approver')
      const withdrawn = performance.now()
      const input = { indexNumber, type: 'EXPIRED', reason: '公示期满' }
      await approver.succeed('withdrawDisclosure', input, 'disclosure { status }')
      await vi.waitUntil(async () => !(await found()), { timeout: 10_000, interval: 20 })
      disappears.push(performance.now() - withdrawn)
    }
    const [found, gone] = [median(appears), median(disappears)]
    console.log(`publish to searchable: ${found} ms, withdraw to gone: ${gone} ms (medians of 7)`)
    expect(found).toBeLessThan(3000)
    expect(gone).toBeLessThan(3000)
  },
)

const BRIEF =
  'query ($indexNumber: String!) { disclosure(indexNumber: $indexNumber) { smsLine card { title facts { label value } } } }'

test('a record is told in a line and a card, made from its declaration and frozen with it', async () => {
  const [{ itemCode, organization, content }] = samplesOf('ServiceGuide')
  const options = { itemCode, organization, content: { serviceGuide: content } }
  const indexNumber = await publishedOver(app.signIn, options)
  expect(await app.anonymous.query(BRIEF, { indexNumber })).toEqual({
    disclosure: {
      smsLine:
        '最低生活保障申请办事指南：办理时限30 个工作日，咨询电话0421-5550101、12345，地点各乡镇、街道便民服…',
      card: {
        title: '最低生活保障申请办事指南',
        facts: [
          { label: '办理时限', value: '30 个工作日' },
          { label: '办理地点', value: '各乡镇、街道便民服务中心' },
          { label: '咨询电话', value: '0421-5550101、12345' },
        ],
      },
    },
  })
  const [row] = await app.sql('SELECT brief FROM publication WHERE index_number = $1', [
    indexNumber,
  ])
  expect(JSON.stringify(row)).toContain('办理时限30 个工作日')
})

function median(figures: readonly number[]): number {
  return Math.round(figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0)
}
