import { calendarDate } from '../../../platform/clock.ts'
import { command } from '../../../platform/command.ts'
import { ConflictError, ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Actor } from '../../identity/model.ts'
import { type EditionReference, guardedEdition } from '../edition-guard.ts'
import { changeEdition, joinAuthors } from '../edition-write.ts'
import type { ChangeType, Edition } from '../model.ts'
import { readPublicRemark } from '../public-remark.ts'
import { stateAfter } from '../workflow.ts'

/** What kind of change a revision is, and what the public is told of it. */
export interface ChangeDescription {
  readonly changeType: ChangeType
  /** Public; needed for a correction, and not for a minor change. */
  readonly changeNote?: string | null
}

/** Says of a revision what kind of change it is; what is submitted is what is signed. */
export function describeChange(
  platform: Platform,
  actor: Actor | null,
  input: EditionReference & ChangeDescription,
): Promise<Edition> {
  return command(platform, async ({ tx, now, audit }) => {
    const { edition, by } = await guardedEdition(tx, actor, 'edition.update', input)
    stateAfter('update', edition.state)
    if (edition.changeType === null) {
      throw new ConflictError('FIRST_EDITION', '首个版本不是对已公开信息的变更')
    }
    const change = readChange(input, calendarDate(now))
    await joinAuthors(tx, edition.id, by)
    const changed = await changeEdition(tx, edition, { ...change, updatedAt: now })
    audit({
      action: 'edition.describeChange',
      by,
      subjectType: 'Edition',
      subjectId: edition.id,
      beforeHash: edition.contentHash,
      afterHash: changed.contentHash,
      details: { changeType: change.changeType },
    })
    return changed
  })
}

/** The change as it is kept; a correction may get its note until it is submitted. */
export function readChange(
  { changeType, changeNote: given }: ChangeDescription,
  today: string,
): { readonly changeType: ChangeType; readonly changeNote: string | null } {
  if (given == null) return { changeType, changeNote: null }
  if (changeType === 'MINOR') {
    throw ValidationError.of('changeNote', 'NOT_ALLOWED', '细微修改不作说明')
  }
  return { changeType, changeNote: readPublicRemark(given, today, 'changeNote') }
}
