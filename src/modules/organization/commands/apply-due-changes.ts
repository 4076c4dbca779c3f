import { calendarDate } from '../../../platform/clock.ts'
import { command } from '../../../platform/command.ts'
import type { Database } from '../../../platform/db/client.ts'
import { ConflictError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { applyChange } from '../apply-change.ts'
import { changeById, dateOf } from '../queries.ts'

/** Another server was faster. */
const NOTHING_LEFT = 'NOTHING_LEFT'

/**
 * Brings into force what has come due, in the order of the days; tells how many changes. May run on any number of
 * servers at once, and again. What cannot be brought into force is told to the operator and does not hold up the rest.
 */
export async function applyDueChanges(platform: Platform): Promise<number> {
  let applied = 0
  for (const id of await dueChanges(platform.database, platform.clock.now())) {
    try {
      await applyDue(platform, id)
      applied++
    } catch (error) {
      if (error instanceof ConflictError && error.code === NOTHING_LEFT) continue
      platform.log.error({ err: error, changeId: id }, '机构调整未能按期生效，下一分钟重试')
    }
  }
  return applied
}

function applyDue(platform: Platform, id: string): Promise<unknown> {
  return command(platform, async (work) => {
    const { appliedAt } = await changeById(work.tx, id)
    if (appliedAt) throw new ConflictError(NOTHING_LEFT, '该调整已经生效')
    return applyChange(work, id)
  })
}

async function dueChanges(database: Database, now: Date): Promise<string[]> {
  const due = await database.organizationChange.findMany({
    where: { appliedAt: null, effectiveOn: { lte: dateOf(calendarDate(now)) } },
    orderBy: [{ effectiveOn: 'asc' }, { decidedAt: 'asc' }, { id: 'asc' }],
    select: { id: true },
  })
  return due.map(({ id }) => id)
}
