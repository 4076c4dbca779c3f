import type { Database } from '../../../platform/db/client.ts'
import type { Actor } from '../../identity/model.ts'
import { countyPlace } from '../../identity/queries.ts'
import { channelPolicy } from '../policy.ts'
import { type Webhook, WEBHOOK_FIELDS } from '../webhook.ts'

/** All endpoints ever registered, by name. */
export async function webhooks(database: Database, actor: Actor | null): Promise<Webhook[]> {
  channelPolicy.authorize(actor, 'webhook.manage', { place: await countyPlace(database) })
  return database.webhook.findMany({ select: WEBHOOK_FIELDS, orderBy: { name: 'asc' } })
}
