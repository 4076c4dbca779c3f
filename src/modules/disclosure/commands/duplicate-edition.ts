import { command } from '../../../platform/command.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Actor } from '../../identity/model.ts'
import { guardedById } from '../edition-guard.ts'
import { wholeContent } from '../edition-rows.ts'
import { kindOf } from '../kind/registry.ts'
import { partedContent } from '../kind/tables.ts'
import type { Edition } from '../model.ts'
import { type RecordPlace, startRecord } from './create-draft.ts'

export interface DuplicateInput extends RecordPlace {
  readonly editionId: string
}

/** What is a document's own, or belongs to one organization, and is not taken over. */
const OWN = ['docNumber', 'formedOn']

/** Starts a new record of the same kind with the content and the rows of an edition. */
export function duplicateEdition(
  platform: Platform,
  actor: Actor | null,
  { editionId, ...place }: DuplicateInput,
): Promise<Edition> {
  return command(platform, async (work) => {
    const { edition } = await guardedById(work.tx, actor, 'edition.read', editionId)
    // Files belong to the organization that uploaded them.
    const elsewhere = place.organizationCode !== edition.place.code
    const left = elsewhere ? [...OWN, 'attachments'] : OWN
    const { plain } = partedContent(kindOf(edition.kind), await wholeContent(work.tx, edition))
    const content = Object.fromEntries(
      Object.entries(plain).filter(([name]) => !left.includes(name)),
    )
    return startRecord(work, actor, { ...place, kind: edition.kind, content }, edition)
  })
}
