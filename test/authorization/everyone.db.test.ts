import { encodeGlobalID } from '@pothos/plugin-relay'
import {
  getNamedType,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { schema } from '../../src/graphql/schema.ts'
import type { Actor } from '../../src/modules/identity/model.ts'
import { draft } from '../support/editions.ts'
import { openStaffApi, type StaffApi } from '../support/staff-api.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { TARGET } from './cells.ts'

let stage: Stage
let api: StaffApi
let editionId: string

beforeAll(async () => {
  stage = await openStage()
  api = await openStaffApi(stage)
  editionId = encodeGlobalID('Edition', (await draft(stage)).id)
})
afterAll(async () => {
  await api.close()
  await stage.close()
})

const mutations = schema.getMutationType()?.getFields() ?? {}

/** What citizens do without an account of the county's, each under limits of its own. */
const FOR_EVERYONE = ['signIn', 'signOut']
/** What anybody with an account does for themselves, which takes no role. */
const FOR_THEMSELVES = [
  'endDelegation',
  'revokeSession',
  'setEmail',
  'readNotifications',
  'claimTask',
  'releaseTask',
]

/** A value that a type of input takes: codes of the stage, and nothing that a rule would find right by chance. */
function sample(type: GraphQLInputType, name: string): unknown {
  if (isNonNullType(type)) return sample(type.ofType, name)
  if (isListType(type)) return [sample(type.ofType, name)]
  if (isEnumType(type)) return type.getValues()[0]?.name
  if (isInputObjectType(type)) {
    const needed = Object.values(type.getFields()).filter((field) => isNonNullType(field.type))
    const [first] = Object.values(type.getFields())
    const given = type.isOneOf && first ? [first] : needed
    return Object.fromEntries(given.map((field) => [field.name, sample(field.type, field.name)]))
  }
  const plain: Readonly<Record<string, unknown>> = {
    ID: editionId,
    Int: 1,
    Float: 1,
    Boolean: true,
    Date: '2026-03-04',
    DateTime: '2026-03-04T00:00:00Z',
    JSON: {},
  }
  if (name === 'organizationCode') return TARGET
  return plain[getNamedType(type).name] ?? '1'
}

/** Who could call it, and what became of it. */
async function outcomeOf(name: string, actor: Actor | null): Promise<string> {
  const [input] = mutations[name]?.args ?? []
  if (!input) throw new Error(`${name} takes no input`)
  const type = getNamedType(input.type).name
  const source = `mutation ($input: ${type}!) { result: ${name}(input: $input) { __typename } }`
  const { data, text } = await api.ask(actor, source, { input: sample(input.type, 'input') })
  return (data?.['result'] as { __typename: string } | undefined)?.__typename ?? text
}

const closed = Object.keys(mutations).filter((name) => !FOR_EVERYONE.includes(name))

test.each(closed)('%s is refused to whoever is not signed in', async (name) => {
  expect(await outcomeOf(name, null)).toBe('ForbiddenError')
})

test.each(closed.filter((name) => !FOR_THEMSELVES.includes(name)))(
  '%s is refused to whoever holds no role, and changes nothing',
  async (name) => {
    const nobody = { ...stage.county.person(TARGET, 'EDITOR', 2), grants: [] }
    const before = await stage.contents()
    expect(await outcomeOf(name, nobody)).toBe('ForbiddenError')
    expect(await stage.contents()).toEqual(before)
  },
)
