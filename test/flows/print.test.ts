import { extractText } from 'unpdf'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { approveOver, draftOver, publishOver, refer } from '../support/editorial.ts'
import { ASSESSMENT } from '../support/editions.ts'
import { ROSTER, rosterRows, secretsOf } from '../support/rosters.ts'
import { samplesOf } from '../support/samples.ts'

// What a village hangs on its board, as whoever prints it gets it.

const TOWN = { organization: 't104', itemCode: '2.1' }
const ROWS = rosterRows(80)

let app: TestApp
let roster: string
let forArea: string

beforeAll(async () => {
  app = await startTestApp({ search: 'DATABASE', worker: false })
  const approver = await app.signIn('t104.approver')
  const assessment = { ...ASSESSMENT, organizationCode: 't104', programme: ROSTER.programme }
  await approver.succeed('recordImpactAssessment', assessment, 'impactAssessment { version }')
  const content = { ...ROSTER, recipients: ROWS }
  const draft = await draftOver(app.signIn, { ...TOWN, content: { recipientRoster: content } })
  roster = await publishOver(app.signIn, await approveOver(app.signIn, draft, 't104'), 't104')

  const area = { audience: 'AREA', audienceName: '公营子村' }
  const recipientRoster = { ...ROSTER, ...area, title: '公营子村低保公示', recipients: ROWS }
  const second = await draftOver(app.signIn, { ...TOWN, content: { recipientRoster } })
  const approved = await approveOver(app.signIn, second, 't104')
  await approver.succeed('publishEdition', refer(approved), 'edition { state }')
  const [row] = await app.sql(`SELECT index_number FROM publication WHERE audience = 'AREA'`)
  forArea = String(row?.['index_number'])
}, 120_000)

afterAll(() => app.close())

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(app.url + path, { headers })
const asStaff = async (username: string) => ({
  authorization: `Bearer ${(await app.tokenOf(username)).token}`,
})
async function pdfText(response: Response): Promise<string> {
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('application/pdf')
  const { text } = await extractText(new Uint8Array(await response.arrayBuffer()))
  return text.join('').replaceAll(/\s+/g, '')
}

test('个人信息保护法: a public roster is printed with all its rows, masked as it was published', async () => {
  const html = await (await get(`/print/${roster}`)).text()
  const pdf = await pdfText(await get(`/print/${roster}.pdf`))
  expect(await pdfText(await get(`/print/${roster}`, { accept: 'application/pdf' }))).toBe(pdf)
  expect(html.match(/<tr>/g)?.length).toBeGreaterThan(ROWS.length)
  for (const text of [html, pdf]) {
    expect(text).toContain('农村低保审核结果公示')
    expect(text).toContain('0421-5550105')
    expect(text).toContain(roster)
    for (const row of ROWS) for (const secret of secretsOf(row)) expect(text).not.toContain(secret)
  }
  expect(html).toContain('2026-03-01 至 2099-12-31')
  for (let row = 1; row <= ROWS.length; row++)
    expect(html).toContain(`<td class="number">${row}</td>`)
})

test('the page runs nothing, is in no index and comes in A3 too', async () => {
  const response = await get(`/print/${roster}?size=a3`)
  expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
  expect(response.headers.get('x-robots-tag')).toBe('noindex')
  expect(await response.text()).toContain('@page { size: A3;')
  expect((await get(`/print/${roster}?size=A5`)).status).toBe(422)
})

test('特定区域: what is for a village is printed by its own township, and is not there for all others', async () => {
  const own = await get(`/print/${forArea}`, await asStaff('t104.editor'))
  expect(own.status).toBe(200)
  expect(own.headers.get('cache-control')).toBe('private, no-store')
  const text = await own.text()
  expect(text).toContain('公营子村')
  // 社会救助暂行办法11: the village must know whom it may object to.
  expect(text).toContain(ROWS[0]?.name)
  expect(text).not.toContain(ROWS[0]?.idNumber)
  expect(text).not.toContain('<svg')
  expect((await get(`/print/${forArea}`)).status).toBe(404)
  expect((await get(`/print/${forArea}.pdf`, await asStaff('jyj.editor'))).status).toBe(404)
  expect((await get(`/print/${forArea}`, { authorization: 'Bearer gks_none' })).status).toBe(401)
})

test('what hung is recorded by its own people and never changed', async () => {
  const input = {
    indexNumber: forArea,
    organizationCode: 't104',
    place: '公营子村村委会公示栏',
    postedFrom: '2026-03-02',
    postedTo: '2026-03-12',
  }
  const editor = await app.signIn('t104.editor')
  const { posting } = await editor.succeed<{ posting: object }>(
    'recordPosting',
    input,
    'posting { version place postedFrom postedTo organization { code } photo { id } }',
  )
  expect(posting).toEqual({
    version: 1,
    place: '公营子村村委会公示栏',
    postedFrom: '2026-03-02',
    postedTo: '2026-03-12',
    organization: { code: 't104' },
    photo: null,
  })
  const postings = 'query ($n: String!) { viewer { postings(indexNumber: $n) { place } } }'
  const seenBy = async (username: string) =>
    (await app.signIn(username)).query(postings, { n: forArea })
  expect(await seenBy('t104.reviewer')).toEqual({ viewer: { postings: [{ place: input.place }] } })
  expect(await seenBy('jyj.editor')).toEqual({ viewer: { postings: [] } })
  await expect(app.sql(`UPDATE posting SET place = 'x'`)).rejects.toThrow('never changed')
  await expect(app.sql('DELETE FROM posting')).rejects.toThrow('never changed')

  const wrong = {
    ...input,
    place: ' ',
    postedFrom: '2099-01-01',
    postedTo: '2026-01-01',
    photoId: 'none',
  }
  const refused = await editor.mutate('recordPosting', wrong, 'posting { place }')
  expect(refused.problems?.map(({ path, code }) => `${path} ${code}`)).toEqual([
    'place REQUIRED',
    'postedFrom IN_FUTURE',
    'postedTo ENDS_BEFORE_START',
    'photoId UNKNOWN_PHOTO',
  ])
  const elsewhere = await (
    await app.signIn('jyj.editor')
  ).mutate('recordPosting', { ...input, organizationCode: 'jyj' }, 'posting { place }')
  expect(elsewhere.code).toBe('NOT_FOUND')
})

/** What waits at the boards of somebody's organizations. */
async function sheetsOf(username: string): Promise<string[]> {
  const { viewer } = await (
    await app.signIn(username)
  ).query<{ viewer: { tasks: { nodes: { type: string; indexNumber: string }[] } } }>(
    `{ viewer { tasks(types: ["POST_SHEET", "TAKE_DOWN_SHEET"]) { nodes { type indexNumber organization { code } } } } }`,
  )
  return viewer.tasks.nodes.map(({ type, indexNumber }) => `${type} ${indexNumber}`)
}

test('whose board it is finds out what is to be hung up, until it hangs', async () => {
  expect(await sheetsOf('t104.editor')).toContain(`POST_SHEET ${roster}`)
  expect(await sheetsOf('t104.reviewer')).toEqual([])
  expect(await sheetsOf('jyj.editor')).toEqual([])
  const editor = await app.signIn('t104.editor')
  const board = { indexNumber: roster, organizationCode: 't104' }
  const early = await editor.mutate('recordSheetRemoval', board, 'indexNumber')
  expect(early.code).toBe('NOT_FOUND')
  const hung = { place: '公营子村村委会公示栏', postedFrom: '2026-03-02', postedTo: '2026-03-12' }
  await editor.succeed('recordPosting', { ...board, ...hung }, 'posting { place }')
  expect(await sheetsOf('t104.editor')).not.toContain(`POST_SHEET ${roster}`)
  const refused = await editor.mutate('recordSheetRemoval', board, 'indexNumber')
  expect(refused.code).toBe('NOT_WITHDRAWN')
})

test('guides of several items make a handbook with contents', async () => {
  const samples = samplesOf('ServiceGuide').slice(0, 2)
  for (const { itemCode, organization, content } of samples) {
    const options = { itemCode, organization, content: { serviceGuide: content } }
    const approved = await approveOver(
      app.signIn,
      await draftOver(app.signIn, options),
      organization,
    )
    await publishOver(app.signIn, approved, organization)
  }
  const items = [...new Set(samples.map(({ itemCode }) => itemCode))].join(',')
  const html = await (await get(`/print/handbook?items=${items}`)).text()
  expect(html.match(/class="chapter"/g)).toHaveLength(samples.length)
  const pdf = await pdfText(await get(`/print/handbook.pdf?items=${items}`))
  expect(pdf).toContain('目录')
  for (const { organization } of samples) {
    const [row] = await app.sql('SELECT full_name FROM organization WHERE code = $1', [
      organization,
    ])
    expect(html).toContain(`<th scope="row">公开主体</th><td>${String(row?.['full_name'])}</td>`)
  }
  for (const { content } of samples) {
    expect(html).toContain(String(content['title']))
    expect(pdf).toContain(String(content['title']).replaceAll(/\s+/g, ''))
  }
  expect((await get('/print/handbook')).status).toBe(422)
  expect((await get('/print/handbook?items=99.9')).status).toBe(404)
  expect((await get('/print/handbook?items=5.6')).status).toBe(404)
})

test('行政处罚法48: after a withdrawal the sheet answers 410 with the reason, and what never was 404', async () => {
  const office = await app.signIn('office')
  const input = { indexNumber: roster, type: 'ERROR', reason: '名单有误，另行公示' }
  await office.succeed('withdrawDisclosure', input, 'disclosure { status }')
  for (const path of [`/print/${roster}`, `/print/${roster}.pdf`]) {
    const gone = await get(path)
    expect(gone.status).toBe(410)
    expect(await gone.json()).toEqual({
      errors: [{ message: '该信息已撤回：名单有误，另行公示', extensions: { code: 'WITHDRAWN' } }],
      withdrawal: {
        indexNumber: roster,
        title: expect.any(String) as string,
        type: 'ERROR',
        reason: '名单有误，另行公示',
        at: expect.any(String) as string,
      },
    })
  }
  const page = await fetch(`${app.url}/print/${roster}`, { headers: { accept: 'text/html' } })
  expect(page.status).toBe(410)
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(await page.text()).toContain('<p>名单有误，另行公示</p>')
  expect((await get(`/print/${roster.replace(/\d{5}$/, '99999')}`)).status).toBe(404)
  expect((await get('/print/')).status).toBe(404)
  expect((await fetch(`${app.url}/print/${roster}`, { method: 'POST' })).status).toBe(405)
})

test('a withdrawal reaches the boards on which the sheet hung, until it is taken down', async () => {
  expect(await sheetsOf('t104.editor')).toContain(`TAKE_DOWN_SHEET ${roster}`)
  const board = { indexNumber: roster, organizationCode: 't104' }
  const foreign = await (
    await app.signIn('jyj.editor')
  ).mutate('recordSheetRemoval', board, 'indexNumber')
  expect(foreign.code).toBe('FORBIDDEN')
  const editor = await app.signIn('t104.editor')
  const removed = await editor.succeed(
    'recordSheetRemoval',
    board,
    'indexNumber organization { code }',
  )
  expect(removed).toMatchObject({ indexNumber: roster, organization: { code: 't104' } })
  expect(await sheetsOf('t104.editor')).not.toContain(`TAKE_DOWN_SHEET ${roster}`)
  const states = await app.sql(
    `SELECT purpose, state FROM delivery d JOIN publication p ON p.id = d.publication_id
      WHERE d.channel = 'BOARD' AND p.index_number = $1 ORDER BY d.version`,
    [roster],
  )
  expect(states.at(-1)).toEqual({ purpose: 'WITHDRAWN', state: 'DELIVERED' })
})
