import { command } from '../../../platform/command.ts'
import type { Platform } from '../../../platform/platform.ts'
import { type EditionReference, guardedEdition } from '../../disclosure/edition-guard.ts'
import type { Edition } from '../../disclosure/model.ts'
import type { Actor } from '../../identity/model.ts'

/** Ends every preview of an edition that has not ended by itself; tells how many. */
export function revokePreviews(
  platform: Platform,
  actor: Actor | null,
  input: EditionReference,
): Promise<{ readonly edition: Edition; readonly revoked: number }> {
  return command(platform, async ({ tx, now, audit }) => {
    const { edition, by } = await guardedEdition(tx, actor, 'edition.read', input)
    const { count } = await tx.preview.updateMany({
      where: { editionId: edition.id, revokedAt: null, expiresAt: { gt: now } },
      data: { revokedAt: now },
    })
    audit({
      action: 'preview.revoke',
      by,
      subjectType: 'Edition',
      subjectId: edition.id,
      details: { revoked: count },
    })
    return { edition, revoked: count }
  })
}
