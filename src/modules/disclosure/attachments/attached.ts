import type { Database, Transaction } from '../../../platform/db/client.ts'
import type { Problem } from '../../../platform/errors.ts'
import { within } from '../../identity/authority.ts'
import type { Actor } from '../../identity/model.ts'
import { withPredecessors } from '../../organization/queries.ts'
import { attachmentIds, picturesIn } from '../kind/attachment-list.ts'
import { type Content, problem } from '../kind/kind.ts'
import type { Attachment, Edition } from '../model.ts'
import { disclosurePolicy } from '../policy.ts'
import { isPicture } from './file-type.ts'
import type { Section } from './text.ts'

const SELECT = {
  id: true,
  name: true,
  mediaType: true,
  size: true,
  sha256: true,
  textLayer: true,
} as const

/** The attachments that a content names, in its order. */
export async function attachmentsOf(
  db: Database | Transaction,
  content: Content,
): Promise<Attachment[]> {
  const ids = attachmentIds(content)
  if (ids.length === 0) return []
  const rows = await db.attachment.findMany({ where: { id: { in: [...ids] } }, select: SELECT })
  return inOrder(ids, rows)
}

/** The texts of one attachment. */
export async function sectionsOf(
  db: Database | Transaction,
  id: string,
): Promise<readonly Section[]> {
  const select = { sections: true } as const
  const { sections } = await db.attachment.findUniqueOrThrow({ where: { id }, select })
  return sections as unknown as Section[]
}

/** An attachment that the actor may know: of an organization, or one it took over from, whose drafts they may read. */
export async function visibleAttachment(
  db: Database,
  actor: Actor,
  id: string,
): Promise<Attachment | null> {
  const own = await db.organization.findMany({
    where: within(disclosurePolicy.placesFor(actor, 'edition.read')),
    select: { code: true },
  })
  const codes = await withPredecessors(
    db,
    own.map(({ code }) => code),
  )
  const where = { id, organizationCode: { in: codes } }
  return db.attachment.findFirst({ where, select: SELECT })
}

/** What a content names and its organization does not have: others' files are as good as none. */
export async function unknownAttachments(
  tx: Transaction,
  content: Content,
  organizationCode: string,
): Promise<Problem[]> {
  const ids = attachmentIds(content)
  if (ids.length === 0) return []
  const codes = await withPredecessors(tx, [organizationCode])
  const where = { id: { in: [...ids] }, organizationCode: { in: codes } }
  const own = await tx.attachment.findMany({ where, select: { id: true } })
  return ids.flatMap((id, index) =>
    own.some((row) => row.id === id)
      ? []
      : [problem(`attachments.${index}`, 'UNKNOWN_ATTACHMENT', '该公开主体没有这个附件')],
  )
}

/** Attachments that the body shows and that are no pictures. */
export function wrongPictures(
  { content }: Pick<Edition, 'content'>,
  files: readonly Attachment[],
): Problem[] {
  const shown = picturesIn(content)
  return files
    .filter(({ id, mediaType }) => shown.includes(id) && !isPicture(mediaType))
    .map(() => problem('body', 'NOT_A_PICTURE', '正文引用的附件不是图片'))
}

function inOrder<Row extends { readonly id: string }>(ids: readonly string[], rows: Row[]): Row[] {
  return ids.flatMap((id) => rows.find((row) => row.id === id) ?? [])
}
