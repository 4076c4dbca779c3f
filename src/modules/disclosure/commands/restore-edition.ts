import { command } from '../../../platform/command.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Actor } from '../../identity/model.ts'
import { guardedById } from '../edition-guard.ts'
import { nextEdition } from '../edition-next.ts'
import type { Edition } from '../model.ts'

/**
 * Makes a new draft of a record with the content of an edition that it has had, published or given up. What is public
 * stays so until the draft has gone the whole way.
 */
export function restoreEdition(
  platform: Platform,
  actor: Actor | null,
  { editionId }: { readonly editionId: string },
): Promise<Edition> {
  return command(platform, async ({ tx, now, audit }) => {
    const { edition: old, by } = await guardedById(tx, actor, 'disclosure.revise', editionId)
    const earlier = await tx.edition.findMany({ where: { disclosureId: old.disclosureId } })
    const edition = await nextEdition(tx, old, earlier, { by, now })
    audit({
      action: 'edition.restore',
      by,
      subjectType: 'Edition',
      subjectId: edition.id,
      beforeHash: old.contentHash,
      afterHash: edition.contentHash,
      details: { from: old.number, number: edition.number },
    })
    return edition
  })
}
