import { command } from '../../../platform/command.ts'
import type { Platform } from '../../../platform/platform.ts'
import { parseInput } from '../../../platform/problems.ts'
import type { Actor } from '../../identity/model.ts'
import { addComment, remarkText } from '../edition-comments.ts'
import { type EditionReference, guardedEdition } from '../edition-guard.ts'
import { changeEdition } from '../edition-write.ts'
import { editionMoved } from '../events.ts'
import type { Edition } from '../model.ts'
import { stateAfter } from '../workflow.ts'

export interface SendBackInput extends EditionReference {
  readonly comment: string
}

/** Takes the approval back: the edition is a draft again, and needs all signatures anew. */
export function sendBackEdition(
  platform: Platform,
  actor: Actor | null,
  input: SendBackInput,
): Promise<Edition> {
  return command(platform, async ({ tx, now, audit, emit }) => {
    const { edition, by } = await guardedEdition(tx, actor, 'edition.sendBack', input)
    const state = stateAfter('sendBack', edition.state)
    const text = parseInput(remarkText, input.comment, 'comment')
    await addComment(tx, edition, { text, occasion: 'SEND_BACK', authorId: by.userId, now })
    const draft = await changeEdition(tx, edition, { state, approvedAt: null, updatedAt: now })
    audit({
      action: 'edition.sendBack',
      by,
      subjectType: 'Edition',
      subjectId: edition.id,
      beforeHash: edition.contentHash,
      afterHash: edition.contentHash,
      details: { round: edition.round },
    })
    emit(editionMoved(edition.id, 'SENT_BACK', by.userId))
    return draft
  })
}
