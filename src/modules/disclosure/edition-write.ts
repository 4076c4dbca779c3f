import type { Authority } from '../../platform/command.ts'
import type { Transaction } from '../../platform/db/client.ts'
import type { Prisma } from '../../platform/db/client.ts'
import { ConflictError } from '../../platform/errors.ts'
import type { Content } from './kind/kind.ts'
import { contentHashOf, type TableSummaries } from './kind/tables.ts'
import type { ChangeType, Edition } from './model.ts'
import { editionsById } from './queries/editions.ts'

/** The columns of an edition that follow from its content and the summaries of its tables. */
export function contentColumns(content: Content, tables: TableSummaries = {}) {
  const title = content['title']
  return {
    title: typeof title === 'string' ? title : null,
    content: content as Prisma.InputJsonObject,
    tables: tables as unknown as Prisma.InputJsonObject,
    contentHash: contentHashOf(content, tables),
  }
}

/** Gives a draft another content. */
export function changeContent(
  tx: Transaction,
  edition: Edition,
  { content, tables, now }: Contents & { readonly now: Date },
): Promise<Edition> {
  return changeEdition(tx, edition, { ...contentColumns(content, tables), updatedAt: now })
}

/** Whoever writes becomes one of the authors, and whoever they stand in for. */
export async function joinAuthors(
  tx: Transaction,
  editionId: string,
  by: Authority,
): Promise<void> {
  for (const author of authorsOf(by)) {
    await tx.editionParticipant.upsert({
      where: { editionId_userId_round: { editionId, userId: author, round: 0 } },
      create: { editionId, userId: author, round: 0, step: 0 },
      update: {},
    })
  }
}

function authorsOf({ userId, principalId }: Authority): string[] {
  return principalId ? [userId, principalId] : [userId]
}

interface Contents {
  readonly content: Content
  readonly tables: TableSummaries
}

/** Writes the change only if nobody else has written since, and reads the edition back. */
export async function changeEdition(
  tx: Transaction,
  { id, version }: { readonly id: string; readonly version: number },
  data: Prisma.EditionUncheckedUpdateManyInput,
): Promise<Edition> {
  const { count } = await tx.edition.updateMany({
    where: { id, version },
    data: { ...data, version: version + 1 },
  })
  if (count === 0) throw ConflictError.staleVersion()
  return (await editionsById(tx, [id]))(id)
}

/** What an edition begins with. */
export interface EditionStart extends Contents {
  readonly disclosureId: string
  readonly number: number
  /** What a revision changes; a REVISION without a note when left out. */
  readonly change?: { readonly changeType: ChangeType; readonly changeNote: string | null }
  readonly by: Authority
  readonly now: Date
}

/** Starts the next edition of a record, with its author as the first participant. */
export async function startEdition(tx: Transaction, start: EditionStart): Promise<Edition> {
  const { disclosureId, number, content, tables, by, now } = start
  const change = number === 1 ? {} : (start.change ?? { changeType: 'REVISION' as const })
  const authorId = by.userId
  const { id } = await tx.edition.create({
    data: {
      disclosureId,
      number,
      authorId,
      createdAt: now,
      updatedAt: now,
      ...change,
      ...contentColumns(content, tables),
      participants: { create: authorsOf(by).map((userId) => ({ userId, round: 0, step: 0 })) },
    },
    select: { id: true },
  })
  return (await editionsById(tx, [id]))(id)
}
