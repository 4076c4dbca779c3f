import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startTestApp, type TestApp } from '../support/app.ts'
import { approveOver, draftOver, foundBy, publishOver } from '../support/editorial.ts'
import { kind } from '../support/toy-kinds/lost-property.ts'

// One more folder to look for declarations in, and nothing else: all that follows comes from the one file in it.
vi.mock(import('../../src/modules/disclosure/kind/folders.ts'), async (original) => {
  const { KIND_FOLDERS } = await original()
  const toys = join(import.meta.dirname, '..', 'support', 'toy-kinds')
  return { KIND_FOLDERS: [...KIND_FOLDERS, toys] }
})

let app: TestApp

beforeAll(async () => {
  app = await startTestApp({ search: 'DATABASE' })
  await app.sql(`UPDATE item SET kinds = kinds || $1 WHERE code = '4.1'`, [[kind.name]])
})

afterAll(() => app.close())

const lostProperty = {
  title: '五月失物招领',
  foundAt: '2026-05-20T08:00:00+08:00',
  finderPhone: '13800001234',
  things: [
    { name: '蓝色雨伞', value: '25.5', state: 'KEPT' },
    { name: '学生证', state: null },
  ],
}
const contentWith = (change: object) => ({ lostProperty: { ...lostProperty, ...change } })

test('is a kind that is one file shown to those who draw its form?', async () => {
  const { kinds } = await app.anonymous.query<{
    kinds: { name: string; title: string; schema: { properties: Record<string, object> } }[]
  }>('{ kinds { name title schema } }')
  const shown = kinds.find(({ name }) => name === kind.name)
  expect(shown?.title).toBe(kind.title)
  expect(shown?.schema.properties['things']).toMatchObject({
    title: '物品',
    type: 'array',
    'x-widget': 'table',
    'x-filters': ['state'],
    items: {
      required: ['name'],
      properties: { value: { title: '估价', 'x-widget': 'money', 'x-unit': '元' } },
    },
  })
})

test('is what is missing or wrong told, down to the row?', async () => {
  const editor = await app.signIn('wjj.editor')
  const start = (content: object) => ({ itemCode: '4.1', organizationCode: 'wjj', content })
  const wrong = contentWith({ finderPhone: '12', things: [{ name: '伞' }, { name: '一\n二' }] })
  expect(await editor.mutate('createDraft', start(wrong), 'edition { id }')).toMatchObject({
    __typename: 'ValidationError',
    problems: [
      { path: 'content.lostProperty.finderPhone', code: 'INVALID_PHONE' },
      { path: 'content.lostProperty.things.1.name', code: 'CONTROL_CHARACTER' },
    ],
  })

  const lacking = contentWith({ foundAt: null, things: [{ value: '1' }] })
  const draft = await draftOver(app.signIn, { content: lacking })
  const reference = { editionId: draft.id, expectedVersion: draft.version }
  expect(await editor.mutate('submitEdition', reference, 'edition { id }')).toMatchObject({
    code: 'INCOMPLETE',
    problems: [
      { path: 'content.lostProperty.foundAt', message: '缺少拾得时间' },
      { path: 'content.lostProperty.things.0.name', message: '缺少物品第 1 行的名称' },
    ],
  })
})

test('is an amount that is a float refused before it can be rounded?', async () => {
  const editor = await app.signIn('wjj.editor')
  const content = contentWith({ things: [{ name: '伞', value: 25.5 }] })
  const { errors } = await editor.request(
    'mutation ($input: CreateDraftInput!) { createDraft(input: $input) { __typename } }',
    { input: { itemCode: '4.1', organizationCode: 'wjj', content } },
  )
  expect(errors?.[0]?.message).toContain('数值须以字符串提交')
})

test('does its record go from draft to search, typed and masked, with its rules kept?', async () => {
  const unlucky = Array.from({ length: 13 }, (_, i) => ({ name: `物品${i}` }))
  const thirteen = await draftOver(app.signIn, { content: contentWith({ things: unlucky }) })
  await expect(approveOver(app.signIn, thirteen)).rejects.toThrow('UNLUCKY')

  const draft = await draftOver(app.signIn, { content: { lostProperty } })
  const indexNumber = await publishOver(app.signIn, await approveOver(app.signIn, draft))

  const record = `query ($indexNumber: String!) { disclosure(indexNumber: $indexNumber) {
    __typename title
    ... on LostProperty { foundAt finderPhone things { nodes { name value state } }
      kept: things(filter: { state: [KEPT] }) { totalCount } } } }`
  expect(await app.anonymous.query(record, { indexNumber })).toEqual({
    disclosure: {
      __typename: 'LostProperty',
      title: '五月失物招领',
      foundAt: '2026-05-20T00:00:00.000Z',
      finderPhone: '138****1234',
      things: {
        nodes: [
          { name: '蓝色雨伞', value: '25.50', state: 'KEPT' },
          { name: '学生证', value: null, state: null },
        ],
      },
      kept: { totalCount: 1 },
    },
  })
  expect(await foundBy(app.anonymous, '蓝色雨伞')).toEqual([indexNumber])
  expect(await foundBy(app.anonymous, '13800001234')).toEqual([])
  const [stored] = await app.sql(
    'SELECT to_jsonb(publication) AS row FROM publication WHERE index_number = $1',
    [indexNumber],
  )
  expect(JSON.stringify(stored)).not.toContain('13800001234')
})
