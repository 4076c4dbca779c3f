import { builder } from '../../../graphql/builder.ts'
import type { Platform } from '../../../platform/platform.ts'
import { PersonType } from '../../disclosure/graphql/edition.ts'
import type { Person } from '../../disclosure/model.ts'
import { disclosurePolicy } from '../../disclosure/policy.ts'
import { ReceiptStepType } from './receipt.ts'

builder.objectField(ReceiptStepType, 'signer', (t) =>
  t.field({
    type: PersonType,
    nullable: true,
    description:
      'Who signed. For whoever may read the editions of the organization; null for everyone else.',
    resolve: ({ actorId, publisherCode }, _args, { actor, county, platform }) => {
      const place = county.organization(publisherCode)
      if (!place || !disclosurePolicy.can(actor, 'edition.read', { place })) return null
      return signer(platform.database, actorId)
    },
  }),
)

async function signer(database: Platform['database'], userId: string): Promise<Person | null> {
  const user = await database.user.findUnique({ where: { id: userId } })
  return user && { userId, username: user.username, displayName: user.displayName }
}
