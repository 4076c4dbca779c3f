import type { Database } from '../../../platform/db/client.ts'
import { within } from '../../identity/authority.ts'
import type { Actor } from '../../identity/model.ts'
import { channelPolicy } from '../policy.ts'

/** An urgent publication that has reached nobody in time. */
export interface CriticalAlert {
  readonly indexNumber: string
  readonly version: number
  readonly organizationCode: string
  /** Public. */
  readonly title: string | null
  readonly publishedAt: Date
  readonly raisedAt: Date
  /** When it did reach somebody after all, or was withdrawn; null while it has not. */
  readonly settledAt: Date | null
}

const MOST = 100

/** Those of the organizations that the actor answers for, the newest first; without those that are settled if so asked. */
export async function criticalAlerts(
  database: Database,
  actor: Actor | null,
  { open }: { readonly open: boolean },
): Promise<CriticalAlert[]> {
  if (!actor) return []
  const organization = within(channelPolicy.placesFor(actor, 'delivery.read'))
  const rows = await database.criticalAlert.findMany({
    where: {
      raisedAt: { not: null },
      ...(open ? { settledAt: null } : {}),
      publication: { disclosure: { organization } },
    },
    include: { publication: true },
    orderBy: { raisedAt: 'desc' },
    take: MOST,
  })
  return rows.flatMap(({ raisedAt, settledAt, publication }) => {
    const { indexNumber, version, organizationCode, title, validFrom } = publication
    if (!raisedAt) return []
    return [
      {
        indexNumber,
        version,
        organizationCode,
        title,
        publishedAt: validFrom,
        raisedAt,
        settledAt,
      },
    ]
  })
}
