import { builder } from '../../../graphql/builder.ts'
import { connectionNames, pageArgs, readPage } from '../../../graphql/connection.ts'
import { mutation, type SuccessFields } from '../../../graphql/mutation.ts'
import { EditionType, PersonType } from '../../disclosure/graphql/edition.ts'
import { loadEdition } from '../../disclosure/graphql/load-edition.ts'
import { ViewerType } from '../../identity/graphql/viewer.ts'
import { readNotifications } from '../commands/read-notifications.ts'
import type { Notification, NotificationType } from '../model.ts'
import { notificationsOf, unreadCount } from '../queries/notifications.ts'

const staffOnly = { signedIn: true }
const LIST = 'notifications'

const NotificationTypeEnum = builder.enumType('NotificationType', {
  description: 'What somebody is told.',
  values: {
    TO_REVIEW: { description: '待审核: an edition waits for their signature.' },
    TO_PUBLISH: { description: '待公开: an edition is approved and not yet public.' },
    APPROVED: { description: '已签发: what they wrote is approved.' },
    RETURNED: { description: '已退回: what they wrote came back.' },
    DISCARDED: { description: '已作废: what they wrote was given up.' },
    WITHHELD: { description: '不予公开: what they wrote is not disclosed.' },
    COMMENTED: { description: '有批注: somebody remarked on what they wrote or remarked on.' },
    TAKEN_OVER: { description: '已被接手: somebody took over what they were writing.' },
    REVIEW_AFTERWARDS: {
      description: '待事后复核: what went public urgently waits for its review within 24 hours.',
    },
    NOT_PUBLISHED: {
      description:
        '未能定时公开: its time came, and it could not go; `viewer.schedules` tells why.',
    },
    DISPLAY_ENDS: { description: '公示将满: a display ends within three days.' },
    POLICY_EXPIRES: { description: '文件将到期: a policy document ends within sixty days.' },
  } satisfies Record<NotificationType, object>,
})

const NotificationRow = builder.objectRef<Notification>('Notification').implement({
  description: 'Something the viewer was told. For the viewer alone.',
  authScopes: staffOnly,
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Names it to `readNotifications`.' }),
    type: t.field({
      type: NotificationTypeEnum,
      description: 'What it is.',
      resolve: ({ type }) => type,
    }),
    edition: t.field({
      type: EditionType,
      nullable: true,
      description: 'The edition that it is about. Null when the viewer may not read it any more.',
      resolve: ({ editionId }, _args, context) => loadEdition(context, editionId),
    }),
    actor: t.field({
      type: PersonType,
      nullable: true,
      description: 'Who did it. Null when time did.',
      resolve: ({ actor }) => actor,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When.' }),
    readAt: t.expose('readAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the viewer marked it as read. Null while it is new.',
    }),
  }),
})

const [connection, edge] = connectionNames('Notification', 'what the viewer was told')
const NotificationConnection = builder.connectionObject(
  { type: NotificationRow, ...connection, authScopes: staffOnly },
  { ...edge, authScopes: staffOnly },
)

builder.objectFields(ViewerType, (t) => ({
  notifications: t.field({
    type: NotificationConnection,
    description: 'What the viewer was told, the latest first.',
    args: {
      unread: t.arg.boolean({ description: 'Only what is new. All when left out.' }),
      ...pageArgs(t.arg),
    },
    resolve: (_viewer, { unread, ...args }, { actor, platform, cursors }) => {
      const [time, id] = args.after == null ? [] : cursors.decode(LIST, args.after)
      const after = id === undefined ? null : { createdAt: new Date(Number(time)), id: String(id) }
      return readPage<Notification>(
        args,
        async (size) => {
          const page = { size: size + 1, after, unread: unread ?? false }
          return actor ? notificationsOf(platform.database, actor, page) : []
        },
        (one) => cursors.encode(LIST, [one.createdAt.getTime(), one.id]),
      )
    },
  }),
  unreadNotifications: t.int({
    description: 'How many of them are new.',
    resolve: (_viewer, _args, { actor, platform }) =>
      actor ? unreadCount(platform.database, actor) : 0,
  }),
}))

mutation('readNotifications', {
  description: 'Marks notifications of the viewer as read.',
  rule: 'signedIn',
  input: (t) => ({
    ids: t.idList({ description: 'Which, at most 100. All when left out.' }),
  }),
  success: (t: SuccessFields<{ readonly count: number }>) => ({
    count: t.exposeInt('count', { description: 'How many were new.' }),
  }),
  resolve: ({ ids }, { platform, actor }) =>
    readNotifications(platform, actor, { ids: ids?.slice(0, 100) ?? null }),
})
