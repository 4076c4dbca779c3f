import { type Authority, command } from '../../../platform/command.ts'
import { ForbiddenError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { disclosurePolicy } from '../../disclosure/policy.ts'
import type { Edition } from '../../disclosure/model.ts'
import type { Actor } from '../../identity/model.ts'
import type { Release } from '../model.ts'
import { changeRelease, guardedRelease, publishMembers, type ReleaseReference } from '../release.ts'
import { assertPending } from './schedule-release.ts'

/** Makes all editions of a release public at once; one that cannot go stops all. */
export function publishRelease(
  platform: Platform,
  actor: Actor | null,
  input: ReleaseReference,
): Promise<Release> {
  return command(platform, async (work) => {
    if (!actor) throw ForbiddenError.unauthenticated()
    const { tx, now, audit } = work
    const { release, by } = await guardedRelease(tx, actor, 'edition.publish', input)
    assertPending(release)
    const byOf = (edition: Edition): Authority =>
      disclosurePolicy.authorize(actor, 'edition.publish', edition)
    await publishMembers(work, release, byOf)
    const step = { action: 'PUBLISH', actorId: by.userId, decidedAt: now } as const
    // Whatever time was set, this was not it.
    const ended = { state: 'PUBLISHED', endedAt: now, dueAt: null } as const
    const published = await changeRelease(tx, release, ended, step)
    audit({
      action: 'release.publish',
      by,
      subjectType: 'Release',
      subjectId: release.id,
      details: { members: release.members.length },
    })
    return published
  })
}
