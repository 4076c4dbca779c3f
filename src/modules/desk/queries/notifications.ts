import type { Database } from '../../../platform/db/client.ts'
import { PERSON, personOf } from '../../disclosure/edition-row.ts'
import type { Actor } from '../../identity/model.ts'
import { NOTIFICATIONS, type Notification } from '../model.ts'

/** Where a page of notifications goes on. */
export interface NotificationPosition {
  readonly createdAt: Date
  readonly id: string
}

/** What the actor was told, the latest first. */
export async function notificationsOf(
  db: Database,
  actor: Actor,
  { size, after, unread }: { size: number; after: NotificationPosition | null; unread: boolean },
): Promise<Notification[]> {
  const beyond = after && {
    OR: [
      { createdAt: { lt: after.createdAt } },
      { createdAt: after.createdAt, id: { lt: after.id } },
    ],
  }
  const rows = await db.notification.findMany({
    where: { userId: actor.userId, ...(unread && { readAt: null }), ...beyond },
    include: { actor: PERSON },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: size,
  })
  return rows.map(({ type, actor: by, ...row }) => ({
    ...row,
    type: NOTIFICATIONS.find((one) => one === type) ?? 'COMMENTED',
    actor: by && personOf(by),
  }))
}

/** How many the actor has not read. */
export function unreadCount(db: Database, { userId }: Actor): Promise<number> {
  return db.notification.count({ where: { userId, readAt: null } })
}
