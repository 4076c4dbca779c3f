import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  approved,
  draft,
  NOTICE,
  publish,
  published,
  refer,
  revisedAndApproved,
  signAll,
} from '../../../test/support/editions.ts'
import { openStaffApi, type StaffApi } from '../../../test/support/staff-api.ts'
import { openStage, TODAY } from '../../../test/support/stage.ts'
import { createDraft } from '../disclosure/commands/create-draft.ts'
import { submitEdition } from '../disclosure/commands/submit-edition.ts'
import { recordsFollow } from '../disclosure/handlers.ts'
import type { Edition } from '../disclosure/model.ts'
import type { Actor } from '../identity/model.ts'
import { actorOf, startSession } from '../identity/session.ts'
import { publishEdition } from '../publication/commands/publish-edition.ts'
import { withdrawDisclosure } from '../publication/commands/withdraw-disclosure.ts'
import { feedsFollow } from '../publication/handlers.ts'
import { dutiesFollow } from '../taxonomy/handlers.ts'
import { applyDueChanges } from './commands/apply-due-changes.ts'
import { cancelOrganizationChange } from './commands/cancel-organization-change.ts'
import { closeOrganization } from './commands/close-organization.ts'
import { establishOrganization } from './commands/establish-organization.ts'
import { mergeOrganizations } from './commands/merge-organizations.ts'
import { moveOrganization } from './commands/move-organization.ts'
import { renameOrganization } from './commands/rename-organization.ts'
import { splitOrganization } from './commands/split-organization.ts'

// One county through a reform: each test stands on what the ones before have left.

const stage = await openStage([dutiesFollow, recordsFollow, feedsFollow])
const { platform, county, clock, sql } = stage
const office = county.person('county', 'OFFICE')
let api: StaffApi
beforeAll(async () => {
  api = await openStaffApi(stage)
})
afterAll(async () => {
  await api.close()
  await stage.close()
})
beforeEach(() => clock.set(TODAY))

const TOMORROW = '2026-03-04'
const LAST_MOMENT = '2026-03-03T15:59:59.999Z'
const MIDNIGHT = '2026-03-03T16:00:00.000Z'
const placeAt = (code: string) => ({ code, path: ['county', code] })
const NAMES = { shortName: '县生态环境局', fullName: '喀左县生态环境局' }

const rowOf = async (code: string) =>
  (await sql(`SELECT *, valid_to::text AS last_day FROM organization WHERE code = $1`, [code]))[0]
const holderOf = async ({ disclosureId }: Edition) =>
  (await sql('SELECT organization_code FROM disclosure WHERE id = $1', [disclosureId]))[0]?.[
    'organization_code'
  ]
const dutiesOf = async (code: string) =>
  (await sql('SELECT item_code FROM duty WHERE organization_code = $1 ORDER BY 1', [code])).map(
    (row) => row['item_code'],
  )
/** The person with the rights of now, by a new session. */
const afresh = async ({ userId }: Actor): Promise<Actor> => {
  const start = { userId, userAgent: null }
  const { token } = await platform.database.$transaction((tx) =>
    startSession(tx, clock.now(), start),
  )
  const actor = await actorOf(platform, token)
  if (!actor) throw new Error('nobody is signed in')
  return actor
}
/** What the public finds, once this server has heard of the change. */
const ask = async (query: string) => {
  await api.reload()
  const { data, text } = await api.ask(null, query)
  if (!data) throw new Error(text)
  return data
}
const numbersOf = async (filter: string, asOf = '') => {
  const data = await ask(
    `{ disclosures(first: 100, filter: { ${filter} }${asOf}) { totalCount edges { node { indexNumber } } }
       search(query: "", first: 100, filter: { ${filter} }) { edges { node { indexNumber } } } }`,
  )
  type List = { edges: { node: { indexNumber: string } }[] }
  const numbers = (list: unknown) => (list as List).edges.map(({ node }) => node.indexNumber)
  expect(new Set(numbers(data['search']))).toEqual(new Set(numbers(data['disclosures'])))
  return numbers(data['disclosures'])
}

describe('a new name', () => {
  test('holds from midnight of its day, once, whoever brings it into force and how often', async () => {
    const live = await published(stage, { body: 'hbj', itemCode: '5.1' })
    const input = { organizationCode: 'hbj', ...NAMES, effectiveOn: TOMORROW, note: '机构改革' }
    expect(await renameOrganization(platform, office, input)).toMatchObject({ appliedAt: null })
    clock.set(LAST_MOMENT)
    expect(await applyDueChanges(platform)).toBe(0)
    expect(await rowOf('hbj')).toMatchObject({ full_name: '喀左县hbj' })
    clock.set(MIDNIGHT)
    const both = await Promise.all([applyDueChanges(platform), applyDueChanges(platform)])
    expect(both.toSorted((a, b) => a - b)).toEqual([0, 1])
    expect(await rowOf('hbj')).toMatchObject({ full_name: NAMES.fullName })
    const data = await ask(
      `{ past: organization(code: "hbj", asOf: "2026-03-03") { fullName parent { code } }
         now: organization(code: "hbj", asOf: "${TOMORROW}") { fullName formerNames { fullName until } }
         disclosure(indexNumber: "${live.indexNumber}") { organizationName organization { fullName } } }`,
    )
    expect(data).toEqual({
      past: { fullName: '喀左县hbj', parent: { code: 'county' } },
      now: {
        fullName: NAMES.fullName,
        formerNames: [{ fullName: '喀左县hbj', until: '2026-03-03' }],
      },
      disclosure: { organizationName: '喀左县hbj', organization: { fullName: NAMES.fullName } },
    })
  })

  test('is taken back while it is still to come, and then no more', async () => {
    const input = { organizationCode: 'gyz', ...NAMES, effectiveOn: TOMORROW }
    const { id } = await renameOrganization(platform, office, input)
    await cancelOrganizationChange(platform, office, { changeId: id })
    clock.set(MIDNIGHT)
    expect(await applyDueChanges(platform)).toBe(0)
    const { id: done } = await renameOrganization(platform, office, {
      organizationCode: 'gyz',
      shortName: '公营子镇',
      fullName: '喀左县公营子镇人民政府',
    })
    const attempt = () => cancelOrganizationChange(platform, office, { changeId: done })
    expect(await stage.refusal(attempt)).toMatchObject({ code: 'ALREADY_IN_FORCE' })
  })
})

test('a moved organization takes its subtree along, and grants over the new subtree reach it', async () => {
  const input = { organizationCode: 'mzj', parentCode: 'zwgkb' }
  await moveOrganization(platform, office, input)
  expect(await rowOf('jzz')).toMatchObject({ path: ['county', 'zwgkb', 'mzj', 'jzz'] })
  const data = await ask(
    `{ now: organization(code: "zwgkb") { children { code children { code } } }
       past: organization(code: "mzj", asOf: "2026-03-02") { parent { code } } }`,
  )
  expect(data).toEqual({
    now: { children: [{ code: 'mzj', children: [{ code: 'jzz' }] }] },
    past: { parent: { code: 'county' } },
  })
  await moveOrganization(platform, office, { organizationCode: 'mzj', parentCode: 'county' })
  expect(await rowOf('jzz')).toMatchObject({ path: ['county', 'mzj', 'jzz'] })
})

describe('hbj is merged into mzj', () => {
  let live: Edition
  let begun: Edition
  let signed: Edition
  let moved: Actor
  const editor = county.person('hbj', 'EDITOR')
  const options = { body: 'hbj', itemCode: '5.1' } as const

  beforeAll(async () => {
    clock.set('2026-03-03T16:30:00.000Z')
    live = await published(stage, options)
    begun = await draft(stage, options)
    signed = await approved(stage, options)
    await afresh(editor)
    clock.set('2026-03-03T16:50:00.000Z')
    await mergeOrganizations(platform, office, {
      organizationCodes: ['hbj'],
      intoCode: 'mzj',
      note: '机构改革',
    })
    moved = await afresh(editor)
  })
  beforeEach(() => clock.set('2026-03-03T17:00:00.000Z'))

  test('it has ended the day before, and owes nothing any more', async () => {
    expect(await rowOf('hbj')).toMatchObject({ last_day: '2026-03-03' })
    expect(await dutiesOf('hbj')).toEqual([])
    expect(await dutiesOf('mzj')).toContain('5.1')
  })

  test('its people have their roles at the successor and none there, under new sessions', async () => {
    expect(moved.organizationCode).toBe('mzj')
    expect(moved.grants).toMatchObject([{ role: 'EDITOR', organizationCode: 'mzj' }])
    const sessions = await sql('SELECT count(*)::int AS n FROM session WHERE user_id = $1', [
      editor.userId,
    ])
    // That of the merger has gone, that of now is here.
    expect(sessions).toEqual([{ n: 1 }])
    const left = await sql(
      `SELECT FROM role_grant WHERE organization_code = 'hbj' AND revoked_at IS NULL`,
    )
    expect(left).toEqual([])
  })

  test('its editor writes nothing there any more, with old rights or new', async () => {
    const input = { itemCode: '5.1', organizationCode: 'hbj', kind: 'Notice', content: NOTICE }
    for (const actor of [editor, moved, office]) {
      const attempt = () => createDraft(platform, actor, input)
      expect(await stage.refusal(attempt)).toMatchObject({ code: 'ORGANIZATION_CLOSED' })
    }
    expect(await createDraft(platform, moved, { ...input, organizationCode: 'mzj' })).toMatchObject(
      { place: { code: 'mzj' } },
    )
  })

  test('its drafts go on at the successor, what was approved is published there', async () => {
    expect([await holderOf(begun), await holderOf(signed)]).toEqual(['mzj', 'mzj'])
    const stranger = () => submitEdition(platform, editor, refer(begun))
    expect(await stage.refusal(stranger)).toMatchObject({ code: 'NOT_FOUND' })
    const submitted = await submitEdition(platform, moved, refer(begun))
    expect(await signAll(stage, submitted)).toMatchObject({ state: 'APPROVED' })
    const approver = await afresh(county.person('hbj', 'APPROVER'))
    const late = await publishEdition(platform, approver, refer(signed))
    expect(
      await ask(`{ disclosure(indexNumber: "${late.indexNumber}") { organizationName } }`),
    ).toEqual({ disclosure: { organizationName: '喀左县mzj' } })
  })

  test('its records keep number and name and are found under both, in lists, search and facets', async () => {
    const both = await numbersOf('organizationCodes: ["mzj"]')
    expect(both).toContain(live.indexNumber)
    expect(await numbersOf('organizationCodes: ["hbj"]')).toContain(live.indexNumber)
    expect(await numbersOf('organizationCodes: ["mzj"], takenOver: false')).not.toContain(
      live.indexNumber,
    )
    const data = await ask(
      `{ disclosure(indexNumber: "${live.indexNumber}") { organizationName organization { code active successors { organization { code } kind effectiveOn note } } }
         organization(code: "mzj") { predecessors { organization { code } kind } }
         search(query: "") { facets { name values { value count } } } }`,
    )
    expect(data).toMatchObject({
      disclosure: {
        organizationName: NAMES.fullName,
        organization: {
          code: 'hbj',
          active: false,
          successors: [
            {
              organization: { code: 'mzj' },
              kind: 'MERGED',
              effectiveOn: TOMORROW,
              note: '机构改革',
            },
          ],
        },
      },
      organization: { predecessors: [{ organization: { code: 'hbj' }, kind: 'MERGED' }] },
    })
    type Facets = { facets: { name: string; values: { value: string; count: number }[] }[] }
    const { facets } = data['search'] as Facets
    const counted = facets.find(({ name }) => name === 'organization')?.values
    expect(counted).toContainEqual({ value: 'mzj', count: both.length })
  })

  test('the past is what it was: without the successor’s name, under the same number', async () => {
    const at = ', asOf: "2026-03-03T16:45:00Z"'
    const list = (code: string, asOf: string) =>
      `disclosures(first: 100, filter: { organizationCodes: ["${code}"] }, asOf: "${asOf}") { edges { node { indexNumber } } }`
    const lists = await ask(
      `{ own: ${list('hbj', '2026-03-03T16:45:00Z')} before: ${list('mzj', '2026-03-03T16:45:00Z')}
         after: ${list('mzj', '2026-03-03T16:55:00Z')} }`,
    )
    const node = { node: { indexNumber: live.indexNumber } }
    expect(lists['own']).toMatchObject({ edges: expect.arrayContaining([node]) as unknown })
    expect(lists['before']).not.toMatchObject({ edges: expect.arrayContaining([node]) as unknown })
    expect(lists['after']).toMatchObject({ edges: expect.arrayContaining([node]) as unknown })
    const data = await ask(
      `{ disclosure(indexNumber: "${live.indexNumber}"${at}) { organizationName }
         organizations(asOf: "2026-03-03") { code } }`,
    )
    expect(data['disclosure']).toEqual({ organizationName: NAMES.fullName })
    expect(data['organizations']).toContainEqual({ code: 'hbj' })
    const today = await ask(`{ organizations(asOf: "${TOMORROW}") { code } }`)
    expect(today['organizations']).not.toContainEqual({ code: 'hbj' })
  })

  test('the successor revises and withdraws what it took over; the number stays', async () => {
    const next = await revisedAndApproved(stage, { ...live, place: placeAt('mzj') })
    const again = await publish(stage, next)
    expect(again).toMatchObject({ indexNumber: live.indexNumber })
    const approver = county.person('mzj', 'APPROVER')
    const input = { indexNumber: live.indexNumber ?? '', type: 'ERROR', reason: '有误' } as const
    await withdrawDisclosure(platform, approver, input)
    expect(await ask(`{ disclosure(indexNumber: "${live.indexNumber}") { status } }`)).toEqual({
      disclosure: { status: 'WITHDRAWN' },
    })
  })
})

describe('a part of mzj goes to a new body', () => {
  const input = {
    organizationCode: 'mzj',
    successors: [
      { organizationCode: 'ybj', itemCodes: ['5.1'], usernames: ['mzj.editor.2', 'hbj.editor.1'] },
    ],
    ends: false,
  }

  test('items with their records, and people, go as the office says; the rest stays', async () => {
    const uscc = '91110000101623741K'
    const body = { code: 'ybj', shortName: '县医保局', fullName: '喀左县医疗保障局', uscc }
    await establishOrganization(platform, office, { ...body, kind: 'BUREAU', parentCode: 'county' })
    const stays = await draft(stage)
    const goes = await draft(stage, { itemCode: '5.1' })
    await splitOrganization(platform, office, input)
    expect([await holderOf(stays), await holderOf(goes)]).toEqual(['mzj', 'ybj'])
    expect(await dutiesOf('ybj')).toEqual(['5.1'])
    expect(await dutiesOf('mzj')).toEqual(['2.2', 'G3.1'])
    expect(await afresh(county.person('mzj', 'EDITOR', 2))).toMatchObject({
      organizationCode: 'ybj',
      grants: [{ role: 'EDITOR', organizationCode: 'ybj' }],
    })
    expect(await afresh(county.person('mzj', 'EDITOR'))).toMatchObject({ organizationCode: 'mzj' })
    expect(await rowOf('mzj')).toMatchObject({ valid_to: null })
  })

  test('all faults of a split are told at once', async () => {
    const attempt = () =>
      splitOrganization(platform, office, {
        organizationCode: 'mzj',
        ends: true,
        successors: [
          { organizationCode: 'mzj', itemCodes: ['2.2', '2.2', '9.9'], usernames: ['nobody'] },
        ],
      })
    // What stands below it would hang on nothing.
    expect(await stage.refusal(attempt)).toMatchObject({ code: 'HAS_CHILDREN' })
    await moveOrganization(platform, office, { organizationCode: 'jzz', parentCode: 'county' })
    const { code, problems } = (await stage.refusal(attempt)) as unknown as {
      code: string
      problems: { path: string; code: string }[]
    }
    expect(code).toBe('VALIDATION')
    expect(problems.map((one) => `${one.path} ${one.code}`)).toEqual([
      'successors NOT_DISTINCT',
      'successors.0.itemCodes.1 ASSIGNED_TWICE',
      'successors.0.itemCodes.2 NOT_THERE',
      'successors LEFT_OVER',
      'successors.0.usernames.0 NOT_THERE',
      'successors LEFT_OVER',
    ])
  })

  test('nothing succeeds itself: not by the command, and not past it', async () => {
    const back = { organizationCodes: ['ybj'], intoCode: 'mzj' }
    const attempt = () => mergeOrganizations(platform, office, back)
    expect(await stage.refusal(attempt)).toMatchObject({ code: 'SUCCESSION_CIRCLE' })
    const [row] = await sql(`SELECT change_id FROM organization_succession WHERE to_code = 'ybj'`)
    const insert = sql(
      `INSERT INTO organization_succession (change_id, from_code, to_code, item_codes, user_ids)
       VALUES ($1, 'ybj', 'hbj', '{}', '{}')`,
      [row?.['change_id']],
    )
    await expect(insert).rejects.toMatchObject({ code: '23001' })
  })
})

test('what a closed organization had begun goes no further, with the office or without', async () => {
  const begun = await draft(stage, { body: 'nsj' })
  const signed = await approved(stage, { body: 'nsj' })
  await closeOrganization(platform, office, { organizationCode: 'nsj', note: '撤销' })
  for (const attempt of [
    () => submitEdition(platform, office, refer(begun)),
    () => publishEdition(platform, office, refer(signed)),
  ]) {
    expect(await stage.refusal(attempt)).toMatchObject({ code: 'ORGANIZATION_CLOSED' })
  }
  expect((await afresh(county.person('nsj', 'EDITOR'))).grants).toEqual([])
})
