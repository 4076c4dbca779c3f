import { encodeGlobalID } from '@pothos/plugin-relay'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { acceptKinds, draft, refer, soleTrader } from '../../../test/support/editions.ts'
import {
  acceptRosters,
  ROSTER,
  rosterRow,
  rosterRows,
  secretsOf,
} from '../../../test/support/rosters.ts'
import { openStaffApi, type StaffApi } from '../../../test/support/staff-api.ts'
import { openStage, type Stage } from '../../../test/support/stage.ts'
import { openPersonalData } from './commands/open-personal-data.ts'
import { updateDraft } from './commands/update-draft.ts'
import { wholeContent } from './edition-rows.ts'
import type { Edition } from './model.ts'

let stage: Stage
let api: StaffApi
let edition: Edition
const ROWS = rosterRows(3)
const SECRETS = ROWS.flatMap(secretsOf)

beforeAll(async () => {
  stage = await openStage()
  api = await openStaffApi(stage)
  await acceptRosters(stage)
  const content = { ...ROSTER, recipients: ROWS }
  edition = await draft(stage, { kind: 'RecipientRoster', content })
})

afterAll(async () => {
  await api.close()
  await stage.close()
})

const SHOWN = `query ($id: ID!) { node(id: $id) { ... on Edition {
  content personalDataOpenUntil personalDataAccesses { purpose person { username } }
  rows(field: "recipients") { nodes { content } } } } }`

interface Shown {
  readonly content: Record<string, string>
  readonly personalDataOpenUntil: string | null
  readonly personalDataAccesses: readonly { readonly purpose: string }[]
  readonly rows: { readonly nodes: readonly { readonly content: Record<string, string> }[] }
}

async function shownTo(actor: Parameters<StaffApi['ask']>[0], id = edition.id) {
  const { data, text } = await api.ask(actor, SHOWN, { id: encodeGlobalID('Edition', id) })
  return { shown: data?.['node'] as Shown, text }
}

test('个人信息保护法第51条: no byte of a secret is in any table of the database', async () => {
  const tables = await stage.sql(
    `SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public'`,
  )
  for (const { name } of tables) {
    const rows = await stage.sql(`SELECT t::text AS text FROM ${String(name)} t`)
    const all = rows.map(({ text }) => String(text)).join('\n')
    expect({ name, found: SECRETS.filter((secret) => all.includes(secret)) }).toEqual({
      name,
      found: [],
    })
  }
  const stored = await stage.sql(`SELECT content ->> 'idNumber' AS id FROM edition_row ORDER BY no`)
  expect(stored.map(({ id }) => String(id).split(':').slice(0, 2).join(':'))).toEqual([
    'sealed:aes-256-gcm',
    'sealed:aes-256-gcm',
    'sealed:aes-256-gcm',
  ])
})

test('the procedure still has every value', async () => {
  const content = await wholeContent(stage.platform.database, edition)
  expect(content['recipients']).toEqual(ROWS)
})

test('staff read it masked, in full once they have said what for, and masked again later', async () => {
  const editor = stage.county.person('mzj', 'EDITOR')
  const before = await shownTo(editor)
  expect(SECRETS.filter((secret) => before.text.includes(secret))).toEqual([])
  expect(before.shown.rows.nodes[0]?.content).toMatchObject({
    name: '钱*',
    phone: `138****${rosterRow(1).phone.slice(-4)}`,
    category: 'B类',
  })

  await openPersonalData(stage.platform, editor, { ...refer(edition), purpose: '核对申请材料' })
  const open = await shownTo(editor)
  expect(open.shown.rows.nodes.map(({ content }) => content)).toEqual(ROWS)
  expect(open.shown.personalDataOpenUntil).toBe('2026-03-03T04:30:00.000Z')

  const other = await shownTo(stage.county.person('mzj', 'EDITOR', 2))
  expect(SECRETS.filter((secret) => other.text.includes(secret))).toEqual([])

  stage.clock.set('2026-03-03T04:30:00.000Z')
  const after = await shownTo(editor)
  expect(after.shown.personalDataOpenUntil).toBeNull()
  expect(SECRETS.filter((secret) => after.text.includes(secret))).toEqual([])
})

test('the reason stays on record, for the office and auditors', async () => {
  const auditor = await shownTo(stage.county.person('mzj', 'AUDITOR'))
  expect(auditor.shown.personalDataAccesses).toMatchObject([{ purpose: '核对申请材料' }])
  const editor = await shownTo(stage.county.person('mzj', 'EDITOR'))
  expect(editor.shown.personalDataAccesses).toEqual([])
  await expect(stage.sql('DELETE FROM personal_data_access')).rejects.toThrow('never changed')
})

test('a purpose must be given', async () => {
  const open = () =>
    openPersonalData(stage.platform, stage.county.person('mzj', 'EDITOR'), {
      ...refer(edition),
      purpose: ' ',
    })
  expect(await stage.refusal(open)).toMatchObject({ problems: [{ path: 'purpose' }] })
})

test('what a form sends back masked stays as it was', async () => {
  const editor = stage.county.person('mzj', 'EDITOR')
  await acceptKinds(stage, 'AdministrativeDecision')
  const subjectIdNumber = rosterRow(9).idNumber
  const content = { ...soleTrader('处罚决定'), facts: '无照经营。', subjectIdNumber }
  const decision = await draft(stage, { kind: 'AdministrativeDecision', content })
  const { shown, text } = await shownTo(editor, decision.id)
  expect(text).not.toContain(subjectIdNumber)
  expect(shown.content['subjectIdNumber']).toMatch(/^21\*+\w{3}$/)

  const kind = 'AdministrativeDecision'
  const sent = { ...shown.content, title: '处罚决定书' }
  const changed = await updateDraft(stage.platform, editor, {
    ...refer(decision),
    kind,
    content: sent,
  })
  expect(await wholeContent(stage.platform.database, changed)).toMatchObject({
    title: '处罚决定书',
    subjectIdNumber,
  })
  const wrong = { ...sent, subjectIdNumber: '21*************999' }
  const refused = () =>
    updateDraft(stage.platform, editor, { ...refer(changed), kind, content: wrong })
  expect((await stage.refusal(refused)).code).toBe('VALIDATION')
})
