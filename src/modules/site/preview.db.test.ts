import { afterAll, beforeAll, expect, test } from 'vitest'
import { acceptKinds, approved, draft, publish, refer } from '../../../test/support/editions.ts'
import { samplesOf } from '../../../test/support/samples.ts'
import { openStaffApi, type StaffApi } from '../../../test/support/staff-api.ts'
import { openStage, type Stage } from '../../../test/support/stage.ts'
import { readContent } from '../disclosure/kind/content.ts'
import { kindOf } from '../disclosure/kind/registry.ts'
import type { Edition } from '../disclosure/model.ts'
import { createPreview } from './commands/create-preview.ts'
import { revokePreviews } from './commands/revoke-previews.ts'

let stage: Stage
let api: StaffApi

beforeAll(async () => {
  stage = await openStage()
  await acceptKinds(stage, 'RecipientRoster')
  api = await openStaffApi(stage)
})

afterAll(async () => {
  await api.close()
  await stage.close()
})

const tokenFor = async (edition: Edition) => {
  const reader = stage.county.person('mzj', 'REVIEWER')
  return (await createPreview(stage.platform, reader, refer(edition))).token
}

interface Shown {
  readonly disclosure: { readonly title: string; readonly indexNumber: string }
}

/** What anybody sees who has the token. */
async function shown(token: string, fields = 'title indexNumber'): Promise<Shown | null> {
  const source = `query ($token: String!) { preview(token: $token) { disclosure { ${fields} } } }`
  const { data, text } = await api.ask(null, source, { token })
  if (!data) throw new Error(text)
  return data['preview'] as Shown | null
}

test('a draft is shown as it would be public, to whoever has the token, for a quarter of an hour', async () => {
  const token = await tokenFor(await draft(stage))
  expect(token).toMatch(/^gkp_[\w-]{43}$/)
  expect((await shown(token))?.disclosure.indexNumber).toBe('预览')
  const [row] = await stage.sql('SELECT * FROM preview ORDER BY created_at DESC LIMIT 1')
  expect(JSON.stringify(row)).not.toContain(token)
  const made = stage.clock.now()
  stage.clock.set(new Date(made.getTime() + 14 * 60_000).toISOString())
  expect(await shown(token)).not.toBe(null)
  stage.clock.set(new Date(made.getTime() + 15 * 60_000).toISOString())
  expect(await shown(token)).toBe(null)
  stage.clock.set(made.toISOString())
})

test('个人信息保护法: a preview is masked as the publication will be, with the rows of its tables', async () => {
  const [sample] = samplesOf('RecipientRoster')
  const kind = kindOf('RecipientRoster')
  const content = readContent(kind, { ...sample.content }, '')
  const edition = await draft(stage, { kind: 'RecipientRoster', content })
  const rows = content['recipients'] as { name: string; idNumber?: string }[]
  const fields =
    '... on RecipientRoster { recipients(first: 2) { totalCount edges { node { name idNumber } } pageInfo { hasNextPage } } }'
  const preview = (await shown(await tokenFor(edition), fields)) as unknown as {
    disclosure: { recipients: { totalCount: number; edges: { node: Record<string, string> }[] } }
  }
  const { recipients } = preview.disclosure
  expect(recipients.totalCount).toBe(rows.length)
  expect(recipients.edges).toHaveLength(2)
  const opened = rows.map(({ idNumber }) => idNumber).filter(Boolean)
  for (const { node } of recipients.edges) {
    expect(opened).not.toContain(node['idNumber'])
    expect(JSON.stringify(node)).not.toMatch(/\d{15}/)
  }
})

test('a token is for one version: it is dead once the edition changes, is published or is revoked', async () => {
  const edition = await approved(stage)
  const token = await tokenFor(edition)
  const other = await tokenFor(edition)
  expect(await shown(token)).not.toBe(null)
  const reader = stage.county.person('mzj', 'EDITOR')
  const { revoked } = await revokePreviews(stage.platform, reader, refer(edition))
  expect(revoked).toBe(2)
  expect([await shown(token), await shown(other)]).toEqual([null, null])

  const again = await tokenFor(edition)
  expect(await shown(again)).not.toBe(null)
  const published = await publish(stage, edition)
  expect(await shown(again)).toBe(null)
  const refused = await stage.refusal(() => tokenFor(published))
  expect(refused.code).toBe('NOT_OPEN')
})

test.each(['', 'gkp_', `gkp_${'a'.repeat(43)}`, 'a'.repeat(10_000), "gkp_' OR 1=1 --"])(
  'a token that is none shows nothing: %s',
  async (token) => {
    expect(await shown(token)).toBe(null)
  },
)
