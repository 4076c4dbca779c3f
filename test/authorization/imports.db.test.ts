import { afterAll, beforeAll, expect, test } from 'vitest'
import { importRows } from '../../src/modules/disclosure/commands/import-rows.ts'
import type { Edition } from '../../src/modules/disclosure/model.ts'
import { disclosurePolicy } from '../../src/modules/disclosure/policy.ts'
import type { Actor } from '../../src/modules/identity/model.ts'
import { DomainError } from '../../src/platform/errors.ts'
import { draft, refer, signAll, submit } from '../support/editions.ts'
import { acceptRosters, ROSTER, rosterRow } from '../support/rosters.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { actorsOf, isAllowed } from './cells.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
  await acceptRosters(stage)
})

afterAll(() => stage.close())

function rosterDraft(): Promise<Edition> {
  const content = { ...ROSTER, recipients: [rosterRow(1)] }
  return draft(stage, { kind: 'RecipientRoster', content })
}

/** What came of the attempt, and whether the file was asked for. */
async function attempt(actor: Actor | null, edition: Edition, apply: boolean) {
  let asked = false
  const input = {
    ...refer(edition),
    field: 'recipients',
    apply,
    receive: () => {
      asked = true
      return Promise.resolve(Buffer.from('姓名,金额\n张三,5'))
    },
  }
  const outcome = await importRows(stage.platform, actor, input).then(
    ({ edition: changed }) => (changed ? 'applied' : 'told'),
    (error: unknown) => {
      if (!(error instanceof DomainError)) throw error
      return error.name
    },
  )
  return { outcome, asked }
}

test.each([
  ['DRAFT', (edition: Edition) => Promise.resolve(edition)],
  ['IN_REVIEW', (edition: Edition) => submit(stage, edition)],
  ['APPROVED', async (edition: Edition) => signAll(stage, await submit(stage, edition))],
])(
  'a file is taken of whoever may change an edition that is %s, and of nobody else',
  async (_, reach) => {
    const wrong: string[] = []
    const edition = await reach(await rosterDraft())
    for (const { role, relation, actor } of [
      ...actorsOf(stage.county),
      { role: 'anonymous', relation: '-', actor: null },
    ]) {
      const allowed = actor !== null && isAllowed(actor, 'edition.update', edition)
      const visible = actor !== null && disclosurePolicy.can(actor, 'edition.read', edition)
      const refusals =
        visible || actor === null ? ['ForbiddenError', 'ConflictError'] : ['NotFoundError']
      for (const apply of [false, true]) {
        const subject = allowed && apply ? await rosterDraft() : edition
        const { outcome, asked } = await attempt(actor, subject, apply)
        const expected = allowed ? [apply ? 'applied' : 'told'] : refusals
        if (!expected.includes(outcome) || asked !== allowed) {
          wrong.push(`${role} ${relation} apply ${apply}: ${outcome}, asked ${asked}`)
        }
      }
    }
    expect(wrong).toEqual([])
  },
)
