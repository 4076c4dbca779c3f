import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLAN, published } from '../../../../test/support/editions.ts'
import { openStaffApi, type StaffApi } from '../../../../test/support/staff-api.ts'
import { openStage, type Stage } from '../../../../test/support/stage.ts'
import type { Actor } from '../../identity/model.ts'
import { giveShortLinks } from '../short-link.ts'

let stage: Stage
let api: StaffApi

beforeAll(async () => {
  stage = await openStage([giveShortLinks])
  api = await openStaffApi(stage)
})

afterAll(async () => {
  await api.close()
  await stage.close()
})

const preview = (actor: Actor | null, indexNumber: string | null) =>
  api.ask(
    actor,
    'query ($number: String!) { smsPreview(indexNumber: $number) { text characters segments } }',
    { number: indexNumber },
  )

test('staff see the text, how long it is, and as how many messages it goes', async () => {
  const { indexNumber } = await published(stage, { kind: 'PolicyDocument', content: PLAN })
  const { data } = await preview(stage.county.person('gyz', 'EDITOR'), indexNumber)
  const { smsPreview: shown } = data as {
    smsPreview: { text: string; characters: number; segments: string[] }
  }
  expect(shown.text).toMatch(
    /^【喀左政务公开】喀左县基层政务公开标准化规范化工作方案，喀政办发〔2018〕12号 详情 https:\/\/gk\.example\/s\/\w{8} 拒收请回复R$/,
  )
  expect(shown.characters).toBe(shown.text.length)
  expect(shown.segments.join('')).toBe(shown.text)
  expect(shown.segments).toHaveLength(2)
})

test('nobody else does, and nobody that of a record for a named area', async () => {
  const open = await published(stage)
  const { codes } = await preview(null, open.indexNumber)
  expect(codes).toEqual(['UNAUTHENTICATED'])
  const area = await published(stage, {
    content: {
      title: '甲村名单公示',
      bodyMarkdown: '村内公示。',
      audience: 'AREA',
      audienceName: '甲村',
    },
  })
  const { data } = await preview(stage.county.person('county', 'OFFICE'), area.indexNumber)
  expect(data).toEqual({ smsPreview: null })
})
