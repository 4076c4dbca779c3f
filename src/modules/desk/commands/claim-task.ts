import { command } from '../../../platform/command.ts'
import type { Transaction } from '../../../platform/db/client.ts'
import { ConflictError, ForbiddenError, NotFoundError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { asThemselves } from '../../identity/authority.ts'
import type { Actor } from '../../identity/model.ts'
import type { Task } from '../model.ts'
import { listTasks } from '../queries/tasks.ts'

export interface TaskReference {
  readonly type: string
  readonly subjectId: string
}

/** Tells others that the viewer has taken a task on. One at a time; nobody is kept from doing it all the same. */
export function claimTask(
  platform: Platform,
  actor: Actor | null,
  reference: TaskReference,
): Promise<Task> {
  return command(platform, async ({ tx, now, audit }) => {
    if (!actor) throw ForbiddenError.unauthenticated()
    const task = await ownTask(tx, actor, reference, now)
    if (task.claim && task.claim.userId !== actor.userId) {
      throw new ConflictError('CLAIMED', `该事项已由${task.claim.displayName}认领`)
    }
    const { type, subjectId } = task
    await tx.taskClaim.upsert({
      where: { type_subjectId: { type, subjectId } },
      create: { type, subjectId, userId: actor.userId, claimedAt: now },
      update: {},
    })
    audit({
      action: 'task.claim',
      by: asThemselves(actor),
      subjectType: 'Task',
      subjectId,
      details: { type },
    })
    return ownTask(tx, actor, reference, now)
  })
}

/** Leaves a task that the viewer has taken on to others. */
export function releaseTask(
  platform: Platform,
  actor: Actor | null,
  reference: TaskReference,
): Promise<Task> {
  return command(platform, async ({ tx, now, audit }) => {
    if (!actor) throw ForbiddenError.unauthenticated()
    const task = await ownTask(tx, actor, reference, now)
    if (task.claim?.userId !== actor.userId) {
      throw new ConflictError('NOT_CLAIMED', '您没有认领该事项')
    }
    const { type, subjectId } = task
    await tx.taskClaim.delete({ where: { type_subjectId: { type, subjectId } } })
    audit({
      action: 'task.release',
      by: asThemselves(actor),
      subjectType: 'Task',
      subjectId,
      details: { type },
    })
    return { ...task, claim: null }
  })
}

/** What does not wait for the actor does not exist for them. */
async function ownTask(
  tx: Transaction,
  actor: Actor,
  { type, subjectId }: TaskReference,
  now: Date,
): Promise<Task> {
  const filter = { types: [type], subjectId }
  const [task] = await listTasks(tx, { actor, now }, filter, { size: 1, after: null })
  if (!task) throw new NotFoundError('没有这项待办')
  return task
}
