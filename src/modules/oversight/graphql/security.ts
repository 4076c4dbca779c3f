import { builder } from '../../../graphql/builder.ts'
import { connectionNames, pageArgs, readPage } from '../../../graphql/connection.ts'
import { type SecurityEvent, securityEvents } from '../queries.ts'

const LIST = 'securityEvents'
const forReaders = { action: 'security.read' } as const

const SecurityEventType = builder.objectRef<SecurityEvent>('SecurityEvent').implement({
  description:
    'An attempt that was refused (安全日志): a right that is not held, personal data in the way, wrong credentials, too many attempts. For the office and auditors of the county.',
  authScopes: forReaders,
  fields: (t) => ({
    at: t.field({ type: 'DateTime', description: 'When.', resolve: ({ at }) => at }),
    action: t.exposeString('action', { description: 'Name of the mutation, field or address.' }),
    code: t.exposeString('code', { description: 'Code of the refusal.' }),
    username: t.exposeString('username', {
      nullable: true,
      description: 'Whose session it was. Null when nobody was signed in.',
    }),
    addressHash: t.exposeString('addressHash', {
      description: 'Keyed hash of the address it came from: tells equal ones, and nothing else.',
    }),
  }),
})

const [connection, edge] = connectionNames('SecurityEvent', 'refused attempts')
const SecurityEventConnection = builder.connectionObject(
  { type: SecurityEventType, ...connection, authScopes: forReaders },
  { ...edge, authScopes: forReaders },
)

builder.queryField(LIST, (t) =>
  t.field({
    type: SecurityEventConnection,
    description:
      'Refused attempts, the newest first; of a flood its first 30 a minute and address. For the office and auditors of the county.',
    authScopes: forReaders,
    args: pageArgs(t.arg),
    resolve: (_root, args, { platform, actor, cursors }) => {
      const before = args.after == null ? null : Number(cursors.decode(LIST, args.after)[0])
      return readPage(
        args,
        (size) => securityEvents(platform.database, actor, { first: size + 1, before }),
        ({ id }) => cursors.encode(LIST, [id]),
      )
    },
  }),
)
