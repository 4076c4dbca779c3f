import { encodeGlobalID } from '@pothos/plugin-relay'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { disclosurePolicy } from '../../src/modules/disclosure/policy.ts'
import type { Actor } from '../../src/modules/identity/model.ts'
import { placeOf } from '../support/county.ts'
import { draft, refer } from '../support/editions.ts'
import { openStaffApi, type StaffApi } from '../support/staff-api.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { actorsOf, TARGET } from './cells.ts'

// A preview shows what is not public, so nobody makes one who may not read the edition, and nobody ends one either.

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

test.each(['createPreview', 'revokePreviews'])(
  '%s is for those who may read the edition',
  async (name) => {
    const edition = await draft(stage, { body: TARGET })
    const input = { ...refer(edition), editionId: encodeGlobalID('Edition', edition.id) }
    const attempt = async (actor: Actor | null) => {
      const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
      const source = `mutation ($input: ${type}!) { result: ${name}(input: $input) { __typename } }`
      const { data, text } = await api.ask(actor, source, { input })
      return (data?.['result'] as { __typename: string } | undefined)?.__typename ?? text
    }
    const wrong: string[] = []
    for (const { role, relation, actor } of actorsOf(stage.county)) {
      const outcome = await attempt(actor)
      const may = disclosurePolicy.can(actor, 'edition.read', { place: placeOf(TARGET) })
      const expected = may ? /Success$/ : /^(NotFoundError|ForbiddenError)$/
      if (!expected.test(outcome)) wrong.push(`${role} ${relation}: ${outcome}`)
    }
    expect(wrong).toEqual([])
    expect(await attempt(null)).toBe('ForbiddenError')
  },
)
