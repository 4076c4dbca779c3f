import type { Database } from '../../../platform/db/client.ts'
import { within } from '../../identity/authority.ts'
import type { Actor } from '../../identity/model.ts'
import { isUuid } from '../../identity/queries.ts'
import type { AttemptOutcome, Channel, DeliveryState, Lane, Purpose, SkipReason } from '../model.ts'
import { channelPolicy } from '../policy.ts'

/** One delivery as staff see it: never where people are reached. */
export interface Delivery {
  readonly id: string
  readonly seq: bigint
  readonly channel: Channel
  readonly purpose: Purpose
  readonly lane: Lane
  readonly state: DeliveryState
  readonly skipReason: SkipReason | null
  readonly code: string | null
  readonly version: number
  readonly indexNumber: string
  /** Name of the endpoint, or of the organization whose board it is; null for people. */
  readonly receiverName: string | null
  readonly plannedAt: Date
  readonly dueAt: Date | null
  readonly sentAt: Date | null
  readonly deliveredAt: Date | null
  readonly attempts: readonly Attempt[]
}

/** One try. */
export interface Attempt {
  readonly no: number
  readonly startedAt: Date
  readonly endedAt: Date | null
  readonly outcome: AttemptOutcome | null
  readonly code: string | null
}

export interface DeliveryFilter {
  readonly indexNumber?: string | null
  readonly channel?: Channel | null
  readonly state?: DeliveryState | null
  readonly webhookId?: string | null
}

/** Tries of a delivery that are shown: of an endpoint that was down for a day there are hundreds. */
const SHOWN_TRIES = 20

const INCLUDE = {
  publication: { select: { indexNumber: true } },
  receiver: {
    select: { webhook: { select: { name: true } }, organization: { select: { shortName: true } } },
  },
  tries: { orderBy: { no: 'desc' }, take: SHOWN_TRIES },
} as const

function visibleTo(actor: Actor) {
  const organization = within(channelPolicy.placesFor(actor, 'delivery.read'))
  return { publication: { disclosure: { organization } } }
}

/** One page of what went out, or is to, of the organizations that the actor answers for: the newest first, and one more. */
export async function deliveries(
  database: Database,
  actor: Actor | null,
  { indexNumber, channel, state, webhookId }: DeliveryFilter,
  page: { readonly size: number; readonly before: bigint | null },
): Promise<Delivery[]> {
  if (!actor || (webhookId != null && !isUuid(webhookId))) return []
  const rows = await database.delivery.findMany({
    where: {
      AND: [
        visibleTo(actor),
        indexNumber == null ? {} : { publication: { indexNumber } },
        channel == null ? {} : { channel },
        state == null ? {} : { state },
        webhookId == null ? {} : { receiverId: webhookId },
        page.before === null ? {} : { seq: { lt: page.before } },
      ],
    },
    include: INCLUDE,
    orderBy: { seq: 'desc' },
    take: page.size + 1,
  })
  return rows.map(shown)
}

/** One of them, or null when the actor may not know of it. */
export async function delivery(
  database: Database,
  actor: Actor | null,
  id: string,
): Promise<Delivery | null> {
  if (!actor || !isUuid(id)) return null
  const where = { AND: [{ id }, visibleTo(actor)] }
  const row = await database.delivery.findFirst({ where, include: INCLUDE })
  return row && shown(row)
}

type Row = Omit<Delivery, 'indexNumber' | 'receiverName' | 'attempts'> & {
  readonly publication: { readonly indexNumber: string }
  readonly receiver: {
    readonly webhook: { readonly name: string } | null
    readonly organization: { readonly shortName: string } | null
  }
  readonly tries: readonly Attempt[]
}

function shown({ publication, receiver, tries, ...row }: Row): Delivery {
  return {
    ...row,
    indexNumber: publication.indexNumber,
    receiverName: receiver.webhook?.name ?? receiver.organization?.shortName ?? null,
    attempts: tries,
  }
}
