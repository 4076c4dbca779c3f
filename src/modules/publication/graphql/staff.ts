import { builder } from '../../../graphql/builder.ts'
import { connectionNames, pageArgs, readPage } from '../../../graphql/connection.ts'
import { disclosurePolicy } from '../../disclosure/policy.ts'
import { ViewerType } from '../../identity/graphql/viewer.ts'
import type { Actor } from '../../identity/model.ts'
import type { PublicRecord } from '../model.ts'
import { areaRecord, listAreaRecords } from '../read-area.ts'
import { keptRecordAsOf, pastMoment } from '../read-as-of.ts'
import type { Position } from '../read.ts'
import { DisclosureInterface } from './disclosure.ts'

const LIST = 'areaDisclosures'
const staffOnly = { signedIn: true }
const [connection, edge] = connectionNames('AreaDisclosure', 'records for named areas')

const AreaDisclosureConnection = builder.connectionObject(
  { type: DisclosureInterface, ...connection, authScopes: staffOnly },
  { ...edge, authScopes: staffOnly },
)

const placesOf = (actor: Actor) => disclosurePolicy.placesFor(actor, 'disclosure.readArea')

builder.objectFields(ViewerType, (t) => ({
  areaDisclosures: t.field({
    type: AreaDisclosureConnection,
    description:
      'Records for a named area or group (特定区域、特定群体) that the viewer may read: holders of any role on the organization that published it or on one named with the area, and the office. Last published first; withdrawn ones are not listed.',
    args: pageArgs(t.arg),
    resolve: (_viewer, args, { actor, publicPool, cursors }) => {
      const after = args.after == null ? null : positionOf(cursors.decode(LIST, args.after))
      return readPage<PublicRecord>(
        args,
        async (first) =>
          actor ? listAreaRecords(publicPool, placesOf(actor), { first, after }) : [],
        (record) => cursors.encode(LIST, [record.firstPublishedAt.getTime(), record.id]),
      )
    },
  }),
  areaDisclosure: t.field({
    type: DisclosureInterface,
    nullable: true,
    description:
      'A record for a named area or group by its index number, or its tombstone. Null when there is none, when it is for everyone, and when the viewer may not read it; `node` never answers it.',
    args: { indexNumber: t.arg.string({ required: true, description: '索引号 of the record.' }) },
    resolve: (_viewer, { indexNumber }, { actor, publicPool }) =>
      actor ? areaRecord(publicPool, placesOf(actor), indexNumber) : null,
  }),
  disclosureAsOf: t.field({
    type: DisclosureInterface,
    nullable: true,
    description:
      'A record or tombstone as its readers saw it at a moment, displays that are over and records for a named area included; for the office and auditors of its organization. Null when there was none, when the viewer may not read it, and, but for the tombstone, after a withdrawal for PRIVACY. IN_FUTURE when the moment has not come.',
    args: {
      indexNumber: t.arg.string({ required: true, description: '索引号 of the record.' }),
      asOf: t.arg({ type: 'DateTime', required: true, description: 'The moment.' }),
    },
    resolve: (_viewer, { indexNumber, asOf }, { actor, publicPool, clock }) => {
      if (!actor) return null
      const places = disclosurePolicy.placesFor(actor, 'disclosure.readKept')
      return keptRecordAsOf(publicPool, places, indexNumber, pastMoment(asOf, clock.now()))
    },
  }),
}))

function positionOf([time, id]: readonly (string | number)[]): Position {
  return { publishedAt: new Date(Number(time)), id: String(id) }
}
