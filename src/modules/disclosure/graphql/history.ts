import { builder } from '../../../graphql/builder.ts'
import { connectionNames, pageArgs, readPage } from '../../../graphql/connection.ts'
import { uuidOf } from '../../../graphql/global-id.ts'
import { ViewerType } from '../../identity/graphql/viewer.ts'
import {
  type DisclosureFile,
  disclosureFile,
  type HistoryEvent,
  historyOf,
} from '../queries/history.ts'
import { EditionType, PersonType } from './edition.ts'

const staffOnly = { signedIn: true }

const HistoryEventType = builder.objectRef<HistoryEvent>('HistoryEvent').implement({
  description: 'One thing that happened to a record, as the audit trail has it. Staff only.',
  authScopes: staffOnly,
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    action: t.exposeString('action', {
      description: 'What, by the stable name of the action, such as `edition.submit`.',
    }),
    actor: t.field({
      type: PersonType,
      nullable: true,
      description: 'Who. Null when the system or a machine did it.',
      resolve: ({ actor }) => actor,
    }),
    role: t.exposeString('role', {
      nullable: true,
      description: 'By which role. Null when the system did it.',
    }),
    editionNumber: t.exposeInt('number', {
      nullable: true,
      description: 'To which edition. Null when it was done to the record.',
    }),
    details: t.field({
      type: 'JSON',
      description: 'Codes, numbers and ids that explain it: step, round, decision; never content.',
      resolve: ({ details }) => details,
    }),
  }),
})

const [connection, edge] = connectionNames('HistoryEvent', 'what happened to a record')
const HistoryConnection = builder.connectionObject(
  { type: HistoryEventType, ...connection, authScopes: staffOnly },
  { ...edge, authScopes: staffOnly },
)

const DisclosureFileType = builder.objectRef<DisclosureFile>('DisclosureFile').implement({
  description:
    'A record with all its editions and its whole history. For whoever may read its editions.',
  authScopes: staffOnly,
  fields: (t) => ({
    editions: t.field({
      type: [EditionType],
      description: 'All editions in order, also those given up; at most 200.',
      resolve: ({ editions }) => [...editions],
    }),
    commentCount: t.exposeInt('comments', { description: 'Remarks on all its editions.' }),
    history: t.field({
      type: HistoryConnection,
      description:
        'Drafts, submissions, signatures, publications, withdrawals and whatever else was done, the latest first.',
      args: pageArgs(t.arg),
      resolve: (file, args, { platform, cursors }) => {
        const list = `history:${file.disclosureId}`
        const before = args.after == null ? null : Number(cursors.decode(list, args.after)[0])
        return readPage<HistoryEvent>(
          args,
          (size) => historyOf(platform.database, file, { size: size + 1, before }),
          ({ seq }) => cursors.encode(list, [seq]),
        )
      },
    }),
  }),
})

builder.objectField(ViewerType, 'disclosureHistory', (t) =>
  t.field({
    type: DisclosureFileType,
    nullable: true,
    description:
      'The file of a record, by its index number or by one of its editions. Null when neither is given, when there is no such record and when the viewer may not read it.',
    args: {
      indexNumber: t.arg.string({ description: '索引号 of the record.' }),
      editionId: t.arg.id({
        description: 'Global id of an edition; it counts when both are given.',
      }),
    },
    resolve: (_viewer, { indexNumber, editionId }, { actor, platform }) => {
      if (!actor) return null
      if (editionId != null) {
        const id = uuidOf('Edition', editionId)
        return id ? disclosureFile(platform.database, actor, { editionId: id }) : null
      }
      return indexNumber == null ? null : disclosureFile(platform.database, actor, { indexNumber })
    },
  }),
)
