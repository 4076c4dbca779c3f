import { afterAll, expect, test } from 'vitest'
import { openStage, race, TODAY } from '../../../test/support/stage.ts'
import { applyDueChanges } from './commands/apply-due-changes.ts'
import { closeOrganization } from './commands/close-organization.ts'
import { mergeOrganizations } from './commands/merge-organizations.ts'
import { moveOrganization } from './commands/move-organization.ts'
import { renameOrganization } from './commands/rename-organization.ts'

const stage = await openStage()
const { platform, county } = stage
const office = county.person('county', 'OFFICE')
afterAll(stage.close)

const TOMORROW = '2026-03-04'
const NAMES = { shortName: '新名', fullName: '喀左县新名' }

test.each([
  ['into itself', 'INTO_ITSELF', { organizationCodes: ['mzj'], intoCode: 'mzj' }],
  ['into what is below it', 'INTO_ITSELF', { organizationCodes: ['county'], intoCode: 'mzj' }],
  ['of nobody', 'NOT_DISTINCT', { organizationCodes: [], intoCode: 'mzj' }],
  ['of one twice', 'NOT_DISTINCT', { organizationCodes: ['gyz', 'gyz'], intoCode: 'mzj' }],
  ['in the past', 'IN_THE_PAST', { effectiveOn: '2026-03-02' }],
  ['on no day', 'VALIDATION', { effectiveOn: '2026-02-30' }],
  ['into what has ended', 'ORGANIZATION_CLOSED', { intoCode: 'closed' }],
  ['into what is not yet', 'ORGANIZATION_NOT_YET', { intoCode: 'future' }],
  ['of what there is not', 'UNKNOWN_ORGANIZATION', { organizationCodes: ['nobody'] }],
])('a merger %s is refused', async (_what, code, input) => {
  const given = { organizationCodes: ['gyz'], intoCode: 'jzz', ...input }
  const attempt = () => mergeOrganizations(platform, office, given)
  expect(await stage.refusal(attempt)).toMatchObject({ code })
})

test.each([
  ['below itself', 'BELOW_ITSELF', { organizationCode: 'zwgkb', parentCode: 'zwgkb' }],
  ['of the county', 'COUNTY_STAYS', { organizationCode: 'county', parentCode: 'zwgkb' }],
])('a move %s is refused', async (_what, code, input) => {
  const attempt = () => moveOrganization(platform, office, input)
  expect(await stage.refusal(attempt)).toMatchObject({ code })
})

test('what counts on an organization holds up its end, and its end whatever would count on it', async () => {
  const coming = { effectiveOn: TOMORROW }
  await mergeOrganizations(platform, office, {
    organizationCodes: ['gyz'],
    intoCode: 'jzz',
    ...coming,
  })
  const attempts = [
    () => closeOrganization(platform, office, { organizationCode: 'jzz' }),
    () => closeOrganization(platform, office, { organizationCode: 'gyz' }),
    () => moveOrganization(platform, office, { organizationCode: 'jzz', parentCode: 'gyz' }),
    () => renameOrganization(platform, office, { organizationCode: 'gyz', ...NAMES }),
    () => mergeOrganizations(platform, office, { organizationCodes: ['jzz'], intoCode: 'gyz' }),
  ]
  for (const attempt of attempts) {
    expect(await stage.refusal(attempt)).toMatchObject({ code: 'CHANGE_PENDING' })
  }
})

test('what has become impossible by its day is left pending, and holds up nothing else', async () => {
  const coming = { effectiveOn: TOMORROW }
  await moveOrganization(platform, office, {
    organizationCode: 'nsj',
    parentCode: 'zwgkb',
    ...coming,
  })
  await renameOrganization(platform, office, { organizationCode: 'nsj', ...NAMES, ...coming })
  await moveOrganization(platform, office, { organizationCode: 'zwgkb', parentCode: 'nsj' })
  stage.clock.set('2026-03-03T16:00:00.000Z')
  const pending = `SELECT organization_code, kind FROM organization_change WHERE applied_at IS NULL`
  // That merger of gyz and the name of nsj.
  expect(await applyDueChanges(platform)).toBe(2)
  expect(await stage.sql(pending)).toEqual([{ organization_code: 'nsj', kind: 'MOVED' }])
  stage.clock.set(TODAY)
})

test('two mergers at once of the same organization: one is done', async () => {
  const merge = (intoCode: string) =>
    mergeOrganizations(platform, office, { organizationCodes: ['hbj'], intoCode })
  const { done, refused } = await race([merge('zwgkb'), merge('jzz')])
  expect([done.length, refused]).toEqual([1, ['ORGANIZATION_CLOSED']])
})
