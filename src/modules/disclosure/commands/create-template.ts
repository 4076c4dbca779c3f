import { calendarDate } from '../../../platform/clock.ts'
import { command } from '../../../platform/command.ts'
import type { Prisma, Transaction } from '../../../platform/db/client.ts'
import {
  ConflictError,
  ForbiddenError,
  PrivacyError,
  ValidationError,
} from '../../../platform/errors.ts'
import { isUniqueViolation } from '../../../platform/database-failure.ts'
import type { Platform } from '../../../platform/platform.ts'
import { parseInput } from '../../../platform/problems.ts'
import type { Actor } from '../../identity/model.ts'
import { guardedById } from '../edition-guard.ts'
import { wholeContent } from '../edition-rows.ts'
import { type ContentInput, readContent, under } from '../kind/content.ts'
import { impersonal } from '../kind/impersonal.ts'
import type { Content, Kind } from '../kind/kind.ts'
import { inputKey, kindOf } from '../kind/registry.ts'
import { disclosurePolicy } from '../policy.ts'
import { findingsIn, objections } from '../privacy/gate.ts'
import { type Template, templateOf, WITH_PLACE } from '../template.ts'
import { cleanLine } from '../text/plain-text.ts'
import { openPlace } from '../open-place.ts'

export interface CreateTemplateInput {
  readonly organizationCode: string
  /** Names it among those of the organization and the kind. */
  readonly name: string
  /** Either an edition, whose content becomes the pattern, or a content. */
  readonly editionId?: string | null
  readonly given?: { readonly kind: string; readonly content: ContentInput } | null
}

/** Keeps a content as a pattern for new records, without personal data (个人信息保护法6: no more than is needed). */
export async function createTemplate(
  platform: Platform,
  actor: Actor | null,
  input: CreateTemplateInput,
): Promise<Template> {
  try {
    return await command(platform, async ({ tx, now, audit }) => {
      if (!actor) throw ForbiddenError.unauthenticated()
      const today = calendarDate(now)
      const place = await openPlace(tx, input.organizationCode, today)
      const by = disclosurePolicy.authorize(actor, 'template.manage', { place })
      const name = parseInput(cleanLine(60), input.name, 'name')
      const { kind, content: source } = await sourceOf(tx, actor, input)
      const content = impersonal(kind, source)
      assertImpersonal(kind, content, today)
      const row = await tx.disclosureTemplate.create({
        data: {
          organizationCode: place.code,
          kind: kind.name,
          name,
          content: content as Prisma.InputJsonObject,
          createdById: by.userId,
          createdAt: now,
        },
        include: WITH_PLACE,
      })
      audit({
        action: 'template.create',
        by,
        subjectType: 'DisclosureTemplate',
        subjectId: row.id,
        details: { organizationCode: place.code, kind: kind.name },
      })
      return templateOf(row)
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new ConflictError('TEMPLATE_EXISTS', '该公开主体已有同名的同体裁模板')
  }
}

async function sourceOf(
  tx: Transaction,
  actor: Actor,
  { editionId, given }: CreateTemplateInput,
): Promise<{ readonly kind: Kind; readonly content: Content }> {
  if ((editionId == null) === (given == null)) {
    throw ValidationError.of('content', 'ONE_SOURCE', '请指定一个版本，或填写内容')
  }
  if (given) {
    const kind = kindOf(given.kind)
    return { kind, content: readContent(kind, given.content, `content.${inputKey(kind)}`) }
  }
  const { edition } = await guardedById(tx, actor, 'edition.read', editionId ?? '')
  return { kind: kindOf(edition.kind), content: await wholeContent(tx, edition) }
}

/** What is left may still have personal data in its text, which the gate finds. */
function assertImpersonal(kind: Kind, content: Content, today: string): void {
  const judged = findingsIn(kind, content, today).map((finding) => ({
    finding,
    decision: null,
    overridable: false,
  }))
  const problems = objections(judged, 'ALL')
  if (problems.length === 0) return
  throw new PrivacyError(
    under(`content.${inputKey(kind)}`, problems),
    '模板中不得保留个人信息，请先从正文中去除',
  )
}
