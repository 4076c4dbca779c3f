import { command } from '../../../platform/command.ts'
import { ConflictError } from '../../../platform/errors.ts'
import { known } from '../../../platform/known.ts'
import type { Platform } from '../../../platform/platform.ts'
import { type EditionReference, guardedEdition } from '../../disclosure/edition-guard.ts'
import type { Actor } from '../../identity/model.ts'
import { PREVIEWED_STATES } from '../model.ts'
import { newPreviewToken, previewTokenHash } from '../preview-token.ts'

const LIFE_MS = 15 * 60_000

/** A new leave to see an edition; the token is told this once. */
export interface NewPreview {
  readonly token: string
  readonly expiresAt: Date
}

/** Lets whoever has the token see this version of an edition that is not public, for a quarter of an hour. */
export function createPreview(
  platform: Platform,
  actor: Actor | null,
  input: EditionReference,
): Promise<NewPreview> {
  const token = newPreviewToken()
  return command(platform, async ({ tx, now, audit }) => {
    const { edition, by } = await guardedEdition(tx, actor, 'edition.read', input)
    if (!PREVIEWED_STATES.includes(edition.state)) {
      throw new ConflictError('NOT_OPEN', '该版本已公开或已撤回，不需要预览')
    }
    const expiresAt = new Date(now.getTime() + LIFE_MS)
    await tx.preview.deleteMany({ where: { editionId: edition.id, expiresAt: { lt: now } } })
    await tx.preview.create({
      data: {
        tokenHash: known(previewTokenHash(token), 'the hash of a new token'),
        editionId: edition.id,
        editionVersion: edition.version,
        createdById: by.userId,
        createdAt: now,
        expiresAt,
      },
    })
    audit({
      action: 'preview.create',
      by,
      subjectType: 'Edition',
      subjectId: edition.id,
      afterHash: edition.contentHash,
      details: { version: edition.version, minutes: LIFE_MS / 60_000 },
    })
    return { token, expiresAt }
  })
}
