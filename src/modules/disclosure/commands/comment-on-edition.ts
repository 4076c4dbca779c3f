import { command } from '../../../platform/command.ts'
import type { Platform } from '../../../platform/platform.ts'
import { parseInput } from '../../../platform/problems.ts'
import type { Actor } from '../../identity/model.ts'
import { addComment, remarkRule } from '../edition-comments.ts'
import { guardedById } from '../edition-guard.ts'
import { editionCommented } from '../events.ts'
import { kindOf } from '../kind/registry.ts'
import type { EditionComment } from '../model.ts'
import { assertOpen } from '../workflow.ts'

export interface CommentInput {
  readonly editionId: string
  /** Dotted; null for the whole edition. */
  readonly path?: string | null
  readonly text: string
}

/** Remarks on an edition that may still change, or on a place in it. Takes no version: it disturbs nobody's work. */
export function commentOnEdition(
  platform: Platform,
  actor: Actor | null,
  { editionId, path = null, text }: CommentInput,
): Promise<EditionComment> {
  return command(platform, async ({ tx, now, audit, emit }) => {
    const { edition, by } = await guardedById(tx, actor, 'edition.comment', editionId)
    assertOpen(edition.state)
    const remark = parseInput(remarkRule(kindOf(edition.kind)), { path, text })
    const comment = await addComment(tx, edition, { ...remark, authorId: by.userId, now })
    audit({
      action: 'edition.comment',
      by,
      subjectType: 'Edition',
      subjectId: edition.id,
      details: { commentId: comment.id, path: comment.path },
    })
    emit(editionCommented(edition.id, by.userId))
    return comment
  })
}
