import { afterAll, describe, expect, test } from 'vitest'
import { type BodyCode, together, withSubtree } from '../../../test/support/county.ts'
import {
  approved,
  draft,
  published,
  revisedAndApproved,
  signature,
  signerOf,
  submitted,
} from '../../../test/support/editions.ts'
import { openStage } from '../../../test/support/stage.ts'
import { type Actor, ROLES } from '../identity/model.ts'
import { reviewEdition } from './commands/review-edition.ts'
import type { Edition } from './model.ts'
import { disclosurePolicy } from './policy.ts'
import { draftsOf, visibleEdition } from './queries.ts'
import type { EditionPosition } from './queries/editions.ts'
import { reviewQueueOf } from './queries/review-queue.ts'

const stage = await openStage()
afterAll(stage.close)
const { person } = stage.county
const { database } = stage.platform

// Editions in every state at a bureau, the station below it, its sibling and a town.
const BODIES = ['mzj', 'jzz', 'hbj', 'gyz'] as const
const editions: Edition[] = []
for (const body of BODIES) {
  const place = { body, itemCode: body === 'hbj' ? '5.1' : '2.2' }
  const live = await published(stage, place)
  const waiting = await submitted(stage, place)
  editions.push(
    live,
    await revisedAndApproved(stage, live),
    await draft(stage, place),
    await draft(stage, { ...place, author: person('county', 'OFFICE') }),
    await approved(stage, place),
    waiting,
    await reviewEdition(stage.platform, signerOf(stage, waiting), signature(waiting)),
    await submitted(stage, {
      ...place,
      author: together(person(body, 'EDITOR', 2), person(body, 'REVIEWER')),
    }),
  )
}
// Who returned an edition may not write in it, whatever else they hold.
const returner = together(person('mzj', 'REVIEWER', 2), person('mzj', 'EDITOR', 2))
const unfit = await submitted(stage)
const objection = { decision: 'RETURN', comment: '请补充标准' } as const
editions.push(await reviewEdition(stage.platform, returner, { ...signature(unfit), ...objection }))
// What was signed on is in its later state twice: the last reading counts.
const latest = [...new Map(editions.map((edition) => [edition.id, edition])).values()]

const everybody: (readonly [string, Actor])[] = [
  ...(['county', 'zwgkb', ...BODIES] as BodyCode[]).flatMap((body) =>
    ROLES.flatMap((role): [string, Actor][] => [
      [`${role} of ${body}`, person(body, role)],
      [`another ${role} of ${body}`, person(body, role, 2)],
      [`${role} of ${body} and below`, withSubtree(person(body, role))],
    ]),
  ),
  ['REVIEWER and APPROVER of mzj', together(person('mzj', 'REVIEWER'), person('mzj', 'APPROVER'))],
  [
    'REVIEWER of mzj, APPROVER of hbj',
    together(person('mzj', 'REVIEWER', 2), person('hbj', 'APPROVER', 2)),
  ],
  ['EDITOR of mzj who has returned a draft', returner],
  ['somebody without a grant', { ...person('mzj', 'EDITOR'), grants: [] }],
]

const ids = (list: readonly { id: string }[]) => new Set(list.map(({ id }) => id))
const all = (read: typeof draftsOf, actor: Actor) => read(database, actor, 100, null)

describe.each(everybody)('%s', (_who, actor) => {
  const may =
    (action: 'edition.read' | 'edition.update' | 'edition.review') => (edition: Edition) =>
      disclosurePolicy.can(actor, action, edition)

  test('is an edition found exactly where the policy lets it be read?', async () => {
    const found = await Promise.all(
      latest.map(async ({ id }) => (await visibleEdition(database, actor, id)) ?? []),
    )
    expect(ids(found.flat())).toEqual(ids(latest.filter(may('edition.read'))))
  })

  test('are their drafts those that they may change?', async () => {
    const drafts = latest.filter(({ state }) => state === 'DRAFT').filter(may('edition.update'))
    expect(ids(await all(draftsOf, actor))).toEqual(ids(drafts))
  })

  test('does their queue hold exactly what they may sign?', async () => {
    expect(ids(await all(reviewQueueOf, actor))).toEqual(ids(latest.filter(may('edition.review'))))
  })
})

describe('lists in pages', () => {
  test('does everything come once and in order, also what changed at one instant?', async () => {
    const editor = withSubtree(person('county', 'EDITOR'))
    const whole = await all(draftsOf, editor)
    expect(whole.length).toBeGreaterThan(5)
    const paged: Edition[] = []
    let after: EditionPosition | null = null
    for (;;) {
      const page: Edition[] = await draftsOf(database, editor, 2, after)
      paged.push(...page.slice(0, 2))
      after = paged.at(-1) ?? null
      if (page.length < 3) break
    }
    expect(paged.map(({ id }) => id)).toEqual(whole.map(({ id }) => id))
  })

  test('does what changed last come first?', async () => {
    stage.clock.set('2026-03-04T04:00:00.000Z')
    const young = await draft(stage)
    const [first] = await draftsOf(database, person('mzj', 'EDITOR'), 1, null)
    expect(first?.id).toBe(young.id)
  })
})
