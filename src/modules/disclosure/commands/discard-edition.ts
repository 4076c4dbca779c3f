import { command } from '../../../platform/command.ts'
import { ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { parseInput } from '../../../platform/problems.ts'
import type { Actor } from '../../identity/model.ts'
import { addComment, remarkText } from '../edition-comments.ts'
import { type EditionReference, guardedEdition } from '../edition-guard.ts'
import { changeEdition } from '../edition-write.ts'
import { editionMoved } from '../events.ts'
import type { Edition } from '../model.ts'
import { stateAfter } from '../workflow.ts'

export interface DiscardInput extends EditionReference {
  /** Needed where signatures are thrown away with it. */
  readonly comment?: string | null
}

/**
 * Gives a draft or an approved edition up, such as a revision whose record was withdrawn meanwhile. It is kept, and its
 * number stays used.
 */
export function discardEdition(
  platform: Platform,
  actor: Actor | null,
  input: DiscardInput,
): Promise<Edition> {
  return command(platform, async ({ tx, now, audit, emit }) => {
    const { edition, by } = await guardedEdition(tx, actor, 'edition.discard', input)
    const state = stateAfter('discard', edition.state)
    if (edition.state === 'APPROVED' && input.comment == null) {
      throw ValidationError.of('comment', 'REQUIRED', '作废已签发的版本须说明理由')
    }
    if (input.comment != null) {
      const text = parseInput(remarkText, input.comment, 'comment')
      await addComment(tx, edition, { text, occasion: 'DISCARD', authorId: by.userId, now })
    }
    const discarded = await changeEdition(tx, edition, { state, updatedAt: now })
    audit({
      action: 'edition.discard',
      by,
      subjectType: 'Edition',
      subjectId: edition.id,
      beforeHash: edition.contentHash,
      afterHash: edition.contentHash,
      details: { from: edition.state },
    })
    emit(editionMoved(edition.id, 'DISCARDED', by.userId))
    return discarded
  })
}
