import { z } from 'zod'
import type { Prisma, Transaction } from '../../platform/db/client.ts'
import { PERSON, personOf } from './edition-row.ts'
import type { Kind } from './kind/kind.ts'
import { leadsSomewhere } from './kind/path.ts'
import type { CommentOccasion, Edition, EditionComment } from './model.ts'
import { cleanText } from './text/plain-text.ts'

/** What a comment is read with. */
export const WITH_PEOPLE = { author: PERSON, resolvedBy: PERSON } as const

type CommentRow = Prisma.EditionCommentGetPayload<{ include: typeof WITH_PEOPLE }>

/** The row as the domain's comment. */
export function commentOf({ author, resolvedBy, ...row }: CommentRow): EditionComment {
  return { ...row, author: personOf(author), resolvedBy: resolvedBy && personOf(resolvedBy) }
}

/** What somebody writes on an edition. */
export const remarkText = cleanText(1000)

/** A remark on an edition of the kind as asked for. */
export function remarkRule(kind: Kind) {
  const path = z
    .string()
    .refine((given) => leadsSomewhere(kind, given), {
      error: '该体裁没有这个字段',
      params: { code: 'UNKNOWN_PATH' },
    })
    .nullable()
  return z.object({ path, text: remarkText })
}

interface Remark {
  readonly text: string
  readonly authorId: string
  readonly now: Date
  readonly occasion?: CommentOccasion
  readonly path?: string | null
}

/** Puts a remark into the file of an edition. */
export async function addComment(
  tx: Transaction,
  { id: editionId, round }: Edition,
  { text, authorId, now, occasion = 'COMMENT', path = null }: Remark,
): Promise<EditionComment> {
  const row = await tx.editionComment.create({
    data: { editionId, round, text, authorId, occasion, path, createdAt: now },
    include: WITH_PEOPLE,
  })
  return commentOf(row)
}

/** How many remarks on the edition are not resolved. */
export function openComments(tx: Transaction, { id }: Edition): Promise<number> {
  return tx.editionComment.count({ where: { editionId: id, resolvedAt: null } })
}
