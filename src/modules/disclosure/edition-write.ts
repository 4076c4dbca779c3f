import type { Transaction } from '../../platform/db/client.ts'
import type { Prisma } from '../../platform/db/client.ts'
import { canonicalJson, sha256 } from '../../platform/canonical.ts'
import { ConflictError } from '../../platform/errors.ts'
import { editionOf, INCLUDE } from './edition-row.ts'
import type { Content } from './kind/kind.ts'
import type { Edition } from './model.ts'

/** The columns of an edition that follow from its content. */
export function contentColumns(content: Content) {
  const title = content['title']
  return {
    title: typeof title === 'string' ? title : null,
    content: content as Prisma.InputJsonObject,
    contentHash: sha256(canonicalJson(content)),
  }
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
  return editionOf(await tx.edition.findUniqueOrThrow({ where: { id }, include: INCLUDE }))
}

/** Starts the next edition of a record, with its author as the first participant. */
export async function startEdition(
  tx: Transaction,
  start: {
    readonly disclosureId: string
    readonly number: number
    readonly content: Content
    readonly authorId: string
    readonly now: Date
  },
): Promise<Edition> {
  const { disclosureId, number, content, authorId, now } = start
  const row = await tx.edition.create({
    data: {
      disclosureId,
      number,
      authorId,
      createdAt: now,
      updatedAt: now,
      ...contentColumns(content),
      participants: {
        create: {
          userId: authorId,
          step: 0,
        },
      },
    },
    include: INCLUDE,
  })
  return editionOf(row)
}
