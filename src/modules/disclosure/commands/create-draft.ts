import { calendarDate } from '../../../platform/clock.ts'
import { command, type Work } from '../../../platform/command.ts'
import type { Transaction } from '../../../platform/db/client.ts'
import { ForbiddenError, type Problem, ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { parseInput } from '../../../platform/problems.ts'
import type { Actor, Place } from '../../identity/model.ts'
import { copyRows, writeRows } from '../edition-rows.ts'
import { startEdition } from '../edition-write.ts'
import { unknownAttachments } from '../attachments/attached.ts'
import { type ContentInput, readContent, under } from '../kind/content.ts'
import { type Content, problem } from '../kind/kind.ts'
import { inputKey, kindOf, kinds } from '../kind/registry.ts'
import { sealedContent } from '../kind/sealed.ts'
import { partedContent, summariesOf } from '../kind/tables.ts'
import type { Edition } from '../model.ts'
import { openPlace } from '../open-place.ts'
import { disclosurePolicy } from '../policy.ts'
import { cleanText } from '../text/plain-text.ts'

/** What a new record is to be: an item, published by an organization. */
export interface RecordPlace {
  readonly itemCode: string
  readonly organizationCode: string
  /** Why the organization publishes an item that it does not owe; for the office only. */
  readonly offDutyReason?: string | null
}

export interface CreateDraftInput extends RecordPlace {
  readonly kind: string
  readonly content: ContentInput
}

/** Starts a new record with its first draft. */
export function createDraft(
  platform: Platform,
  actor: Actor | null,
  input: CreateDraftInput,
): Promise<Edition> {
  return command(platform, (work) => startRecord(work, actor, input))
}

/** The same within a command; with the rows of an edition where its content is taken over. */
export async function startRecord(
  { tx, now, audit }: Work,
  actor: Actor | null,
  input: CreateDraftInput,
  copied: Edition | null = null,
): Promise<Edition> {
  if (!actor) throw ForbiddenError.unauthenticated()
  const place = await openPlace(tx, input.organizationCode, calendarDate(now))
  const by = disclosurePolicy.authorize(actor, 'edition.create', { place })
  const { itemCode, organizationCode, kind } = input
  const { content, problems } = readOrCollect(input)
  problems.push(...(await itemProblems(tx, input)))
  problems.push(...(await fileProblems(tx, input, content)))
  if (problems.length > 0) throw new ValidationError(problems)
  const offDutyReason = await offDuty(tx, actor, place, input)

  const disclosure = await tx.disclosure.create({
    data: { itemCode, organizationCode, kind, offDutyReason, createdAt: now },
  })
  const declared = kindOf(kind)
  const { plain, rows } = partedContent(declared, sealedContent(tx.sealer, declared, content))
  const edition = await startEdition(tx, {
    disclosureId: disclosure.id,
    number: 1,
    content: plain,
    tables: copied?.tables ?? summariesOf(rows),
    by,
    now,
  })
  await (copied ? copyRows(tx, copied.id, edition.id) : writeRows(tx, edition.id, rows))
  audit({
    action: 'edition.create',
    by,
    subjectType: 'Edition',
    subjectId: edition.id,
    afterHash: edition.contentHash,
    details: {
      itemCode,
      organizationCode,
      kind,
      offDuty: offDutyReason !== null,
      ...(copied && { copiedFrom: copied.id }),
    },
  })
  return edition
}

// The content's problems are reported together with those of the item.
function readOrCollect({ kind: name, content }: CreateDraftInput): {
  content: Content
  problems: Problem[]
} {
  const kind = kinds.get(name)
  if (!kind) return { content: {}, problems: [problem('content', 'UNKNOWN_KIND', '没有这种体裁')] }
  try {
    return { content: readContent(kind, content, `content.${inputKey(kind)}`), problems: [] }
  } catch (error) {
    if (error instanceof ValidationError) return { content: {}, problems: [...error.problems] }
    throw error
  }
}

async function itemProblems(
  tx: Transaction,
  { itemCode, kind }: CreateDraftInput,
): Promise<Problem[]> {
  const item = await tx.item.findUnique({ where: { code: itemCode } })
  if (!item) return [problem('itemCode', 'UNKNOWN_ITEM', '没有这个公开事项')]
  const declared = kinds.get(kind)
  if (!declared || item.kinds.includes(kind)) return []
  const message = `事项“${item.title}”不接受体裁“${declared.title}”`
  return [problem('content', 'KIND_NOT_ACCEPTED', message)]
}

async function fileProblems(
  tx: Transaction,
  { kind: name, organizationCode }: CreateDraftInput,
  content: Content,
): Promise<Problem[]> {
  const kind = kinds.get(name)
  if (!kind) return []
  return under(`content.${inputKey(kind)}`, await unknownAttachments(tx, content, organizationCode))
}

/** An item that the organization does not owe takes the office and a reason. */
async function offDuty(
  tx: Transaction,
  actor: Actor,
  place: Place,
  { itemCode, organizationCode, offDutyReason }: CreateDraftInput,
): Promise<string | null> {
  const key = { itemCode, organizationCode }
  const duty = await tx.duty.findUnique({ where: { itemCode_organizationCode: key } })
  if (duty) return null
  const permitted = disclosurePolicy.can(actor, 'edition.createOffDuty', { place })
  if (!permitted || offDutyReason == null) {
    const message = permitted
      ? '该公开主体不承担此事项，由公开办代为发布须说明理由'
      : '该公开主体不承担此事项的公开责任'
    throw ValidationError.of(permitted ? 'offDutyReason' : 'organizationCode', 'NOT_OWED', message)
  }
  return parseInput(cleanText(300), offDutyReason, 'offDutyReason')
}
