import { calendarDate } from '../../platform/clock.ts'
import type { Transaction } from '../../platform/db/client.ts'
import { type Problem, ValidationError } from '../../platform/errors.ts'
import { workingCalendar } from '../calendar/queries.ts'
import { attachmentsOf, wrongPictures } from './attachments/attached.ts'
import { assertNoPersonalData } from './edition-privacy.ts'
import { wholeContent } from './edition-rows.ts'
import { missingAssessment } from './impact-assessment.ts'
import { unmetDemands } from './item-demands.ts'
import { audienceOrganizationsOf } from './kind/audience.ts'
import { faultsOf, under } from './kind/content.ts'
import { isCountedInWorkingDays, withDisplayDays } from './kind/display.ts'
import { type Content, type Kind, problem } from './kind/kind.ts'
import { inputKey, kindOf } from './kind/registry.ts'
import type { Attachment, Edition } from './model.ts'
import { openPlace } from './open-place.ts'
import type { Strictness } from './privacy/gate.ts'

/** The files of an edition that may go on its way. */
export interface FitFiles {
  readonly attachments: readonly Attachment[]
  /** The beginning of their texts, for search. */
  readonly text: string
}

/**
 * Lets an edition pass that its kind and its item find complete and, with its files, free of personal data that stops it;
 * gives back content and files. Asked at submission and again at publication: rules may have become stricter meanwhile.
 */
export async function assertFit(
  tx: Transaction,
  edition: Edition,
  now: Date,
  strictness: Strictness,
): Promise<{ readonly content: Content; readonly files: FitFiles; readonly undecided: number }> {
  const today = calendarDate(now)
  // A closed organization publishes nothing more, whatever it had begun; what a successor took over is the successor's.
  await openPlace(tx, edition.place.code, today)
  const kind = kindOf(edition.kind)
  const content = await displayed(tx, kind, await wholeContent(tx, edition), today)
  const attachments = await attachmentsOf(tx, content)
  const item = await tx.item.findUniqueOrThrow({ where: { code: edition.itemCode } })
  const faults = [
    ...faultsOf(kind, content, today),
    ...unmetDemands(item, kind, content),
    ...(await missingAssessment(tx, edition)),
    ...wrongPictures(edition, attachments),
    ...(await unknownReaders(tx, content)),
  ]
  if (edition.changeType === 'CORRECTION' && edition.changeNote === null) {
    const message = '更正须向公众说明更正的内容'
    throw ValidationError.of('changeNote', 'REQUIRED', message)
  }
  if (faults.length > 0) {
    throw new ValidationError(under(`content.${inputKey(kind)}`, faults), 'INCOMPLETE')
  }
  const subject = { edition, attachments }
  const { text, undecided } = await assertNoPersonalData(tx, subject, now, strictness)
  return { content, files: { attachments, text }, undecided }
}

async function displayed(tx: Transaction, kind: Kind, content: Content, today: string) {
  if (!isCountedInWorkingDays(kind, content)) return content
  return withDisplayDays(kind, content, today, await workingCalendar(tx, today))
}

/** Organizations named as readers that there are not. */
async function unknownReaders(tx: Transaction, content: Content): Promise<Problem[]> {
  const codes = audienceOrganizationsOf(content)
  if (codes.length === 0) return []
  const found = await tx.organization.findMany({
    where: { code: { in: codes } },
    select: { code: true },
  })
  const known = new Set(found.map(({ code }) => code))
  return codes.flatMap((code, index) =>
    known.has(code)
      ? []
      : [problem(`audienceOrganizations.${index}`, 'UNKNOWN_ORGANIZATION', '没有这个公开主体')],
  )
}
