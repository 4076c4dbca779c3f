import { afterAll, beforeAll, expect, test } from 'vitest'
import { renameOrganization } from '../../src/modules/organization/commands/rename-organization.ts'
import { openStaffApi, type StaffApi } from '../support/staff-api.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { actorsOf, TARGET } from './cells.ts'

// Who knows of what is still to come: everyone else hears of it on its day.

let stage: Stage
let api: StaffApi

beforeAll(async () => {
  stage = await openStage()
  api = await openStaffApi(stage)
  await renameOrganization(stage.platform, stage.county.person('county', 'OFFICE'), {
    organizationCode: TARGET,
    shortName: '新名',
    fullName: '尚未公布的新名',
    effectiveOn: '2026-04-01',
  })
})
afterAll(async () => {
  await api.close()
  await stage.close()
})

test('the office and the auditors of the county read coming changes, nobody else', async () => {
  const wrong: string[] = []
  const people = [...actorsOf(stage.county), { role: 'anonymous', relation: 'nobody', actor: null }]
  for (const { role, relation, actor } of people) {
    const { text } = await api.ask(
      actor,
      `{ viewer { organizationChanges { kind effectiveOn fullName appliedAt organization { code } } } }`,
    )
    const above = relation.startsWith('above')
    const may = above && ['OFFICE', 'AUDITOR'].includes(role)
    if (text.includes('尚未公布的新名') !== may) wrong.push(`${role} ${relation}: ${text}`)
  }
  expect(wrong).toEqual([])
})

test('the public side tells nothing of it', async () => {
  await api.reload()
  const { text } = await api.ask(
    null,
    `{ organizations { shortName fullName formerNames { fullName } successors { kind } } }`,
  )
  expect(text).not.toContain('尚未公布的新名')
})
