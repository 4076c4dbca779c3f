import type { Database, Prisma } from '../../platform/db/client.ts'
import { ForbiddenError } from '../../platform/errors.ts'
import { disclosurePolicy } from '../disclosure/policy.ts'
import { within } from '../identity/authority.ts'
import type { Actor } from '../identity/model.ts'
import type { FeedGrant } from './model.ts'

/** What a grant is read with. */
export const WITH_CLIENT = {
  client: { select: { name: true } },
} as const satisfies Prisma.FeedGrantInclude

/** The row as the domain's grant. */
export function feedGrantOf({
  client,
  ...row
}: Omit<FeedGrant, 'clientName'> & { readonly client: { readonly name: string } }): FeedGrant {
  const { id, kind, itemCode, organizationCode, grantedAt, revokedAt } = row
  return { id, clientName: client.name, kind, itemCode, organizationCode, grantedAt, revokedAt }
}

/** All leaves to publish readings that were ever given where the actor gives them, the newest first. */
export async function feedGrants(db: Database, actor: Actor | null): Promise<FeedGrant[]> {
  if (!actor) throw ForbiddenError.unauthenticated()
  const rows = await db.feedGrant.findMany({
    where: { organization: within(disclosurePolicy.placesFor(actor, 'feed.manage')) },
    include: WITH_CLIENT,
    orderBy: [{ grantedAt: 'desc' }, { id: 'desc' }],
  })
  return rows.map(feedGrantOf)
}
