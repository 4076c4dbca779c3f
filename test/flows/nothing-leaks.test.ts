import { unzipSync } from 'fflate'
import { extractText } from 'unpdf'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { uuidOf } from '../../src/graphql/global-id.ts'
import { replaceRows } from '../../src/modules/disclosure/commands/replace-rows.ts'
import { actorOf } from '../../src/modules/identity/session.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import {
  approveOver,
  draftOver,
  type EditionAnswer,
  foundBy,
  publishOver,
  refer,
} from '../support/editorial.ts'
import { ASSESSMENT } from '../support/editions.ts'
import { ROSTER, type RosterRow, rosterRow, secretsOf } from '../support/rosters.ts'
import { commonLeaves, ownFields } from '../support/selections.ts'
import { sendFile } from '../support/uploads.ts'

// Secrets are planted on every way that a record can take; then everything the public side can reach is read byte by byte.

/** Public, withdrawn for privacy, for a named area, approved but not public: rosters with people of their own. */
const ROSTERS = {
  public: rows(1),
  withdrawn: rows(101),
  area: rows(201),
  approved: rows(301),
}
const DECISION_ID = rosterRow(500).idNumber
const SECRETS = [...Object.values(ROSTERS).flat().flatMap(secretsOf), DECISION_ID]

let app: TestApp
let roster: string
let withdrawn: string
let decision: string
let file: string

beforeAll(async () => {
  app = await startTestApp()
  const approver = await app.signIn('t104.approver')
  const { programme } = ROSTER
  const assessment = { ...ASSESSMENT, organizationCode: 't104', programme }
  await approver.succeed('recordImpactAssessment', assessment, 'impactAssessment { version }')

  roster = await publishOver(app.signIn, await rosterOf('public'), 't104')
  withdrawn = await publishOver(app.signIn, await rosterOf('withdrawn'), 't104')
  const reason = '名单含有不应公开的个人信息'
  const withdrawal = { indexNumber: withdrawn, type: 'PRIVACY', reason }
  await approver.succeed('withdrawDisclosure', withdrawal, '__typename')
  const area = { audience: 'AREA', audienceName: '公营子镇', audienceOrganizations: ['t104'] }
  await approver.succeed('publishEdition', refer(await rosterOf('area', area)), '__typename')
  await rosterOf('approved')

  const sent = await sendFile(
    app,
    'hbj.editor',
    '说明.txt',
    Buffer.from('环境执法公示说明。'),
    'hbj',
  )
  file = sent.attachment?.id ?? ''
  const content = { ...DECISION, attachments: [file] }
  const draft = await draftOver(app.signIn, {
    organization: 'hbj',
    itemCode: '5.5',
    content: { administrativeDecision: content },
  })
  decision = await publishOver(app.signIn, await approveOver(app.signIn, draft, 'hbj'), 'hbj')
  const found = async () => [
    ...(await foundBy(app.anonymous, ROSTER.title)),
    ...(await foundBy(app.anonymous, DECISION.title)),
  ]
  const indexed = async () => {
    if ((await found()).join() !== [roster, decision].join()) throw new Error('not indexed yet')
  }
  await vi.waitFor(indexed, 60_000)
}, 180_000)

afterAll(() => app.close())

const DECISION = {
  title: '关于违法排放的处罚决定',
  decisionType: 'PENALTY',
  decisionStage: 'DECIDED',
  subjectName: '赵甲',
  subjectType: 'PERSON',
  subjectIdNumber: DECISION_ID,
  caseName: '违法排放案',
  facts: '未经许可排放污水。',
  basis: ['水污染防治法第八十三条'],
  content: '罚款一千元。',
  decisionNumber: '喀环罚〔2026〕1号',
  authority: '朝阳市生态环境局喀左分局',
  decidedOn: '2026-03-01',
  performance: '收到决定书之日起十五日内缴至指定银行。',
}

test('the API tells none of them in any field of any record, list, row or search', async () => {
  const texts: string[] = []
  const ask = async (document: string, variables: object = {}) => {
    const { data, errors } = await app.anonymous.request(document, variables)
    expect(errors).toBeUndefined()
    texts.push(JSON.stringify(data))
  }
  for (const [indexNumber, kind] of [
    [roster, 'RecipientRoster'],
    [decision, 'AdministrativeDecision'],
  ] as const) {
    const selection = `${commonLeaves()} ... on ${kind} { ${ownFields(kind)} }`
    await ask(`query ($n: String!) { disclosure(indexNumber: $n) { ${selection} } }`, {
      n: indexNumber,
    })
  }
  await ask(`{ disclosures(first: 100) { totalCount nodes { ${commonLeaves()} } } }`)
  const search = `query ($q: String!) { search(query: $q, first: 20) {
    totalCount facets { values { value label } }
    edges { highlight { title snippet } node { ${commonLeaves()} } } } }`
  await ask(search, { q: ROSTER.title })
  for (const secret of [...sample('public'), ...sample('area'), DECISION_ID]) {
    expect(await foundBy(app.anonymous, secret)).toEqual([])
  }
  expect(texts.join()).toContain('钱*')
  expect(leaks(texts.join())).toEqual([])
})

test('no file, export, feed, data set, sheet of paper, catalogue and checkpoint has them', async () => {
  const q = encodeURIComponent(ROSTER.title)
  const addresses = [
    `/files/${file}`,
    `/exports/${roster}/recipients.csv`,
    `/exports/${roster}/recipients.xlsx`,
    '/feeds/item/2.1.rss',
    '/feeds/item/5.5.atom',
    '/feeds/organization/t104.json',
    `/feeds/search.json?q=${q}`,
    '/open-data/index.json',
    '/open-data/RecipientRoster.csv',
    '/open-data/RecipientRoster.json',
    '/open-data/RecipientRoster/recipients.csv',
    '/open-data/AdministrativeDecision.csv',
    '/open-data/AdministrativeDecision.json',
    `/print/${roster}`,
    `/print/${roster}.pdf`,
    `/print/${decision}`,
    `/print/${decision}.pdf`,
    '/catalogue',
    '/catalogue.csv',
    '/catalogue.xlsx',
    '/.well-known/gongkai/checkpoints',
  ]
  for (const address of addresses) await readsNothing(address, 200)
  await readsNothing(`/print/${withdrawn}.pdf`, 410)
  expect(await textOf('/open-data/RecipientRoster/recipients.csv')).toContain('钱*')
  expect(await textOf(`/print/${roster}.pdf`)).toContain('钱*')
})

test('no short link tells them, also when its record is withdrawn', async () => {
  const links = await app.sql(
    'SELECT code, index_number FROM short_link JOIN disclosure ON id = disclosure_id',
  )
  expect(links.map((link) => String(link['index_number'])).toSorted()).toEqual(
    [roster, withdrawn, decision].toSorted(),
  )
  for (const link of links) {
    const status = link['index_number'] === withdrawn ? 410 : 302
    for (const accept of ['text/html', 'application/json']) {
      await readsNothing(`/s/${String(link['code'])}`, status, accept)
    }
  }
})

test('the search engine holds none of them', async () => {
  const { indexer } = app.app
  const key = { authorization: `Bearer ${inject('meiliKey')}` }
  const uid = (indexer?.engine.live as { uid?: string } | undefined)?.uid ?? ''
  const response = await fetch(`${inject('meiliUrl')}/indexes/${uid}/documents?limit=1000`, {
    headers: key,
  })
  const text = await response.text()
  expect(text).toContain(roster)
  expect(leaks(text)).toEqual([])
})

test('个人信息保护法51: no table of the database shows one of them, nor does the log', async () => {
  const tables = await app.sql(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
      WHERE table_schema IN ('public', 'pgboss') AND table_type = 'BASE TABLE'`,
  )
  for (const { name } of tables) {
    const rowsOfTable = await app.sql(`SELECT t::text AS text FROM ${String(name)} t`)
    const text = rowsOfTable.map((row) => String(row['text'])).join('\n')
    expect([name, leaks(text)]).toEqual([name, []])
  }
  expect(leaks(app.logged().join('\n'))).toEqual([])
})

/** An approved edition of the roster with these people. */
async function rosterOf(which: keyof typeof ROSTERS, more: object = {}): Promise<EditionAnswer> {
  const content = {
    ...ROSTER,
    ...more,
    title: which === 'public' ? ROSTER.title : `公示（${which}）`,
  }
  const town = { organization: 't104', itemCode: '2.1' }
  const draft = await draftOver(app.signIn, { ...town, content: { recipientRoster: content } })
  const { platform } = app.app.services
  const editor = await actorOf(platform, (await app.tokenOf('t104.editor')).token)
  const reference = { ...refer(draft), editionId: uuidOf('Edition', draft.id) }
  const { version } = await replaceRows(platform, editor, {
    ...reference,
    field: 'recipients',
    rows: ROSTERS[which],
  })
  return approveOver(app.signIn, { ...draft, version }, 't104')
}

function rows(first: number): RosterRow[] {
  return Array.from({ length: 20 }, (_, index) => rosterRow(first + index))
}

function sample(which: keyof typeof ROSTERS): string[] {
  return ROSTERS[which].slice(0, 1).flatMap(secretsOf)
}

function leaks(text: string): string[] {
  return SECRETS.filter((secret) => text.includes(secret))
}

const get = (address: string, accept = '*/*') =>
  fetch(app.url + address, { redirect: 'manual', headers: { accept } })

async function textOf(address: string): Promise<string> {
  return readable(await get(address))
}

async function readsNothing(address: string, status: number, accept?: string): Promise<void> {
  const response = await get(address, accept)
  expect([address, response.status]).toEqual([address, status])
  const text = JSON.stringify([...response.headers]) + (await readable(response))
  expect([address, leaks(text)]).toEqual([address, []])
}

/** The bytes as text; of a PDF what it shows, without blanks; what is in an archive besides. */
async function readable(response: Response): Promise<string> {
  const bytes = Buffer.from(await response.arrayBuffer())
  if (bytes.subarray(0, 5).equals(Buffer.from('%PDF-'))) {
    const { text } = await extractText(new Uint8Array(bytes))
    return text.join('').replaceAll(/\s+/g, '')
  }
  if (!bytes.subarray(0, 2).equals(Buffer.from('PK'))) return bytes.toString('utf8')
  return Object.values(unzipSync(bytes))
    .map((part) => Buffer.from(part).toString('utf8'))
    .join('\n')
}
