import { command } from '../../../platform/command.ts'
import { ConflictError, ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { parseInput } from '../../../platform/problems.ts'
import { cleanText } from '../../disclosure/text/plain-text.ts'
import type { Actor } from '../../identity/model.ts'
import type { Release } from '../model.ts'
import { changeRelease, guardedRelease, type ReleaseReference } from '../release.ts'
import { assertDueAt } from '../release-time.ts'

export interface ScheduleReleaseInput extends ReleaseReference {
  readonly at: Date
  /** Needed to change a time that was set. */
  readonly reason?: string | null
}

/** Sets the time of a release, or with a reason another one. */
export function scheduleRelease(
  platform: Platform,
  actor: Actor | null,
  { at, ...input }: ScheduleReleaseInput,
): Promise<Release> {
  return command(platform, async ({ tx, now, audit }) => {
    const { release, by } = await guardedRelease(tx, actor, 'edition.schedule', input)
    assertPending(release)
    assertDueAt(at, now)
    const again = release.state === 'SCHEDULED'
    const reason = again ? readReason(input.reason) : null
    const changed = await changeRelease(
      tx,
      release,
      { state: 'SCHEDULED', dueAt: at },
      {
        action: again ? 'RESCHEDULE' : 'SCHEDULE',
        actorId: by.userId,
        reason,
        dueAt: at,
        decidedAt: now,
      },
    )
    audit({
      action: again ? 'release.reschedule' : 'release.schedule',
      by,
      subjectType: 'Release',
      subjectId: release.id,
      details: { dueAt: at.toISOString(), before: release.dueAt?.toISOString() ?? null },
    })
    return changed
  })
}

export interface CancelReleaseInput extends ReleaseReference {
  readonly reason: string
}

/** Calls a release off that has not gone public; its editions stay approved. */
export function cancelRelease(
  platform: Platform,
  actor: Actor | null,
  input: CancelReleaseInput,
): Promise<Release> {
  return command(platform, async ({ tx, now, audit }) => {
    const { release, by } = await guardedRelease(tx, actor, 'edition.schedule', input)
    assertPending(release)
    const reason = readReason(input.reason)
    const step = { action: 'CANCEL', actorId: by.userId, reason, decidedAt: now } as const
    const cancelled = await changeRelease(tx, release, { state: 'CANCELLED' }, step)
    audit({
      action: 'release.cancel',
      by,
      subjectType: 'Release',
      subjectId: release.id,
      details: { state: release.state },
    })
    return cancelled
  })
}

/** Lets a release pass that is still to come. */
export function assertPending({ state }: Release): void {
  if (state === 'OPEN' || state === 'SCHEDULED') return
  throw new ConflictError('RELEASE_ENDED', '该发布安排已经执行、失败或取消，不能再变更')
}

function readReason(given: string | null | undefined): string {
  if (given == null) throw ValidationError.of('reason', 'REQUIRED', '变更或取消须说明理由')
  return parseInput(cleanText(500), given, 'reason')
}
