import { command } from '../../../platform/command.ts'
import type { Transaction } from '../../../platform/db/client.ts'
import { ConflictError, ForbiddenError, NotFoundError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Actor } from '../../identity/model.ts'
import type { Edition } from '../model.ts'
import { disclosurePolicy } from '../policy.ts'
import { visibleTemplate } from '../queries/templates.ts'
import { type Template, templateOf, WITH_PLACE } from '../template.ts'
import { type RecordPlace, startRecord } from './create-draft.ts'

export interface UseTemplateInput extends RecordPlace {
  readonly templateId: string
}

/** Starts a new record with the content of a template. */
export function draftFromTemplate(
  platform: Platform,
  actor: Actor | null,
  { templateId, ...place }: UseTemplateInput,
): Promise<Edition> {
  return command(platform, async (work) => {
    const { kind, content } = await usable(work.tx, actor, templateId)
    return startRecord(work, actor, { ...place, kind, content })
  })
}

/** Takes a template out of use; the records made from it are not touched. */
export function archiveTemplate(
  platform: Platform,
  actor: Actor | null,
  { templateId }: { readonly templateId: string },
): Promise<Template> {
  return command(platform, async ({ tx, now, audit }) => {
    const template = await usable(tx, actor, templateId)
    const by = disclosurePolicy.authorize(actor, 'template.manage', template)
    const row = await tx.disclosureTemplate.update({
      where: { id: template.id },
      data: { archivedAt: now },
      include: WITH_PLACE,
    })
    audit({
      action: 'template.archive',
      by,
      subjectType: 'DisclosureTemplate',
      subjectId: template.id,
    })
    return templateOf(row)
  })
}

async function usable(tx: Transaction, actor: Actor | null, id: string): Promise<Template> {
  if (!actor) throw ForbiddenError.unauthenticated()
  const template = await visibleTemplate(tx, actor, id)
  if (!template) throw new NotFoundError('没有这个模板')
  if (template.archivedAt) throw new ConflictError('ARCHIVED', '该模板已停用')
  return template
}
