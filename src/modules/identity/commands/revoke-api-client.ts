import { command } from '../../../platform/command.ts'
import { ConflictError, NotFoundError, ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Actor, ApiClient } from '../model.ts'
import { identityPolicy } from '../policy.ts'
import { apiClient, apiClientByName, countyPlace } from '../queries.ts'

/** Names a front end either way. */
export interface RevokeApiClientInput {
  readonly clientId?: string | null
  readonly name?: string | null
}

/** Takes a front end's secret out of force for ever. */
export function revokeApiClient(
  platform: Platform,
  actor: Actor | null,
  { clientId, name }: RevokeApiClientInput,
): Promise<ApiClient> {
  return command(platform, async ({ tx, now, audit }) => {
    const place = await countyPlace(tx)
    const by = identityPolicy.authorize(actor, 'client.manage', { place })
    if ((clientId == null) === (name == null)) {
      throw ValidationError.of('clientId', 'ID_OR_NAME', '请填写编号或名称之一')
    }
    const client =
      clientId == null ? await apiClientByName(tx, name ?? '') : await apiClient(tx, clientId)
    if (!client) throw new NotFoundError('没有这个接入应用')
    if (client.revokedAt) throw new ConflictError('ALREADY_REVOKED', '该接入应用的密钥已经停用')

    await tx.apiClient.update({ where: { id: client.id }, data: { revokedAt: now } })
    audit({ action: 'client.revoke', by, subjectType: 'ApiClient', subjectId: client.id })
    return { ...client, revokedAt: now }
  })
}
