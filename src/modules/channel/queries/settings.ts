import type { Database } from '../../../platform/db/client.ts'
import type { Actor } from '../../identity/model.ts'
import { knownPlace } from '../../identity/queries.ts'
import type { Channel } from '../model.ts'
import { channelPolicy } from '../policy.ts'

/** How an organization uses a channel. */
export interface OrganizationChannel {
  readonly organizationCode: string
  readonly channel: Channel
  readonly enabled: boolean
  readonly quietFrom: string | null
  readonly quietTo: string | null
  readonly version: number
}

/** What an organization itself has said about channels; what it has not, it takes from above. */
export async function organizationChannels(
  database: Database,
  actor: Actor | null,
  organizationCode: string,
): Promise<OrganizationChannel[]> {
  const place = await knownPlace(database, organizationCode)
  channelPolicy.authorize(actor, 'channel.configure', { place })
  return database.organizationChannel.findMany({
    where: { organizationCode },
    orderBy: { channel: 'asc' },
  })
}
