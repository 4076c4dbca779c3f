import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { outcomeOf, type SmallCounty, smallCounty } from '../../../../test/support/small-county.ts'
import { sha256 } from '../../../platform/canonical.ts'
import { clientOf } from '../client-secret.ts'
import type { Actor } from '../model.ts'
import { apiClients } from '../queries.ts'
import { createApiClient } from './create-api-client.ts'
import { revokeApiClient } from './revoke-api-client.ts'

let county: SmallCounty
let office: Actor

beforeAll(async () => {
  county = await smallCounty()
  office = await county.as('office')
})
afterAll(() => county.close())

const register = (name: string, by: Actor | null = office) =>
  createApiClient(county.platform, by, { name, channel: 'WEBSITE' })

describe('a front end', () => {
  test('is known by its secret, which is stored only as a hash', async () => {
    const { client, secret } = await register(' 县政府网站 ')
    expect(secret).toMatch(/^gkc_[\w-]{43}$/)
    expect(client).toMatchObject({ name: '县政府网站', channel: 'WEBSITE', revokedAt: null })
    expect(await clientOf(county.platform, secret)).toEqual({
      id: client.id,
      name: '县政府网站',
      channel: 'WEBSITE',
    })
    const { database } = county.platform
    const stored = JSON.stringify([
      await database.apiClient.findMany(),
      (await database.auditEvent.findMany()).map(({ details, subjectId }) => [details, subjectId]),
    ])
    expect(stored).toContain(sha256(secret))
    expect(stored).not.toContain(secret.slice(4))
    expect(await apiClients(database, office)).toEqual([client])
  })

  test.each(['gkc_', '', '\u0000', `gkc_${'A'.repeat(43)}`])(
    'is not known by %j',
    async (secret) => {
      expect(await clientOf(county.platform, secret)).toBeNull()
    },
  )

  test('is unknown once revoked, by id or by name, and cannot be revoked again', async () => {
    const one = await register('小程序')
    const two = await register('短信平台')
    const revoke = (input: object) => revokeApiClient(county.platform, office, input)
    expect((await revoke({ clientId: one.client.id })).revokedAt).not.toBeNull()
    expect((await revoke({ name: '短信平台' })).id).toBe(two.client.id)
    for (const { secret } of [one, two]) expect(await clientOf(county.platform, secret)).toBeNull()

    expect(await outcomeOf(revoke({ clientId: one.client.id }))).toBe('ALREADY_REVOKED')
    expect(await outcomeOf(revoke({ clientId: 'no uuid' }))).toBe('NOT_FOUND')
    expect(await outcomeOf(revoke({ name: '没有的' }))).toBe('NOT_FOUND')
    expect(await outcomeOf(revoke({}))).toBe('ID_OR_NAME')
    expect(await outcomeOf(revoke({ clientId: one.client.id, name: '小程序' }))).toBe('ID_OR_NAME')
  })

  test('has a name of its own', async () => {
    await register('开放平台')
    expect(await outcomeOf(register('开放平台'))).toBe('NAME_TAKEN')
    await expect(register('  ')).rejects.toMatchObject({ problems: [{ path: 'name' }] })
  })
})

test.each(['mzj.admin', 'mzj.editor', 'auditor'])(
  '%s does not manage front ends',
  async (username) => {
    const who = await county.as(username)
    const { client } = await register(`站点-${username}`)
    const { platform } = county
    expect(await outcomeOf(register('不该有', who))).toBe('FORBIDDEN')
    const revoke = revokeApiClient(platform, who, { clientId: client.id })
    expect(await outcomeOf(revoke)).toBe('FORBIDDEN')
    expect(await outcomeOf(apiClients(platform.database, who))).toBe('FORBIDDEN')
    expect(await outcomeOf(apiClients(platform.database, null))).toBe('UNAUTHENTICATED')
  },
)
