import { command } from '../../../platform/command.ts'
import { ConflictError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Actor } from '../../identity/model.ts'
import { editLockOf, lockEdition } from '../edit-lock.ts'
import { guardedById } from '../edition-guard.ts'
import { editTakenOver } from '../events.ts'
import type { Edition } from '../model.ts'
import { stateAfter } from '../workflow.ts'

interface Input {
  readonly editionId: string
}

/** Tells others that somebody has begun to write. Refused while another is at work, who can only be taken over from. */
export function startEditing(
  platform: Platform,
  actor: Actor | null,
  { editionId }: Input,
): Promise<Edition> {
  return command(platform, async ({ tx, now, audit }) => {
    const { edition, by } = await guardedById(tx, actor, 'edition.update', editionId)
    stateAfter('update', edition.state)
    const lock = await editLockOf(tx, edition.id, now)
    if (lock && lock.by.userId !== by.userId) {
      throw new ConflictError('BEING_EDITED', `${lock.by.displayName}正在编辑，可接手编辑`)
    }
    await lockEdition(tx, edition.id, by.userId, now)
    audit({
      action: 'edition.startEditing',
      by,
      subjectType: 'Edition',
      subjectId: edition.id,
    })
    return edition
  })
}

/** Takes the work over from whoever is at it, who is told. */
export function takeOverEdit(
  platform: Platform,
  actor: Actor | null,
  { editionId }: Input,
): Promise<Edition> {
  return command(platform, async ({ tx, now, audit, emit }) => {
    const { edition, by } = await guardedById(tx, actor, 'edition.update', editionId)
    stateAfter('update', edition.state)
    const lock = await editLockOf(tx, edition.id, now)
    if (!lock || lock.by.userId === by.userId) {
      throw new ConflictError('NOT_BEING_EDITED', '没有他人正在编辑，无需接手')
    }
    await lockEdition(tx, edition.id, by.userId, now)
    audit({
      action: 'edition.takeOver',
      by,
      subjectType: 'Edition',
      subjectId: edition.id,
      details: { from: lock.by.userId },
    })
    emit(editTakenOver(edition.id, lock.by.userId, by.userId))
    return edition
  })
}
