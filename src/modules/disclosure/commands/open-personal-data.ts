import { command } from '../../../platform/command.ts'
import type { Platform } from '../../../platform/platform.ts'
import { parseInput } from '../../../platform/problems.ts'
import type { Actor } from '../../identity/model.ts'
import { type EditionReference, guardedEdition } from '../edition-guard.ts'
import type { Edition } from '../model.ts'
import { cleanText } from '../text/plain-text.ts'

const OPEN_MS = 30 * 60_000

export interface OpenPersonalDataInput extends EditionReference {
  /** What for; the office and auditors read it. */
  readonly purpose: string
}

/** Lets the actor read the personal data of an edition in full for half an hour, with the purpose on record. */
export function openPersonalData(
  platform: Platform,
  actor: Actor | null,
  input: OpenPersonalDataInput,
): Promise<Edition> {
  return command(platform, async ({ tx, now, audit }) => {
    const { edition, by } = await guardedEdition(tx, actor, 'edition.openPersonalData', input)
    const purpose = parseInput(cleanText(200), input.purpose, 'purpose')
    const closesAt = new Date(now.getTime() + OPEN_MS)
    const { id } = await tx.personalDataAccess.create({
      data: { editionId: edition.id, userId: by.userId, purpose, openedAt: now, closesAt },
    })
    audit({
      action: 'edition.openPersonalData',
      by,
      subjectType: 'Edition',
      subjectId: edition.id,
      afterHash: edition.contentHash,
      details: { access: id },
    })
    return edition
  })
}
