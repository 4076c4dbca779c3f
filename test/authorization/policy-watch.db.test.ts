import { afterAll, beforeAll, expect, test } from 'vitest'
import { policiesFollow } from '../../src/modules/publication/policies-follow.ts'
import { PLAN, published } from '../support/editions.ts'
import { openStaffApi, type StaffApi } from '../support/staff-api.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { actorsOf, TARGET } from './cells.ts'

// What an organization owes and what ends is for those who read its drafts.

let stage: Stage
let api: StaffApi

beforeAll(async () => {
  stage = await openStage([policiesFollow])
  api = await openStaffApi(stage)
  const content = { ...PLAN, documentType: 'REGULATORY', expiresOn: '2026-04-01' }
  await published(stage, { body: TARGET, kind: 'PolicyDocument', content })
})
afterAll(async () => {
  await api.close()
  await stage.close()
})

test('every role on the organization, and above it with the subtree, is told; nobody else', async () => {
  const wrong: string[] = []
  const people = [...actorsOf(stage.county), { role: 'anonymous', relation: 'nobody', actor: null }]
  for (const { role, relation, actor } of people) {
    const { text } = await api.ask(
      actor,
      `{ viewer { expiringPolicies { title } owedInterpretations { title } } }`,
    )
    const seen = text.split(PLAN.title).length - 1
    const may = ['own', 'above, with subtree'].includes(relation)
    if (seen !== (may ? 2 : 0)) wrong.push(`${role} ${relation}: ${text}`)
  }
  expect(wrong).toEqual([])
})
