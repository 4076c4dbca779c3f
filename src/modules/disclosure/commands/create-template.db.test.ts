import { afterAll, beforeAll, expect, test } from 'vitest'
import { acceptKinds, draft, soleTrader } from '../../../../test/support/editions.ts'
import { acceptRosters, ROSTER, rosterRows, secretsOf } from '../../../../test/support/rosters.ts'
import { openStage } from '../../../../test/support/stage.ts'
import { templatesFor } from '../queries/templates.ts'
import { createTemplate, type CreateTemplateInput } from './create-template.ts'
import { archiveTemplate, draftFromTemplate } from './use-template.ts'

const stage = await openStage()
afterAll(stage.close)
beforeAll(() => acceptRosters(stage))
const { person } = stage.county
const { platform } = stage
const editor = person('mzj', 'EDITOR')
const create = (input: Partial<CreateTemplateInput>, actor = editor) =>
  createTemplate(platform, actor, { organizationCode: 'mzj', name: '模板', ...input })
const list = (actor = editor) =>
  templatesFor(platform.database, actor, {}, { size: 100, after: null })
const given = { kind: 'Notice', content: { title: '关于（  ）的通知', bodyMarkdown: '各乡镇街：' } }

test('个人信息保护法: is a template of a roster without its people, its files, its number and its date?', async () => {
  const recipients = rosterRows(3)
  const content = { ...ROSTER, docNumber: '喀民发〔2026〕1号', formedOn: '2026-01-05', recipients }
  const edition = await draft(stage, { kind: 'RecipientRoster', content })
  const template = await create({ name: '低保公示', editionId: edition.id })
  expect(template.content).toMatchObject({ title: ROSTER.title, programme: ROSTER.programme })
  for (const left of ['recipients', 'docNumber', 'formedOn', 'attachments']) {
    expect(template.content).not.toHaveProperty(left)
  }
  const [row] = await stage.sql('SELECT content::text FROM disclosure_template WHERE id = $1', [
    template.id,
  ])
  const text = String(row?.['content'])
  expect(recipients.flatMap(secretsOf).filter((secret) => text.includes(secret))).toEqual([])
})

test('个人信息保护法: is personal data in the text of a template refused, by place and without its value?', async () => {
  await acceptKinds(stage, 'AdministrativeDecision')
  const options = { kind: 'AdministrativeDecision', content: soleTrader('处罚决定') }
  const edition = await draft(stage, options)
  const refused = await stage.refusal(() => create({ name: '处罚', editionId: edition.id }))
  expect(refused).toMatchObject({ code: 'PERSONAL_DATA' })
  expect(JSON.stringify(refused)).not.toContain('211324195001011239')
})

test('does a draft begin with the content of the template, wherever its user may write?', async () => {
  const template = await create({ name: '通知', given })
  const place = { itemCode: '2.2', organizationCode: 'mzj' }
  const edition = await draftFromTemplate(platform, editor, { templateId: template.id, ...place })
  expect(edition).toMatchObject({ title: '关于（  ）的通知', state: 'DRAFT', number: 1 })
  expect(edition.content).toEqual(template.content)
})

test('is a name taken while its template is in use, and a template gone from the list after?', async () => {
  const template = await create({ name: '会议', given })
  expect(await stage.refusal(() => create({ name: '会议', given }))).toMatchObject({
    code: 'TEMPLATE_EXISTS',
  })
  expect((await list()).map(({ id }) => id)).toContain(template.id)
  await archiveTemplate(platform, editor, { templateId: template.id })
  expect((await list()).map(({ id }) => id)).not.toContain(template.id)
  const again = () => archiveTemplate(platform, editor, { templateId: template.id })
  expect(await stage.refusal(again)).toMatchObject({ code: 'ARCHIVED' })
  await create({ name: '会议', given })
})

test('does anybody see, use or archive a template of an organization where they hold nothing? no', async () => {
  const template = await create({ name: '内部', given })
  const stranger = person('hbj', 'EDITOR')
  expect(await list(stranger)).toEqual([])
  const place = { itemCode: '5.1', organizationCode: 'hbj' }
  const use = () => draftFromTemplate(platform, stranger, { templateId: template.id, ...place })
  expect(await stage.refusal(use)).toMatchObject({ code: 'NOT_FOUND' })
  const archive = () => archiveTemplate(platform, stranger, { templateId: template.id })
  expect(await stage.refusal(archive)).toMatchObject({ code: 'NOT_FOUND' })
  const reviewer = person('mzj', 'REVIEWER')
  const byReviewer = () => archiveTemplate(platform, reviewer, { templateId: template.id })
  expect(await stage.refusal(byReviewer)).toMatchObject({ code: 'FORBIDDEN' })
  const edition = await draft(stage)
  const elsewhere = () =>
    create({ organizationCode: 'hbj', name: '他人', editionId: edition.id }, stranger)
  expect(await stage.refusal(elsewhere)).toMatchObject({ code: 'NOT_FOUND' })
})

test.each([
  ['both sources', { editionId: '00000000-0000-4000-8000-000000000000', given }],
  ['no source', {}],
])('is a template of %s refused?', async (_what, input) => {
  const refused = await stage.refusal(() => create({ name: '无', ...input }))
  expect(refused).toMatchObject({ code: 'ONE_SOURCE' })
})
