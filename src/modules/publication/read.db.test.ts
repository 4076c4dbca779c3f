import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { BodyCode } from '../../../test/support/county.ts'
import {
  approved,
  draft,
  NOTICE,
  PLAN,
  publish,
  published,
  revisedAndApproved,
  submitted,
} from '../../../test/support/editions.ts'
import { openStage, TODAY } from '../../../test/support/stage.ts'
import { openPublicPool } from '../../platform/db/pool.ts'
import type { Edition } from '../disclosure/model.ts'
import { withdrawDisclosure } from './commands/withdraw-disclosure.ts'
import type { DisclosureFilter, WithdrawalType } from './model.ts'
import { countRecords } from './read-counts.ts'
import { listedRecords, listRecords, type Order, publicRecord } from './read.ts'

const stage = await openStage()
const pool = openPublicPool(stage.url, 2)
afterAll(async () => {
  await pool.end()
  await stage.close()
})
beforeEach(() => stage.clock.set(TODAY))

const AREA = { ...NOTICE, audience: 'AREA', audienceName: '甲村' }
const read = ({ indexNumber }: Pick<Edition, 'indexNumber'>) =>
  publicRecord(pool, indexNumber ?? '')
const withdraw = ({ indexNumber, place }: Edition, type: WithdrawalType) => {
  const input = { indexNumber: indexNumber ?? '', type, reason: '有误' }
  const approver = stage.county.person(place.code as BodyCode, 'APPROVER')
  return withdrawDisclosure(stage.platform, approver, input)
}
const ids = (records: readonly { disclosureId: string }[]) => records.map((one) => one.disclosureId)
const listAll = async (filter: DisclosureFilter = {}, order: Order = 'PUBLISHED_DESC') =>
  ids(await listRecords(pool, filter, { order, first: 100, after: null }))

describe('one record by its number', () => {
  test('is it read as it was frozen?', async () => {
    const live = await published(stage, { kind: 'PolicyDocument', content: PLAN })
    expect(await read(live)).toEqual({
      id: expect.any(String) as string,
      disclosureId: live.disclosureId,
      indexNumber: live.indexNumber,
      kind: 'PolicyDocument',
      areaCode: '2',
      itemCode: '2.2',
      organizationCode: 'mzj',
      organizationName: '喀左县mzj',
      title: PLAN.title,
      summary: null,
      keywords: [],
      docNumber: '喀政办发〔2018〕12号',
      formedOn: '2018-10-12',
      audience: 'SOCIETY',
      audienceName: null,
      audienceOrganizations: [],
      displayUntil: null,
      content: { issuers: PLAN.issuers },
      attachments: [],
      bodyHtml: '<h1>总则</h1><p>依法公开。</p>',
      bodyText: '总则\n依法公开。',
      brief: {
        line: '喀左县基层政务公开标准化规范化工作方案，喀政办发〔2018〕12号',
        facts: [
          { label: '发文字号', value: '喀政办发〔2018〕12号' },
          { label: '成文日期', value: '2018年10月12日' },
        ],
      },
      mongolian: null,
      changes: [],
      version: 1,
      firstPublishedAt: new Date(TODAY),
      validFrom: new Date(TODAY),
      withdrawal: null,
    })
  })

  test('is a draft of the next edition, in whatever state, unseen until it is public?', async () => {
    const live = await published(stage)
    const next = await revisedAndApproved(stage, live)
    expect(await read(live)).toMatchObject({ version: 1 })
    await publish(stage, next)
    expect(await read(live)).toMatchObject({ version: 2 })
  })

  test.each([
    ['ERROR', NOTICE.title],
    ['PRIVACY', null],
  ] as const)('what is left of it after %s?', async (type, title) => {
    const live = await published(stage)
    stage.clock.set('2026-03-05T01:00:00.000Z')
    await withdraw(live, type)
    expect(await read(live)).toMatchObject({
      title,
      summary: null,
      keywords: [],
      content: {},
      attachments: [],
      bodyHtml: null,
      bodyText: null,
      firstPublishedAt: new Date(TODAY),
      withdrawal: { type, reason: '有误', at: stage.clock.now() },
    })
  })

  test('is a record for a named area or group not there for everyone, nor its tombstone?', async () => {
    const live = await published(stage, { content: AREA })
    expect(await read(live)).toBeNull()
    await withdraw(live, 'ERROR')
    expect(await read(live)).toBeNull()
  })

  test('is it gone at once when a revision narrows it to a named area?', async () => {
    const live = await published(stage)
    const next = await revisedAndApproved(stage, live)
    await stage.rewrite(next.id, `content || '{"audience": "AREA", "audienceName": "甲村"}'`)
    await publish(stage, next)
    expect(await read(live)).toBeNull()
    expect(await listAll()).not.toContain(live.disclosureId)
  })

  test.each(['', 'x', "' OR true --", '%'])('is there none under %j?', async (indexNumber) => {
    expect(await read({ indexNumber })).toBeNull()
  })
})

describe('public lists', () => {
  test('do they hold what is public for everyone, and nothing else?', async () => {
    const live = await published(stage)
    const unlisted = [
      await draft(stage),
      await submitted(stage),
      await approved(stage),
      await published(stage, { content: AREA }),
      await published(stage),
    ]
    const gone = unlisted.at(-1)
    if (gone) await withdraw(gone, 'EXPIRED')
    const listed = await listAll()
    expect(listed).toContain(live.disclosureId)
    expect(ids(unlisted).filter((id) => listed.includes(id))).toEqual([])
    expect(ids(await listedRecords(pool, ids([live, ...unlisted])))).toEqual([live.disclosureId])
    expect(await countRecords(pool, {})).toEqual({ count: listed.length, isEstimate: false })
  })

  test('are they narrowed by area, item, organization, kind and time, alone and together?', async () => {
    stage.clock.set('2026-05-01T00:00:00.000Z')
    const plan = await published(stage, {
      body: 'zwgkb',
      itemCode: 'G3.1',
      kind: 'PolicyDocument',
      content: PLAN,
    })
    stage.clock.set('2026-05-02T00:00:00.000Z')
    const air = await published(stage, { body: 'hbj', itemCode: '5.1' })
    const town = await published(stage, { body: 'gyz' })
    const may = { publishedFrom: new Date('2026-05-01'), publishedTo: new Date('2026-05-03') }
    const all = { plan, air, town }
    const inMay = async (filter: DisclosureFilter) => {
      const listed = await listAll({ ...may, ...filter })
      expect((await countRecords(pool, { ...may, ...filter })).count).toBe(listed.length)
      const named = Object.entries(all).filter(([, one]) => listed.includes(one.disclosureId))
      expect(named).toHaveLength(listed.length)
      return named.map(([name]) => name)
    }
    expect(await inMay({})).toEqual(['plan', 'air', 'town'])
    expect(await inMay({ areaCodes: ['G', '5'] })).toEqual(['plan', 'air'])
    expect(await inMay({ itemCodes: ['2.2'] })).toEqual(['town'])
    expect(await inMay({ organizationCodes: ['gyz', 'hbj'] })).toEqual(['air', 'town'])
    expect(await inMay({ kinds: ['PolicyDocument'] })).toEqual(['plan'])
    expect(await inMay({ kinds: ['Notice'], areaCodes: ['5'] })).toEqual(['air'])
    expect(await inMay({ kinds: ['Notice'], areaCodes: ['G'] })).toEqual([])
    expect(await inMay({ kinds: [] })).toEqual([])
    expect(await inMay({ publishedFrom: new Date('2026-05-02') })).toEqual(['air', 'town'])
    expect(await inMay({ publishedTo: new Date('2026-05-02') })).toEqual(['plan'])
  })

  test('does a revision keep its place by the day of the first publication?', async () => {
    const early = await published(stage)
    stage.clock.set('2026-06-01T00:00:00.000Z')
    const late = await published(stage)
    stage.clock.set('2026-06-02T00:00:00.000Z')
    await publish(stage, await revisedAndApproved(stage, early))
    const places = await listAll()
    expect(places.indexOf(early.disclosureId)).toBeGreaterThan(places.indexOf(late.disclosureId))
  })

  test.each(['PUBLISHED_DESC', 'PUBLISHED_ASC'] as const)(
    'does paging in order %s give every record once, those of one instant too?',
    async (order) => {
      for (let i = 0; i < 3; i++) await published(stage)
      const all = await listAll({}, order)
      const paged: string[] = []
      let after: { publishedAt: Date; id: string } | null = null
      for (;;) {
        const page = await listRecords(pool, {}, { order, first: 2, after })
        const [one, two] = page
        paged.push(...ids(page.slice(0, 2)))
        if (!one || !two || page.length < 3) break
        after = { publishedAt: two.firstPublishedAt, id: two.id }
      }
      expect(paged).toEqual(all)
      expect(new Set(paged).size).toBe(paged.length)
      expect(all).toEqual(order === 'PUBLISHED_ASC' ? (await listAll()).toReversed() : all)
    },
  )
})

test('can the public side write? no, the pool itself is read only', async () => {
  const attempt = pool.query(`UPDATE publication SET valid_to = now()`)
  await expect(attempt).rejects.toMatchObject({ code: '25006' })
})
