import { command } from '../../../platform/command.ts'
import { ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Actor } from '../../identity/model.ts'
import { type EditionReference, guardedEdition } from '../edition-guard.ts'
import { changeEdition, contentColumns } from '../edition-write.ts'
import { unknownAttachments } from '../attachments/attached.ts'
import { type ContentInput, readContent, under } from '../kind/content.ts'
import { inputKey, kindOf } from '../kind/registry.ts'
import type { Edition } from '../model.ts'
import { stateAfter } from '../workflow.ts'

export interface UpdateDraftInput extends EditionReference {
  readonly kind: string
  /** Replaces the whole content. */
  readonly content: ContentInput
}

/** Replaces the content of a draft; whoever writes becomes one of its authors. */
export function updateDraft(
  platform: Platform,
  actor: Actor | null,
  input: UpdateDraftInput,
): Promise<Edition> {
  return command(platform, async ({ tx, now, audit }) => {
    const { edition, by } = await guardedEdition(tx, actor, 'edition.update', input)
    stateAfter('update', edition.state)
    if (input.kind !== edition.kind) {
      throw ValidationError.of('content', 'KIND_CHANGED', '体裁在起草时确定，不能更改')
    }
    const kind = kindOf(edition.kind)
    const prefix = `content.${inputKey(kind)}`
    const content = readContent(kind, input.content, prefix)
    const unknown = await unknownAttachments(tx, content, edition.place.code)
    if (unknown.length > 0) throw new ValidationError(under(prefix, unknown))
    const columns = contentColumns(content)
    await tx.editionParticipant.upsert({
      where: { editionId_userId: { editionId: edition.id, userId: by.userId } },
      create: { editionId: edition.id, userId: by.userId, step: 0 },
      update: {},
    })
    const changed = await changeEdition(tx, edition, { ...columns, updatedAt: now })
    audit({
      action: 'edition.update',
      by,
      subjectType: 'Edition',
      subjectId: edition.id,
      beforeHash: edition.contentHash,
      afterHash: changed.contentHash,
    })
    return changed
  })
}
