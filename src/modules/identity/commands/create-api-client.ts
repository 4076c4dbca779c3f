import { command } from '../../../platform/command.ts'
import { isUniqueViolation } from '../../../platform/database-failure.ts'
import { ConflictError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { parseInput } from '../../../platform/problems.ts'
import { hashOfSecret, newSecret } from '../client-secret.ts'
import { type Actor, type ApiClient, apiClientRule, type ClientChannel } from '../model.ts'
import { identityPolicy } from '../policy.ts'
import { CLIENT_FIELDS, countyPlace } from '../queries.ts'

export interface CreateApiClientInput {
  readonly name: string
  readonly channel: ClientChannel
}

/** Registers a front end. The secret is returned this once and stored only as a hash. */
export function createApiClient(
  platform: Platform,
  actor: Actor | null,
  input: CreateApiClientInput,
): Promise<{ client: ApiClient; secret: string }> {
  return command(platform, async ({ tx, now, audit }) => {
    const place = await countyPlace(tx)
    const by = identityPolicy.authorize(actor, 'client.manage', { place })
    const { name, channel } = parseInput(apiClientRule, input)
    const secret = newSecret()
    const client: ApiClient = await tx.apiClient
      .create({
        data: {
          name,
          channel,
          secretHash: hashOfSecret(secret),
          createdAt: now,
          createdById: by.userId,
        },
        select: CLIENT_FIELDS,
      })
      .catch((error: unknown) => {
        throw isUniqueViolation(error) ? nameTaken() : error
      })
    audit({
      action: 'client.create',
      by,
      subjectType: 'ApiClient',
      subjectId: client.id,
      details: { channel },
    })
    return { client, secret }
  })
}

function nameTaken(): ConflictError {
  return new ConflictError('NAME_TAKEN', '该名称已被使用')
}
