import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  acceptKinds,
  published,
  revisedAndApproved,
  publish,
  refer,
} from '../../../../test/support/editions.ts'
import { openStage, TODAY } from '../../../../test/support/stage.ts'
import { openPublicPool } from '../../../platform/db/pool.ts'
import { reviseDisclosure } from '../../disclosure/commands/revise-disclosure.ts'
import type { Edition } from '../../disclosure/model.ts'
import { publicRecord } from '../read.ts'
import { publicFile } from '../read-files.ts'
import { publishEdition } from './publish-edition.ts'
import { withdrawDisclosure } from './withdraw-disclosure.ts'

const stage = await openStage()
const pool = openPublicPool(stage.url, 2)
afterAll(async () => {
  await pool.end()
  await stage.close()
})
const { platform, clock, sql } = stage
const { person } = stage.county
const approver = person('mzj', 'APPROVER')

/** What must be nowhere any more. */
const SECRET = '不应再读到的话'
const CONTENT = {
  title: `低保审核结果公示${SECRET}`,
  summary: `概述${SECRET}`,
  keywords: [SECRET],
  programme: '农村最低生活保障',
  stage: 'REVIEW',
  people: 'GENERAL',
  standard: `按家庭收入补差，${SECRET}。`,
  displayFrom: '2026-03-03',
  displayTo: '2090-05-19',
  objectionUnit: '民政办',
  objectionPhone: '0421-5550105',
  recipients: [{ name: '赵甲乙', members: 2, amount: '601.00' }],
  recipientCount: 1,
  totalAmount: '601.00',
  bodyMarkdown: `正文${SECRET}`,
}

const withdraw = ({ indexNumber }: Edition, type: 'PRIVACY' | 'ERROR' = 'PRIVACY') =>
  withdrawDisclosure(platform, approver, {
    indexNumber: indexNumber ?? '',
    type,
    reason: '涉及个人信息',
  })

/** Tables in whose rows a text is found. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = await sql(`SELECT relname AS name FROM pg_stat_user_tables
                             WHERE schemaname = 'public' ORDER BY relname`)
  const hits = tables.map(({ name }) => {
    const hit = `EXISTS (SELECT FROM "${String(name)}" t WHERE position($1 IN t::text) > 0)`
    return `SELECT '${String(name)}' AS name WHERE ${hit}`
  })
  const found = await sql(hits.join(' UNION ALL '), [text])
  return found.map(({ name }) => String(name))
}

/** A file of the bureau as an upload would have left it. */
async function fileOf(id: string): Promise<string> {
  await sql(
    `INSERT INTO attachment (id, organization_code, name, media_type, size, sha256, original_sha256, sections,
                             uploader_id, created_at)
     VALUES ($1, 'mzj', $2, 'text/plain', 1, repeat('a', 64), repeat('a', 64), $3, $4, now())`,
    [
      id,
      `${SECRET}.txt`,
      JSON.stringify([{ path: 'text', text: SECRET }]),
      person('mzj', 'EDITOR').userId,
    ],
  )
  return id
}

const OWN = '01900000-0000-7000-8000-000000000001'
const SHARED = '01900000-0000-7000-8000-000000000002'

beforeAll(async () => {
  await acceptKinds(stage, 'RecipientRoster')
  await fileOf(OWN)
  await fileOf(SHARED)
})
beforeEach(() => clock.set(TODAY))

describe('个人信息保护法47: what was withdrawn for PRIVACY', () => {
  test('is nothing of it left in any table, of any version, while hashes and times stay?', async () => {
    const options = { kind: 'RecipientRoster', content: { ...CONTENT, attachments: [OWN, SHARED] } }
    const first = await published(stage, options)
    const live = await publish(stage, await revisedAndApproved(stage, first))
    const input = { indexNumber: live.indexNumber ?? '' }
    const open = await reviseDisclosure(platform, person('mzj', 'EDITOR'), input)
    const other = { title: '另一条', bodyMarkdown: '正文', attachments: [SHARED] }
    const keeping = await published(stage, { content: other })
    const hashes = `SELECT version, content_hash FROM publication WHERE disclosure_id = $1 AND version < 3
                     ORDER BY version`
    const before = await sql(hashes, [live.disclosureId])
    expect(await tablesWith(SECRET)).toContain('edition')
    expect(await publicFile(pool, OWN)).not.toBeNull()

    await withdraw(live)
    // What the other record has, it keeps.
    expect((await tablesWith(SECRET)).toSorted()).toEqual(['attachment', 'publication'])
    expect(await sql(`SELECT id::text FROM attachment`)).toEqual([{ id: SHARED }])
    expect(await tablesWith('赵甲乙')).toEqual([])
    expect(await tablesWith('赵*')).toEqual([])
    expect(await sql(hashes, [live.disclosureId])).toEqual(before)
    expect(await publicRecord(pool, input.indexNumber)).toMatchObject({
      title: null,
      summary: null,
      content: {},
      withdrawal: { type: 'PRIVACY' },
    })
    expect(await publicFile(pool, OWN)).toBeNull()
    expect((await publicFile(pool, SHARED))?.id).toBe(SHARED)
    const editions = `SELECT state, content, title, content_hash <> '' AS hashed FROM edition
                       WHERE disclosure_id = $1 ORDER BY number`
    const empty = { content: {}, title: null, hashed: true }
    expect(await sql(editions, [live.disclosureId])).toEqual([
      { state: 'SUPERSEDED', ...empty },
      { state: 'WITHDRAWN', ...empty },
      { state: 'WITHDRAWN', ...empty },
    ])
    const audited = `SELECT action, count(*)::int AS n FROM audit_event WHERE action LIKE '%.purge'
                      GROUP BY action ORDER BY action`
    expect(await sql(audited)).toEqual([
      { action: 'attachment.purge', n: 1 },
      { action: 'edition.purge', n: 3 },
      { action: 'publication.purge', n: 2 },
    ])
    const told = (await stage.events()).filter(({ name }) => name === 'publication.purged')
    expect(told).toEqual([
      {
        name: 'publication.purged',
        data: { disclosureId: live.disclosureId, attachmentIds: OWN },
      },
    ])
    const again = publishEdition(platform, approver, { ...refer(open), expectedVersion: 2 })
    await expect(again).rejects.toMatchObject({ code: 'WRONG_STATE' })
    expect(keeping.state).toBe('PUBLISHED')
  })

  test('is what was withdrawn as an error emptied too when personal data is found later, once?', async () => {
    const live = await published(stage, { content: { title: '误发的标题', bodyMarkdown: '误发' } })
    await withdraw(live, 'ERROR')
    expect(await tablesWith('误发')).toContain('publication')
    await withdraw(live)
    expect(await tablesWith('误发')).toEqual([])
    expect((await stage.refusal(() => withdraw(live))).code).toBe('NOT_LIVE')
    const rows = `SELECT withdrawal_type, withdrawal_reason, purged_at IS NOT NULL AS purged FROM publication
                   WHERE disclosure_id = $1 ORDER BY version`
    expect(await sql(rows, [live.disclosureId])).toEqual([
      { withdrawal_type: null, withdrawal_reason: null, purged: true },
      { withdrawal_type: 'ERROR', withdrawal_reason: '已清除', purged: true },
      { withdrawal_type: 'PRIVACY', withdrawal_reason: '涉及个人信息', purged: false },
    ])
  })
})

describe('what the database lets nobody empty', () => {
  test('is a record that is public, or withdrawn for another reason, and anything by halves', async () => {
    const live = await published(stage)
    const wrong = await published(stage)
    await withdraw(wrong, 'ERROR')
    const purge = ({ disclosureId }: Edition) =>
      sql('SELECT purge_record($1, now())', [disclosureId])
    await expect(purge(live)).rejects.toMatchObject({ code: '23001' })
    await expect(purge(wrong)).rejects.toMatchObject({ code: '23001' })
    const gone = await published(stage)
    await withdraw(gone)
    for (const statement of [
      `UPDATE publication SET purged_at = now() WHERE edition_id = '${live.id}'`,
      `UPDATE publication SET body_html = NULL WHERE edition_id = '${live.id}'`,
      `UPDATE publication SET title = 'x' WHERE edition_id = '${gone.id}'`,
      `UPDATE publication SET purged_at = NULL WHERE edition_id = '${gone.id}'`,
      `UPDATE publication SET content_hash = 'x' WHERE edition_id = '${gone.id}'`,
      `UPDATE edition SET purged_at = now(), content = '{}', title = NULL WHERE id = '${live.id}'`,
      `UPDATE edition SET content = '{"title":"x"}' WHERE id = '${gone.id}'`,
      `UPDATE edition SET purged_at = NULL WHERE id = '${gone.id}'`,
    ]) {
      await expect(sql(statement)).rejects.toMatchObject({ code: '23001' })
    }
  })
})
