import { uuidOf } from '../../../graphql/global-id.ts'
import { builder } from '../../../graphql/builder.ts'
import { connectionNames, pageArgs, readPage } from '../../../graphql/connection.ts'
import type { Context } from '../../../graphql/context.ts'
import { ViewerType } from '../../identity/graphql/viewer.ts'
import type { Edition } from '../model.ts'
import { draftsOf } from '../queries.ts'
import type { EditionPosition } from '../queries/editions.ts'
import { reviewQueueOf } from '../queries/review-queue.ts'
import { EditionType } from './edition.ts'
import { loadEdition } from './load-edition.ts'

const [connection, edge] = connectionNames('Edition', 'editions')
const staffOnly = { signedIn: true }

const EditionConnection = builder.connectionObject(
  { type: EditionType, ...connection, authScopes: staffOnly },
  { ...edge, authScopes: staffOnly },
)

type ReadEditions = typeof draftsOf

/** A page of editions, last changed first. */
function editionPage(
  list: string,
  read: ReadEditions,
  args: { first?: number | null; after?: string | null },
  { actor, platform, cursors }: Context,
) {
  const after = args.after == null ? null : positionOf(cursors.decode(list, args.after))
  return readPage(
    args,
    async (size) => (actor ? read(platform.database, actor, size, after) : []),
    ({ updatedAt, id }: Edition) => cursors.encode(list, [updatedAt.getTime(), id]),
  )
}

function positionOf([time, id]: readonly (string | number)[]): EditionPosition {
  return { updatedAt: new Date(Number(time)), id: String(id) }
}

builder.objectFields(ViewerType, (t) => ({
  drafts: t.field({
    type: EditionConnection,
    description: 'Drafts that the viewer may go on writing, last changed first.',
    args: pageArgs(t.arg),
    resolve: (_viewer, args, context) => editionPage('drafts', draftsOf, args, context),
  }),
  reviewQueue: t.field({
    type: EditionConnection,
    description: 'Editions that wait for a signature the viewer may give, last changed first.',
    args: pageArgs(t.arg),
    resolve: (_viewer, args, context) => editionPage('reviewQueue', reviewQueueOf, args, context),
  }),
  edition: t.field({
    type: EditionType,
    nullable: true,
    description:
      'An edition by its global id. Null when it does not exist or the viewer may not see it.',
    args: { id: t.arg.id({ required: true, description: 'Global id of the edition.' }) },
    resolve: (_viewer, { id }, context) => loadEdition(context, uuidOf('Edition', id)),
  }),
}))
