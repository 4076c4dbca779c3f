import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  acceptKinds,
  approved,
  PLAN,
  publish,
  published,
  refer,
  signAll,
  submit,
} from '../../../test/support/editions.ts'
import { openStaffApi, type StaffApi } from '../../../test/support/staff-api.ts'
import { openStage, race, TODAY } from '../../../test/support/stage.ts'
import { command } from '../../platform/command.ts'
import { setCalendarYear } from '../calendar/commands/set-calendar-year.ts'
import { guardedEdition } from '../disclosure/edition-guard.ts'
import { reviseDisclosure } from '../disclosure/commands/revise-disclosure.ts'
import { updateDraft } from '../disclosure/commands/update-draft.ts'
import type { Edition } from '../disclosure/model.ts'
import { publishEdition } from './commands/publish-edition.ts'
import { withdrawDisclosure } from './commands/withdraw-disclosure.ts'
import { policiesFollow, policyDaysFollow } from './policies-follow.ts'
import { publishReady, readyToPublish } from './publish.ts'

const stage = await openStage([policiesFollow, policyDaysFollow])
const { platform, county, clock, sql } = stage
let api: StaffApi
beforeAll(async () => {
  await acceptKinds(stage, 'PolicyInterpretation')
  api = await openStaffApi(stage)
})
afterAll(async () => {
  await api.close()
  await stage.close()
})
beforeEach(() => clock.set(TODAY))

let serial = 0
const numbered = () => `喀政办发〔2026〕${++serial}号`
const policyOf = (fields: object = {}) => ({
  kind: 'PolicyDocument',
  content: { ...PLAN, docNumber: numbered(), ...fields },
})
const interpretationOf = (fields: object) => ({
  kind: 'PolicyInterpretation',
  content: {
    title: '解读',
    policyTitle: '工作方案',
    forms: ['TEXT'],
    background: '背景。',
    keyPoints: '要点。',
    ...fields,
  },
})
const docNumberOf = ({ content }: Edition) => String(content['docNumber'])
/** The next version of a public record with other fields, approved. */
const revised = async (live: Edition, fields: object): Promise<Edition> => {
  const editor = county.person('mzj', 'EDITOR')
  const draft = await reviseDisclosure(platform, editor, { indexNumber: live.indexNumber ?? '' })
  const content = { ...PLAN, docNumber: docNumberOf(live), ...fields }
  const input = { ...refer(draft), kind: live.kind, content }
  return signAll(stage, await submit(stage, await updateDraft(platform, editor, input)))
}
const withdraw = ({ indexNumber }: Edition) =>
  withdrawDisclosure(platform, county.person('mzj', 'APPROVER'), {
    indexNumber: indexNumber ?? '',
    type: 'REVOKED',
    reason: '有误',
  })
const told = async ({ indexNumber }: Edition) => {
  const { data, text } = await api.ask(
    null,
    `query ($number: String!) { disclosure(indexNumber: $number) {
       ... on PolicyDocument { standing
         supersededBy { kind effectiveOn document { indexNumber } }
         supersededDocuments { kind document { indexNumber } }
         interpretations { indexNumber } }
       ... on PolicyInterpretation { policy { indexNumber } } } }`,
    { number: indexNumber },
  )
  if (!data) throw new Error(text)
  return data['disclosure']
}
const named = ({ indexNumber }: Edition) => ({ indexNumber })

describe('what replaces a document', () => {
  test('shows on both, by index number, and repeals it from its own first day', async () => {
    const old = await published(stage, policyOf())
    const options = policyOf({ supersedesRecords: [old.indexNumber], effectiveOn: '2026-03-04' })
    const next = await published(stage, options)
    const supersededBy = [{ kind: 'SUPERSEDES', effectiveOn: '2026-03-04', document: named(next) }]
    expect(await told(old)).toMatchObject({ standing: 'IN_FORCE', supersededBy })
    expect(await told(next)).toMatchObject({
      standing: 'NOT_YET_IN_FORCE',
      supersededDocuments: [{ kind: 'SUPERSEDES', document: named(old) }],
    })
    clock.set('2026-03-03T16:00:00.000Z')
    expect(await told(old)).toMatchObject({ standing: 'REPEALED' })
    expect(await told(next)).toMatchObject({ standing: 'IN_FORCE' })
  })

  test('shows by document number too, whichever of them is published first', async () => {
    const docNumber = numbered()
    const early = await published(stage, policyOf({ amends: [docNumber, '喀政发〔2010〕1号'] }))
    const late = await published(stage, policyOf({ docNumber }))
    const amended = [{ kind: 'AMENDS', effectiveOn: '2026-03-03', document: named(early) }]
    expect(await told(late)).toMatchObject({ standing: 'AMENDED', supersededBy: amended })
    expect(await told(early)).toMatchObject({
      supersededDocuments: [{ kind: 'AMENDS', document: named(late) }],
    })
  })

  test('repeals nothing any more when a revision names it no more, or when it is withdrawn', async () => {
    const old = await published(stage, policyOf())
    const next = await published(stage, policyOf({ supersedes: [docNumberOf(old)] }))
    expect(await told(old)).toMatchObject({ standing: 'REPEALED' })
    await publish(stage, await revised(next, {}))
    expect(await told(old)).toMatchObject({ standing: 'IN_FORCE', supersededBy: [] })
    const again = await published(stage, policyOf({ supersedes: [docNumberOf(old)] }))
    await withdraw(again)
    expect(await told(old)).toMatchObject({ standing: 'IN_FORCE', supersededBy: [] })
    expect(await told(again)).toMatchObject({ standing: null, interpretations: [] })
  })

  test('links nothing by numbers that are not of this site, but keeps them as they are', async () => {
    const foreign = '91110000101623741K/2020-00001'
    const live = await published(stage, policyOf({ supersedesRecords: [foreign] }))
    expect(await told(live)).toMatchObject({ standing: 'IN_FORCE', supersededDocuments: [] })
    const query = `{ disclosure(indexNumber: "${live.indexNumber}") { ... on PolicyDocument { supersedesRecords } } }`
    expect((await api.ask(null, query)).data).toEqual({
      disclosure: { supersedesRecords: [foreign] },
    })
  })
})

describe('no document replaces itself', () => {
  test('neither at once nor at any remove', async () => {
    const first = await published(stage, policyOf())
    const second = await published(stage, policyOf({ amendsRecords: [first.indexNumber] }))
    const third = await published(stage, policyOf({ supersedesRecords: [second.indexNumber] }))
    for (const fields of [
      { supersedesRecords: [third.indexNumber] },
      { supersedesRecords: [first.indexNumber] },
      { amends: [docNumberOf(second)] },
    ]) {
      const circular = await revised(first, fields)
      expect(await stage.refusal(() => publish(stage, circular))).toMatchObject({
        code: 'CIRCULAR_SUPERSESSION',
      })
      await sql(`UPDATE edition SET state = 'SUPERSEDED' WHERE id = $1`, [circular.id])
    }
  })

  test('when two that replace each other are published at once, one is', async () => {
    const [one, other] = [await published(stage, policyOf()), await published(stage, policyOf())]
    const approver = county.person('mzj', 'APPROVER')
    const pair = [
      await revised(one, { supersedesRecords: [other.indexNumber] }),
      await revised(other, { supersedesRecords: [one.indexNumber] }),
    ]
    const { done, refused } = await race(
      pair.map((edition) => publishEdition(platform, approver, refer(edition))),
    )
    expect([done.length, refused]).toEqual([1, ['CIRCULAR_SUPERSESSION']])
  })

  test('not even past the application', async () => {
    const [link] = await sql('SELECT from_id, to_id FROM policy_link LIMIT 1')
    const insert = sql(`INSERT INTO policy_link VALUES ($1, $2, 'AMENDS', '2026-01-01')`, [
      link?.['to_id'],
      link?.['from_id'],
    ])
    await expect(insert).rejects.toMatchObject({ code: '23001' })
  })
})

describe('辽政办〔2022〕43号: a normative document', () => {
  const normative = (fields: object = {}) => policyOf({ documentType: 'REGULATORY', ...fields })
  const owed = async (filter = '') => {
    const editor = county.person('mzj', 'EDITOR')
    const { data, text } = await api.ask(
      editor,
      `{ viewer { owedInterpretations${filter} { indexNumber dueOn organization { code } } } }`,
    )
    if (!data) throw new Error(text)
    const { owedInterpretations } = data['viewer'] as {
      owedInterpretations: { indexNumber: string; dueOn: string }[]
    }
    return owedInterpretations
  }
  const owes = async (policy: Edition) =>
    (await owed()).some(({ indexNumber }) => indexNumber === policy.indexNumber)

  test('without an interpretation owes one within five working days, holidays counted out', async () => {
    const policy = await published(stage, normative())
    // Holidays that become known later move what is still owed.
    await setCalendarYear(platform, county.person('county', 'OFFICE'), {
      year: 2026,
      source: '测试',
      days: [
        { date: '2026-03-06', working: false, name: '假日' },
        { date: '2026-03-08', working: true, name: '调休' },
      ],
    })
    const [mine] = (await owed()).filter(({ indexNumber }) => indexNumber === policy.indexNumber)
    // 2026-03-03 is a Tuesday: 4, 5, 8 (worked), 9, 10.
    expect(mine).toEqual({ ...named(policy), dueOn: '2026-03-10', organization: { code: 'mzj' } })
    expect(await owed('(overdue: true)')).toEqual([])
    clock.set('2026-03-10T16:00:00.000Z')
    expect(await owed('(overdue: true)')).toContainEqual(mine)
  })

  test('owes nothing once it is interpreted, both are linked, and again when that is withdrawn', async () => {
    const policy = await published(stage, normative())
    const other = await published(stage, normative())
    const told1 = await published(stage, interpretationOf({ interprets: policy.indexNumber }))
    expect([await owes(policy), await owes(other)]).toEqual([false, true])
    expect(await told(policy)).toMatchObject({ interpretations: [named(told1)] })
    expect(await told(told1)).toEqual({ policy: named(policy) })
    const told2 = await published(stage, interpretationOf({ policyNumber: docNumberOf(other) }))
    expect(await owes(other)).toBe(false)
    expect(await told(told2)).toEqual({ policy: named(other) })
    await withdraw(told1)
    expect([await owes(policy), await owes(other)]).toEqual([true, false])
    expect(await told(policy)).toMatchObject({ interpretations: [] })
    await withdraw(policy)
    expect(await owes(policy)).toBe(false)
  })

  test('owes nothing when it goes public together with its interpretation', async () => {
    const policy = await approved(stage, normative())
    const told1 = await approved(stage, interpretationOf({ policyNumber: docNumberOf(policy) }))
    const approver = county.person('mzj', 'APPROVER')
    await command(platform, async (work) => {
      for (const one of [policy, told1]) {
        const { edition, by } = await guardedEdition(
          work.tx,
          approver,
          'edition.publish',
          refer(one),
        )
        const ready = await readyToPublish(work, edition, 'publish')
        await publishReady(work, ready, { by, transition: 'publish' })
      }
    })
    const duties = await sql('SELECT FROM interpretation_duty WHERE disclosure_id = $1', [
      policy.disclosureId,
    ])
    expect(duties).toEqual([])
  })

  test('is not what every policy document is', async () => {
    const plan = await published(stage, policyOf({ documentType: 'PLAN' }))
    expect(await owes(plan)).toBe(false)
  })
})

test('the end of a document is told sixty days ahead, and not when another has replaced it', async () => {
  const office = county.person('county', 'OFFICE')
  const near = await published(stage, policyOf({ expiresOn: '2026-05-02' }))
  const replaced = await published(stage, policyOf({ expiresOn: '2026-04-01' }))
  await published(stage, policyOf({ expiresOn: '2026-05-03' }))
  await published(stage, policyOf({ supersedesRecords: [replaced.indexNumber] }))
  const { data } = await api.ask(office, `{ viewer { expiringPolicies { indexNumber dueOn } } }`)
  expect(data).toEqual({
    viewer: { expiringPolicies: [{ ...named(near), dueOn: '2026-05-02' }] },
  })
})
