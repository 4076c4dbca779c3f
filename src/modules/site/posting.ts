import type { Database, Prisma } from '../../platform/db/client.ts'
import { PERSON, personOf } from '../disclosure/edition-row.ts'
import type { Attachment, Person } from '../disclosure/model.ts'
import { within } from '../identity/authority.ts'
import type { Actor } from '../identity/model.ts'
import { sitePolicy } from './policy.ts'

/** That the sheet of a record hung on a board. Calendar dates, YYYY-MM-DD, both inclusive. */
export interface Posting {
  readonly id: string
  readonly indexNumber: string
  readonly version: number
  readonly organizationCode: string
  readonly place: string
  readonly postedFrom: string
  readonly postedTo: string
  readonly photo: Attachment | null
  readonly recordedBy: Person
  readonly recordedAt: Date
}

/** What a posting is read with. */
export const WITH_PHOTO = {
  publication: { select: { indexNumber: true } },
  recordedBy: PERSON,
  photo: {
    select: { id: true, name: true, mediaType: true, size: true, sha256: true, textLayer: true },
  },
} as const satisfies Prisma.PostingInclude

/** The row as the domain's posting. */
export function postingOf(row: Prisma.PostingGetPayload<{ include: typeof WITH_PHOTO }>): Posting {
  const { publication, recordedBy, postedFrom, postedTo, ...rest } = row
  const { id, version, organizationCode, place, photo, recordedAt } = rest
  return {
    id,
    version,
    organizationCode,
    place,
    photo,
    recordedAt,
    indexNumber: publication.indexNumber,
    postedFrom: postedFrom.toISOString().slice(0, 10),
    postedTo: postedTo.toISOString().slice(0, 10),
    recordedBy: personOf(recordedBy),
  }
}

/** One record hangs on as many boards as it has villages. */
const MOST = 500

/** The postings of a record that the actor may read: on boards of their organizations, or of their own records. */
export async function postingsOf(
  db: Database,
  actor: Actor,
  indexNumber: string,
): Promise<Posting[]> {
  const organization = within(sitePolicy.placesFor(actor, 'posting.read'))
  const rows = await db.posting.findMany({
    where: {
      publication: { indexNumber },
      OR: [{ organization }, { publication: { disclosure: { organization } } }],
    },
    include: WITH_PHOTO,
    orderBy: [{ recordedAt: 'desc' }, { id: 'desc' }],
    take: MOST,
  })
  return rows.map(postingOf)
}
