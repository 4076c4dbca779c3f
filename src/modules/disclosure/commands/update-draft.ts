import { command } from '../../../platform/command.ts'
import { ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Actor } from '../../identity/model.ts'
import { renewLock } from '../edit-lock.ts'
import { type EditionReference, guardedEdition } from '../edition-guard.ts'
import { unknownAttachments } from '../attachments/attached.ts'
import { writeRows } from '../edition-rows.ts'
import { changeContent, joinAuthors } from '../edition-write.ts'
import { type ContentInput, readContent, under } from '../kind/content.ts'
import { inputKey, kindOf } from '../kind/registry.ts'
import { openedContent, sealedContent, unshieldedInput } from '../kind/sealed.ts'
import { partedContent, summariesOf, tablesOf } from '../kind/tables.ts'
import type { Edition } from '../model.ts'
import { stateAfter } from '../workflow.ts'

export interface UpdateDraftInput extends EditionReference {
  readonly kind: string
  /**
   * Replaces the whole content, but for the tables that it does not mention: a form does not carry 20,000 rows. A list
   * replaces the rows of its table, an empty one clears them.
   */
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
    const stored = openedContent(tx.sealer, kind, edition.content)
    const read = readContent(kind, unshieldedInput(kind, input.content, stored), prefix)
    const unknown = await unknownAttachments(tx, read, edition.place.code)
    if (unknown.length > 0) throw new ValidationError(under(prefix, unknown))
    const { plain, rows } = partedContent(kind, sealedContent(tx.sealer, kind, read))
    const given = [...tablesOf(kind).keys()].filter((field) => Array.isArray(input.content[field]))
    const replaced = Object.fromEntries(given.map((field) => [field, rows[field] ?? []]))
    const kept = Object.entries(edition.tables).filter(([field]) => !given.includes(field))
    const tables = { ...Object.fromEntries(kept), ...summariesOf(replaced) }
    await joinAuthors(tx, edition.id, by)
    await renewLock(tx, edition.id, by.userId, now)
    await writeRows(tx, edition.id, replaced)
    const changed = await changeContent(tx, edition, { content: plain, tables, now })
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
