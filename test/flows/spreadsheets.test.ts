import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { uuidOf } from '../../src/graphql/global-id.ts'
import { readSheet } from '../../src/modules/disclosure/sheets/sheet-read.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import {
  approveOver,
  draftOver,
  type EditionAnswer,
  publishOver,
  refer,
} from '../support/editorial.ts'
import { ASSESSMENT } from '../support/editions.ts'
import { ROSTER, rosterRows, secretsOf } from '../support/rosters.ts'
import { xlsxFile } from '../support/sheets.ts'

// A roster of 2,000 rows from a clerk's spreadsheet to the masked table that everyone may take along.

const TOWN = { organization: 't104', itemCode: '2.1' }
const ROWS = rosterRows(2_000)

let app: TestApp
let file: Buffer

beforeAll(async () => {
  app = await startTestApp({ search: 'DATABASE' })
  const approver = await app.signIn('t104.approver')
  const { programme } = ROSTER
  const assessment = { ...ASSESSMENT, organizationCode: 't104', programme }
  await approver.succeed('recordImpactAssessment', assessment, 'impactAssessment { version }')
  const people = ROWS.map((row, index) => {
    const { name, idNumber, phone, address, bankAccount, category, members, amount } = row
    const outcome = row.outcome === 'PASSED' ? '通过' : '不通过'
    return [
      index + 1,
      name,
      idNumber,
      phone,
      address,
      bankAccount,
      category,
      members,
      Number(amount),
      outcome,
    ]
  })
  file = await xlsxFile(
    [
      ['公营子镇二〇二六年农村低保审核结果公示名单'],
      [
        '序号',
        '户主姓名',
        '身份证号码',
        '手机',
        '住址',
        '银行卡号',
        '救助类别',
        '保障人口',
        '保障金额（元）',
        '审核结果',
      ],
      ...people,
      ['合计', null, null, null, null, null, null, null, 1_249_000],
    ],
    { merges: ['A1:J1'] },
  )
})

afterAll(() => app.close())

interface Imported {
  readonly status: number
  readonly code: string | undefined
  readonly text: string
  readonly import?: {
    readonly applied: boolean
    readonly version: number | null
    readonly rowCount: number
    readonly errorCount: number
    readonly errors: readonly object[]
    readonly preview: readonly Record<string, unknown>[]
    readonly skippedRows: readonly number[]
    readonly columns: { readonly unmatched: readonly object[]; readonly matched: readonly object[] }
  }
}

async function send(
  username: string | null,
  draft: EditionAnswer,
  options: {
    body?: Buffer
    apply?: boolean
    field?: string
    headers?: Record<string, string>
  } = {},
): Promise<Imported> {
  const { body = file, apply = false, field = 'recipients', headers = {} } = options
  const query = new URLSearchParams({
    editionId: draft.id,
    expectedVersion: String(draft.version),
    field,
    apply: apply ? '1' : '0',
  })
  const bearer = username && { authorization: `Bearer ${(await app.tokenOf(username)).token}` }
  const response = await fetch(`${app.url}/imports?${query.toString()}`, {
    method: 'POST',
    headers: { ...bearer, ...headers },
    body: new Uint8Array(body),
  })
  const text = await response.text()
  const answer = JSON.parse(text) as Pick<Imported, 'import'> & {
    errors?: { extensions: { code: string } }[]
  }
  const code = answer.errors?.[0]?.extensions.code
  return { status: response.status, code, text, import: answer.import }
}

const draftRoster = (content: object = ROSTER) =>
  draftOver(app.signIn, { ...TOWN, content: { recipientRoster: content } })

async function exported(
  address: string,
  init?: RequestInit,
): Promise<{ response: Response; bytes: Buffer }> {
  const response = await fetch(`${app.url}/exports/${address}`, init)
  return { response, bytes: Buffer.from(await response.arrayBuffer()) }
}

describe('from a file to the public', () => {
  let indexNumber: string
  let times = ''
  let elapsed = 0
  let dry: Imported
  let applied: Imported

  beforeAll(async () => {
    const draft = await draftRoster()
    const started = performance.now()
    dry = await send('t104.editor', draft)
    const understood = performance.now()
    applied = await send('t104.editor', draft, { apply: true })
    const done = performance.now()
    const version = applied.import?.version ?? 0
    const approved = await approveOver(app.signIn, { ...draft, version }, 't104')
    indexNumber = await publishOver(app.signIn, approved, 't104')
    const seconds = [understood - started, done - understood, performance.now() - started]
    times = seconds.map((ms) => (ms / 1000).toFixed(1)).join(', ')
    elapsed = performance.now() - started
  }, 60_000)

  test('the whole way is told in seconds', () => {
    console.log(`2,000 rows: dry run, import, until public: ${times} s`)
    expect(elapsed).toBeGreaterThan(0)
    expect(elapsed).toBeLessThan(60_000)
  })

  test('a dry run shows what is understood, masked, and changes nothing', () => {
    expect(dry).toMatchObject({
      status: 200,
      import: { applied: false, rowCount: 2_000, errorCount: 0, skippedRows: [2_003] },
    })
    expect(dry.import?.columns.unmatched).toEqual([])
    expect(dry.import?.columns.matched).toHaveLength(9)
    expect(dry.import?.preview).toHaveLength(20)
    expect(
      ROWS.slice(0, 20)
        .flatMap(secretsOf)
        .filter((secret) => dry.text.includes(secret)),
    ).toEqual([])
  })

  test('applying takes over every row', () => {
    expect(applied).toMatchObject({ status: 200, import: { applied: true, rowCount: 2_000 } })
  })

  test.each(['csv', 'xlsx'])(
    'everyone takes the %s along: every row, masked, in order',
    async (format) => {
      const { response, bytes } = await exported(`${indexNumber}/recipients.${format}`)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-disposition')).toContain(indexNumber.replace('/', '-'))
      expect(response.headers.get('cache-control')).toBe('no-cache')
      const { rows, otherSheets } = readSheet(bytes)
      const [titles, ...people] = rows.map(({ cells }) => cells.map((cell) => cell?.text ?? ''))
      expect(titles?.slice(0, 4)).toEqual(['姓名', '身份证号', '联系电话', '家庭住址'])
      expect(titles).not.toContain('银行账号')
      expect(people).toHaveLength(2_000)
      const at = (title: string) => titles?.indexOf(title) ?? -1
      expect(people.map((row) => row[at('保障人数（人）')])).toEqual(
        ROWS.map(({ members }) => String(members)),
      )
      expect(people[6]?.slice(0, 4)).toEqual([
        `${ROWS[6]?.name.charAt(0)}*`,
        `${ROWS[6]?.idNumber.slice(0, 2)}*************${ROWS[6]?.idNumber.slice(-3)}`,
        `138****${ROWS[6]?.phone.slice(-4)}`,
        '喀左县公营子镇****',
      ])
      expect(otherSheets).toEqual(format === 'csv' ? [] : ['说明'])
      const all = rows.flatMap(({ cells }) => cells.map((cell) => cell?.text)).join('\n')
      expect(ROWS.flatMap(secretsOf).filter((secret) => all.includes(secret))).toEqual([])
    },
  )

  test('a CSV begins with a byte order mark, and is the table alone', async () => {
    const { response, bytes } = await exported(`${indexNumber}/recipients.csv`)
    expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf')
    expect(bytes.toString().split('\r\n')).toHaveLength(2_002)
    expect(response.headers.get('link')).toContain(`/exports/${indexNumber}/recipients.xlsx`)
  })

  test('staff get what everyone gets', async () => {
    const { token, cookie } = await app.tokenOf('t104.approver')
    const headers = { authorization: `Bearer ${token}`, cookie }
    const staff = await exported(`${indexNumber}/recipients.csv`, { headers })
    const anyone = await exported(`${indexNumber}/recipients.csv`)
    expect(staff.bytes.equals(anyone.bytes)).toBe(true)
  })

  test.each([
    [404, (number: string) => `${number}/nothing.csv`],
    [404, (number: string) => `${number}/title.csv`],
    [404, (number: string) => `${number}/recipients.pdf`],
    [404, () => '112113249000004012/2026-99999/recipients.csv'],
    [404, (number: string) => `${number}/__proto__.csv`],
    [404, () => ''],
  ])('%i for what is no published table', async (status, address) => {
    expect((await exported(address(indexNumber))).response.status).toBe(status)
  })

  test('HEAD tells of it without bringing it; other methods are refused', async () => {
    const head = await exported(`${indexNumber}/recipients.xlsx`, { method: 'HEAD' })
    expect([head.response.status, head.bytes.length]).toEqual([200, 0])
    const post = await exported(`${indexNumber}/recipients.xlsx`, { method: 'POST' })
    expect([post.response.status, post.response.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })

  test('rows of a revision under way are in no export', async () => {
    const editor = await app.signIn('t104.editor')
    const { edition } = await editor.succeed<{ edition: EditionAnswer }>(
      'reviseDisclosure',
      { indexNumber },
      'edition { id version state }',
    )
    const body = Buffer.from('姓名,金额\n新来的,1')
    const changed = await send('t104.editor', edition, { body, apply: true })
    expect(changed).toMatchObject({ status: 200, import: { applied: true } })
    const { bytes } = await exported(`${indexNumber}/recipients.csv`)
    expect(bytes.toString().split('\r\n')).toHaveLength(2_002)
    expect(bytes.toString()).not.toContain('新')
  })

  test('after a withdrawal there is no table', async () => {
    const approver = await app.signIn('t104.approver')
    const input = { indexNumber, type: 'ERROR', reason: '名单有误' }
    await approver.succeed('withdrawDisclosure', input, 'disclosure { indexNumber }')
    expect((await exported(`${indexNumber}/recipients.csv`)).response.status).toBe(404)
  })
})

test('a draft and a record for a named area have no table for anyone', async () => {
  const draft = await draftRoster({ ...ROSTER, audience: 'AREA', audienceName: '公营子镇' })
  const applied = await send('t104.editor', draft, { apply: true })
  const version = applied.import?.version ?? 0
  const approved = await approveOver(app.signIn, { ...draft, version }, 't104')
  const approver = await app.signIn('t104.approver')
  await approver.succeed('publishEdition', refer(approved), '__typename')
  const rows = await app.sql(
    `SELECT index_number AS number FROM publication WHERE audience = 'AREA'`,
  )
  expect(rows).toHaveLength(1)
  const address = `${String(rows[0]?.['number'])}/recipients.csv`
  expect((await exported(address)).response.status).toBe(404)
})

describe('what is refused', () => {
  let draft: EditionAnswer

  beforeAll(async () => {
    draft = await draftRoster()
  })

  const wrong = () =>
    Buffer.from('姓名,身份证号,金额\n张三,2.11324E+17,5\n李四,110101199003077759,五\n,,7')

  test('with any fault no row is taken over, and each is told by row and column', async () => {
    const answer = await send('t104.editor', draft, { body: wrong(), apply: true })
    expect(answer).toMatchObject({
      status: 422,
      code: 'SHEET_HAS_ERRORS',
      import: {
        applied: false,
        errorCount: 4,
        errors: [
          { row: 2, column: 'B', title: '身份证号', code: 'NUMBER_AS_TEXT' },
          { row: 3, column: 'B', title: '身份证号', code: 'INVALID_ID_NUMBER' },
          { row: 3, column: 'C', title: '金额', code: 'INVALID_NUMBER' },
          { row: 4, column: 'A', title: '姓名', code: 'REQUIRED' },
        ],
      },
    })
    expect(answer.text).not.toContain('110101199003077759')
    const stored = await app.sql(
      'SELECT count(*)::int AS rows FROM edition_row WHERE edition_id = $1',
      [uuidOf('Edition', draft.id)],
    )
    expect(stored).toEqual([{ rows: 0 }])
  })

  test('a dry run tells the same and leaves the version', async () => {
    const dry = await send('t104.editor', draft, { body: wrong() })
    expect(dry).toMatchObject({ status: 200, import: { applied: false, errorCount: 4 } })
    expect(await send('t104.editor', draft)).toMatchObject({ status: 200 })
  })

  test.each([
    [null, 401, 'UNAUTHENTICATED'],
    ['wjj.editor', 404, 'NOT_FOUND'],
    ['t105.editor', 404, 'NOT_FOUND'],
    ['t104.approver', 403, 'FORBIDDEN'],
  ])('%s may not import', async (username, status, code) => {
    for (const apply of [false, true]) {
      expect(await send(username, draft, { apply })).toMatchObject({ status, code })
    }
  })

  test('a cookie counts only with the header that other sites cannot send', async () => {
    const { cookie } = await app.tokenOf('t104.editor')
    expect(await send(null, draft, { headers: { cookie } })).toMatchObject({
      status: 403,
      code: 'CSRF',
    })
    const headers = { cookie, 'x-gongkai-csrf': '1' }
    expect(await send(null, draft, { headers })).toMatchObject({ status: 200 })
  })

  test('a version that is not the last, a table that is none, an edition that is none', async () => {
    const stale = { ...draft, version: draft.version + 7 }
    expect(await send('t104.editor', stale)).toMatchObject({ status: 409, code: 'STALE_VERSION' })
    const table = await send('t104.editor', draft, { field: 'title' })
    expect(table).toMatchObject({ status: 422, code: 'UNKNOWN_TABLE' })
    expect(await send('t104.editor', { ...draft, id: 'x' })).toMatchObject({ status: 404 })
  })

  test.each([
    ['FILE_TOO_LARGE', 413, () => Buffer.alloc(21 * 1024 * 1024, 'a')],
    ['TOO_MANY_COLUMNS', 422, () => Buffer.from('列,'.repeat(3_000))],
    ['EMPTY_FILE', 422, () => Buffer.alloc(0)],
    ['OLD_EXCEL', 422, () => Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['NO_HEADER', 422, () => Buffer.from('甲,乙\n1,2')],
  ])('%s', async (code, status, body) => {
    expect(await send('t104.editor', draft, { body: body() })).toMatchObject({ status, code })
  })

  test('only POST imports', async () => {
    const response = await fetch(`${app.url}/imports`)
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
  })
})
