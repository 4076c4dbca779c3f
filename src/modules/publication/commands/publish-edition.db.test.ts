import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { withSubtree } from '../../../../test/support/county.ts'
import {
  approved,
  draft,
  PLAN,
  publish,
  published,
  refer,
  revisedAndApproved,
  submitted,
} from '../../../../test/support/editions.ts'
import { openStage, race, TODAY } from '../../../../test/support/stage.ts'
import type { Edition } from '../../disclosure/model.ts'
import type { Actor } from '../../identity/model.ts'
import { publishEdition } from './publish-edition.ts'

const stage = await openStage()
afterAll(stage.close)
const { person } = stage.county
const approver = person('mzj', 'APPROVER')
const second = person('mzj', 'APPROVER', 2)

const publishAs = (actor: Actor | null, edition: Edition) =>
  publishEdition(stage.platform, actor, refer(edition))
const refusal = (actor: Actor | null, edition: Edition) =>
  stage.refusal(() => publishAs(actor, edition))
const publications = (disclosureId: string) =>
  stage.sql('SELECT * FROM publication WHERE disclosure_id = $1 ORDER BY version', [disclosureId])
const statesOf = async ({ disclosureId }: Edition) => {
  const rows = await stage.sql(
    'SELECT state FROM edition WHERE disclosure_id = $1 ORDER BY number',
    [disclosureId],
  )
  return rows.map(({ state }) => state)
}

beforeEach(() => stage.clock.set(TODAY))

describe('the first publication', () => {
  test('is it one frozen row, with everything the public needs and the number of the record?', async () => {
    const ready = await approved(stage, { kind: 'PolicyDocument', content: PLAN })
    const live = await publishAs(approver, ready)
    expect(live).toMatchObject({ state: 'PUBLISHED', version: ready.version + 1 })
    expect(live.indexNumber).toMatch(/^\w{18}\/2026-\d{5}$/)
    expect(await publications(live.disclosureId)).toEqual([
      expect.objectContaining({
        edition_id: live.id,
        index_number: live.indexNumber,
        version: 1,
        kind: 'PolicyDocument',
        area_code: '2',
        item_code: '2.2',
        organization_code: 'mzj',
        organization_name: '喀左县mzj',
        title: PLAN.title,
        doc_number: '喀政办发〔2018〕12号',
        audience: 'SOCIETY',
        keywords: [],
        content: { issuers: PLAN.issuers },
        first_published_at: stage.clock.now(),
        valid_from: stage.clock.now(),
        valid_to: null,
        withdrawal_type: null,
      }),
    ])
  })

  test('is it told once, with record and version, and audited with what was frozen?', async () => {
    const before = (await stage.events()).length
    const live = await published(stage)
    const told = (await stage.events()).slice(before)
    expect(told.filter(({ name }) => name.startsWith('publication.'))).toEqual([
      { name: 'publication.changed', data: { disclosureId: live.disclosureId, version: 1 } },
    ])
    const [frozen] = await publications(live.disclosureId)
    const audited = `SELECT actor_role, before_hash, after_hash, details FROM audit_event
                      WHERE subject_id = $1 AND action = 'edition.publish'`
    expect(await stage.sql(audited, [live.id])).toEqual([
      {
        actor_role: 'APPROVER',
        before_hash: stage.evidence.blind(live.contentHash),
        after_hash: stage.evidence.blind(String(frozen?.['content_hash'])),
        details: { indexNumber: live.indexNumber, version: 1 },
      },
    ])
  })

  test('does the organization keep the name of that day in what was published?', async () => {
    const { disclosureId } = await published(stage, { body: 'gyz' })
    await stage.sql(`UPDATE organization SET full_name = '新名' WHERE code = 'gyz'`)
    expect(await publications(disclosureId)).toMatchObject([{ organization_name: '喀左县gyz' }])
  })
})

describe('the next publication', () => {
  test('does it supersede at one instant, under the same number and with the first date kept?', async () => {
    const first = await published(stage)
    const next = await revisedAndApproved(stage, first)
    expect(await statesOf(first)).toEqual(['PUBLISHED', 'APPROVED'])
    stage.clock.set('2026-04-01T00:00:00.000Z')
    const live = await publish(stage, next)
    const publishedAt = new Date(TODAY)
    expect(await statesOf(first)).toEqual(['SUPERSEDED', 'PUBLISHED'])
    expect(live.indexNumber).toBe(first.indexNumber)
    expect(await publications(first.disclosureId)).toMatchObject([
      {
        version: 1,
        edition_id: first.id,
        valid_from: publishedAt,
        valid_to: stage.clock.now(),
        first_published_at: publishedAt,
      },
      {
        version: 2,
        edition_id: live.id,
        index_number: first.indexNumber,
        valid_from: stage.clock.now(),
        valid_to: null,
        first_published_at: publishedAt,
      },
    ])
  })

  test('does the version of what is superseded grow by one as well?', async () => {
    const first = await published(stage)
    await publish(stage, await revisedAndApproved(stage, first))
    const versions = 'SELECT version FROM edition WHERE id = $1'
    expect(await stage.sql(versions, [first.id])).toEqual([{ version: first.version + 1 }])
  })
})

describe('who publishes', () => {
  test.each([
    ['another approver of the organization', second],
    ['the office', person('county', 'OFFICE')],
    ['an approver of the county with all below it', withSubtree(person('county', 'APPROVER'))],
  ])('does %s? yes', async (_who, actor) => {
    expect(await publishAs(actor, await approved(stage))).toMatchObject({ state: 'PUBLISHED' })
  })

  test.each([
    ['the editor', person('mzj', 'EDITOR'), 'FORBIDDEN'],
    ['the reviewer', person('mzj', 'REVIEWER'), 'FORBIDDEN'],
    ['an administrator of the organization', person('mzj', 'ORG_ADMIN'), 'FORBIDDEN'],
    ['an auditor of the organization', person('mzj', 'AUDITOR'), 'FORBIDDEN'],
    ['an approver of a sibling', person('hbj', 'APPROVER'), 'NOT_FOUND'],
    ['an approver of a station below', person('jzz', 'APPROVER'), 'NOT_FOUND'],
    ['an approver of the county, alone', person('county', 'APPROVER'), 'NOT_FOUND'],
    ['nobody', null, 'UNAUTHENTICATED'],
  ] as const)('does %s? no', async (_who, actor, code) => {
    expect(await refusal(actor, await approved(stage))).toMatchObject({ code })
  })
})

describe('what cannot be published', () => {
  test.each([
    ['a draft', draft],
    ['what is in review', submitted],
    ['what is public', published],
  ])('is %s?', async (_what, make) => {
    const refused = await refusal(approver, await make(stage))
    expect(refused).toMatchObject({ name: 'ConflictError', code: 'WRONG_STATE' })
  })

  test('is a version that was not the last seen?', async () => {
    const ready = await approved(stage)
    const stale = { ...ready, version: ready.version - 1 }
    expect(await refusal(approver, stale)).toMatchObject({ code: 'STALE_VERSION' })
  })

  test('is an edition that its kind would no longer take, with all that is missing?', async () => {
    const ready = await approved(stage)
    await stage.rewrite(ready.id, `content - 'body' - 'title'`)
    expect(await refusal(approver, ready)).toMatchObject({
      code: 'INCOMPLETE',
      problems: [{ path: 'content.notice.title' }, { path: 'content.notice.body' }],
    })
  })
})

test('is an edition refused whose item has come to demand more since it was submitted?', async () => {
  const ready = await approved(stage)
  await stage.sql(`UPDATE item SET hotline_required = true WHERE code = '2.2'`)
  const refused = await refusal(approver, ready)
  await stage.sql(`UPDATE item SET hotline_required = false WHERE code = '2.2'`)
  expect(refused).toMatchObject({
    code: 'INCOMPLETE',
    problems: [{ path: 'content.notice.hotline', code: 'REQUIRED' }],
  })
})

describe('two approvers at once', () => {
  test.each(['once', 'again', 'and again'])(
    'of a first publication: does one publish and the other meet a conflict? %s',
    async () => {
      const ready = await approved(stage)
      const before = (await stage.events()).length
      const outcome = await race([publishAs(approver, ready), publishAs(second, ready)])
      expect(outcome).toMatchObject({
        done: [{ state: 'PUBLISHED' }],
        refused: ['STALE_VERSION'],
      })
      expect(await publications(ready.disclosureId)).toHaveLength(1)
      expect(await stage.events()).toHaveLength(before + 1)
    },
  )

  test('of a revision: is it superseded once?', async () => {
    const first = await published(stage)
    const next = await revisedAndApproved(stage, first)
    const outcome = await race([publishAs(approver, next), publishAs(second, next)])
    expect(outcome).toMatchObject({ done: [{ number: 2 }], refused: ['STALE_VERSION'] })
    expect(await publications(first.disclosureId)).toMatchObject([{ version: 1 }, { version: 2 }])
    expect(await statesOf(first)).toEqual(['SUPERSEDED', 'PUBLISHED'])
  })
})
