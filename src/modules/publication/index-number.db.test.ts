import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import {
  approved,
  draft,
  PLAN,
  publish,
  published,
  revisedAndApproved,
  signAll,
  submit,
} from '../../../test/support/editions.ts'
import { openStage, TODAY } from '../../../test/support/stage.ts'
import { isUscc } from '../organization/model.ts'
import { publishEdition } from './commands/publish-edition.ts'
import { withdrawDisclosure } from './commands/withdraw-disclosure.ts'

const stage = await openStage()
afterAll(stage.close)
beforeEach(() => stage.clock.set(TODAY))

const serialOf = (indexNumber: string | null) => Number(indexNumber?.split('-').at(-1))
const range = (from: number, size: number) => Array.from({ length: size }, (_, i) => from + i)

describe('索引号 (政府信息公开目录系统实施指引)', () => {
  test('is it made of the 统一社会信用代码, the year and five digits?', async () => {
    const { indexNumber } = await published(stage, { body: 'nsj' })
    const [front = '', back] = indexNumber?.split('/') ?? []
    expect(isUscc(front)).toBe(true)
    expect(await stage.sql(`SELECT uscc FROM organization WHERE code = 'nsj'`)).toEqual([
      { uscc: front },
    ])
    expect(back).toBe('2026-00001')
  })

  test('does each organization count for itself?', async () => {
    const one = await published(stage, {
      body: 'zwgkb',
      itemCode: 'G3.1',
      kind: 'PolicyDocument',
      content: PLAN,
    })
    const other = await published(stage, { body: 'hbj', itemCode: '5.1' })
    expect([serialOf(one.indexNumber), serialOf(other.indexNumber)]).toEqual([1, 1])
    expect(one.indexNumber).not.toBe(other.indexNumber)
  })

  test('does it begin anew with the year, which begins at midnight in the county?', async () => {
    const [old, young] = [await approved(stage), await approved(stage)]
    stage.clock.set('2026-12-31T15:59:59.999Z')
    expect((await publish(stage, old)).indexNumber).toMatch(/\/2026-\d{5}$/)
    stage.clock.set('2026-12-31T16:00:00.000Z')
    expect((await publish(stage, young)).indexNumber).toMatch(/\/2027-00001$/)
  })

  test('does a draft have none until it is public?', async () => {
    const first = await draft(stage)
    expect(first.indexNumber).toBeNull()
    const ready = await signAll(stage, await submit(stage, first))
    expect(ready.indexNumber).toBeNull()
    expect((await publish(stage, ready)).indexNumber).not.toBeNull()
  })

  test('does it stay with its record through revision and withdrawal, into another year?', async () => {
    const first = await published(stage)
    const indexNumber = first.indexNumber ?? ''
    stage.clock.set('2028-01-01T00:00:00.000Z')
    const second = await publish(stage, await revisedAndApproved(stage, first))
    await withdrawDisclosure(stage.platform, stage.county.person('mzj', 'APPROVER'), {
      indexNumber,
      type: 'EXPIRED',
      reason: '有效期届满',
    })
    expect(second.indexNumber).toBe(indexNumber)
    const numbers =
      'SELECT version, index_number FROM publication WHERE disclosure_id = $1 ORDER BY 1'
    expect(await stage.sql(numbers, [first.disclosureId])).toEqual(
      [1, 2, 3].map((version) => ({ version, index_number: indexNumber })),
    )
  })

  test('is the number of a withdrawn record never given to another?', async () => {
    const first = await published(stage)
    await withdrawDisclosure(stage.platform, stage.county.person('mzj', 'APPROVER'), {
      indexNumber: first.indexNumber ?? '',
      type: 'ERROR',
      reason: '重复公开',
    })
    const next = await published(stage)
    expect(serialOf(next.indexNumber)).toBe(serialOf(first.indexNumber) + 1)
  })

  test('does a publication that is refused use no number up?', async () => {
    const before = await published(stage)
    const spoiled = await approved(stage)
    await stage.rewrite(spoiled.id, `'{}'`)
    await stage.refusal(() => publish(stage, spoiled))
    const after = await published(stage)
    expect(serialOf(after.indexNumber)).toBe(serialOf(before.indexNumber) + 1)
  })

  test('do twenty publications of one organization at once get twenty numbers in a row?', async () => {
    const ready = []
    for (const _ of range(0, 20)) ready.push(await approved(stage, { body: 'gyz' }))
    const people = ([1, 2] as const).map((which) => stage.county.person('gyz', 'APPROVER', which))
    const live = await Promise.all(
      ready.map(({ id, version }, index) => {
        const reference = { editionId: id, expectedVersion: version }
        return publishEdition(stage.platform, people[index % 2] ?? null, reference)
      }),
    )
    const serials = live.map(({ indexNumber }) => serialOf(indexNumber))
    expect(serials.toSorted((a, b) => a - b)).toEqual(range(1, 20))
    const told = (await stage.events()).map(({ data }) => data['disclosureId'])
    const tellings = live.map((one) => told.filter((id) => id === one.disclosureId).length)
    expect(new Set(tellings)).toEqual(new Set([1]))
  })
})
