import type { Database, Transaction } from '../../platform/db/client.ts'
import { PERSON, personOf } from './edition-row.ts'
import type { EditLock } from './model.ts'

/** How long somebody is taken to be at work after their last change. */
const LOCK_MS = 5 * 60_000

/** Who is at work on the edition; null when nobody is. Only advice: the version decides whose change is taken. */
export async function editLockOf(
  db: Database | Transaction,
  editionId: string,
  now: Date,
): Promise<EditLock | null> {
  const row = await db.editionLock.findUnique({ where: { editionId }, include: { user: PERSON } })
  return row && row.until > now ? { by: personOf(row.user), until: row.until } : null
}

/** Says that somebody is at work from now on, whoever was before. */
export async function lockEdition(
  tx: Transaction,
  editionId: string,
  userId: string,
  now: Date,
): Promise<void> {
  const until = new Date(now.getTime() + LOCK_MS)
  await tx.editionLock.upsert({
    where: { editionId },
    create: { editionId, userId, until },
    update: { userId, until },
  })
}

/** A change renews the lock of whoever makes it. Where somebody else is at work, theirs stays. */
export async function renewLock(
  tx: Transaction,
  editionId: string,
  userId: string,
  now: Date,
): Promise<void> {
  const lock = await editLockOf(tx, editionId, now)
  if (!lock || lock.by.userId === userId) await lockEdition(tx, editionId, userId, now)
}
