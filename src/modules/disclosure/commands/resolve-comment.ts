import { command } from '../../../platform/command.ts'
import { ConflictError, NotFoundError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Actor } from '../../identity/model.ts'
import { isUuid } from '../../identity/queries.ts'
import { commentOf, WITH_PEOPLE } from '../edition-comments.ts'
import { guardedById } from '../edition-guard.ts'
import type { EditionComment } from '../model.ts'
import { assertOpen } from '../workflow.ts'

export interface ResolveCommentInput {
  readonly commentId: string
  /** False opens it again. */
  readonly resolved: boolean
}

/** Ticks a remark off, or opens it again, while the edition may still change. */
export function resolveComment(
  platform: Platform,
  actor: Actor | null,
  { commentId, resolved }: ResolveCommentInput,
): Promise<EditionComment> {
  return command(platform, async ({ tx, now, audit }) => {
    const found = isUuid(commentId)
      ? await tx.editionComment.findUnique({ where: { id: commentId } })
      : null
    const { edition, by } = await guardedById(tx, actor, 'edition.comment', found?.editionId ?? '')
    if (!found) throw new NotFoundError()
    assertOpen(edition.state)
    if ((found.resolvedAt !== null) === resolved) {
      const message = resolved ? '该批注已经解决' : '该批注尚未解决'
      throw new ConflictError('NO_CHANGE', message)
    }
    const row = await tx.editionComment.update({
      where: { id: commentId },
      data: { resolvedAt: resolved ? now : null, resolvedById: resolved ? by.userId : null },
      include: WITH_PEOPLE,
    })
    audit({
      action: resolved ? 'edition.resolveComment' : 'edition.reopenComment',
      by,
      subjectType: 'Edition',
      subjectId: edition.id,
      details: { commentId },
    })
    return commentOf(row)
  })
}
