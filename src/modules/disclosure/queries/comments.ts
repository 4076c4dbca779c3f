import type { Database } from '../../../platform/db/client.ts'
import { commentOf, WITH_PEOPLE } from '../edition-comments.ts'
import type { EditionComment } from '../model.ts'

/** Where a page of comments goes on. */
export interface CommentPosition {
  readonly createdAt: Date
  readonly id: string
}

/** Remarks on an edition that the caller may read, the oldest first, and one more than asked for. */
export async function commentsOn(
  db: Database,
  editionId: string,
  { size, after, open }: { size: number; after: CommentPosition | null; open: boolean },
): Promise<EditionComment[]> {
  const beyond = after && {
    OR: [
      { createdAt: { gt: after.createdAt } },
      { createdAt: after.createdAt, id: { gt: after.id } },
    ],
  }
  const rows = await db.editionComment.findMany({
    where: { editionId, ...(open && { resolvedAt: null }), ...beyond },
    include: WITH_PEOPLE,
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: size,
  })
  return rows.map(commentOf)
}
