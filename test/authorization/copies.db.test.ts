import { encodeGlobalID } from '@pothos/plugin-relay'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commentOnEdition } from '../../src/modules/disclosure/commands/comment-on-edition.ts'
import { createTemplate } from '../../src/modules/disclosure/commands/create-template.ts'
import { startEditing } from '../../src/modules/disclosure/commands/lock-edition.ts'
import { disclosurePolicy } from '../../src/modules/disclosure/policy.ts'
import type { Edition } from '../../src/modules/disclosure/model.ts'
import type { Actor } from '../../src/modules/identity/model.ts'
import { draft, NOTICE, published } from '../support/editions.ts'
import { openStaffApi, type StaffApi } from '../support/staff-api.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { actorsOf, TARGET } from './cells.ts'

let stage: Stage
let api: StaffApi

beforeAll(async () => {
  stage = await openStage()
  api = await openStaffApi(stage)
})
afterAll(async () => {
  await api.close()
  await stage.close()
})

type Action = keyof typeof disclosurePolicy.rules

/** What is done with an edition or a template beside taking it on its way: by which rights, and how it is asked for. */
const WAYS: Readonly<Record<string, { actions: Action[]; call: () => Promise<Call> }>> = {
  restoreEdition: {
    actions: ['disclosure.revise'],
    call: async () => on(await published(stage)),
  },
  duplicateEdition: {
    actions: ['edition.read', 'edition.create'],
    call: async () => {
      const { subject, input } = on(await draft(stage))
      return { subject, input: { ...input, itemCode: '2.2', organizationCode: TARGET } }
    },
  },
  startEditing: { actions: ['edition.update'], call: async () => on(await draft(stage)) },
  takeOverEdit: {
    actions: ['edition.update'],
    call: async () => {
      const edition = await draft(stage)
      await startEditing(stage.platform, editor(), { editionId: edition.id })
      return on(edition)
    },
  },
  resolveComment: {
    actions: ['edition.comment'],
    call: async () => {
      const subject = await draft(stage)
      const remark = { editionId: subject.id, text: '请核对数字' }
      const { id } = await commentOnEdition(stage.platform, editor(), remark)
      return { subject, input: { commentId: id, resolved: true } }
    },
  },
  draftFromTemplate: {
    actions: ['template.read', 'edition.create'],
    call: async () => {
      const { subject, input } = await template()
      return { subject, input: { ...input, itemCode: '2.2', organizationCode: TARGET } }
    },
  },
  archiveTemplate: { actions: ['template.manage'], call: template },
}

interface Call {
  readonly subject: Parameters<typeof disclosurePolicy.can>[2]
  readonly input: object
}

const editor = () => stage.county.person(TARGET, 'EDITOR')

function on(edition: Edition): Call {
  return { subject: edition, input: { editionId: encodeGlobalID('Edition', edition.id) } }
}

async function template(): Promise<Call> {
  const { place } = await draft(stage)
  const given = { kind: 'Notice', content: NOTICE }
  const input = { organizationCode: TARGET, name: randomUUID(), given }
  const { id } = await createTemplate(stage.platform, editor(), input)
  return { subject: { place }, input: { templateId: id } }
}

async function isDone(actor: Actor | null, name: string, input: object): Promise<boolean> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
  const source = `mutation ($input: ${type}Input!) { result: ${name}(input: $input) { __typename } }`
  const { data } = await api.ask(actor, source, { input })
  return (data?.['result'] as { __typename: string } | undefined)?.__typename === `${type}Success`
}

test.each(Object.keys(WAYS))(
  '%s is for those alone who hold the rights that it needs',
  async (name) => {
    const { actions, call } = WAYS[name] as (typeof WAYS)[string]
    const wrong: string[] = []
    let able = 0
    let next = await call()
    for (const { role, relation, actor } of actorsOf(stage.county)) {
      const allowed = actions.every((action) => disclosurePolicy.can(actor, action, next.subject))
      const done = await isDone(actor, name, next.input)
      if (done !== allowed) wrong.push(`${role} ${relation}: ${done}`)
      if (!done) continue
      able += 1
      next = await call()
    }
    expect(wrong).toEqual([])
    expect(able).toBeGreaterThan(0)
    expect(await isDone(null, name, next.input)).toBe(false)
  },
)
