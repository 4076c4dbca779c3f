import { canonicalJson, sha256 } from '../../../platform/canonical.ts'
import { calendarDate } from '../../../platform/clock.ts'
import { command } from '../../../platform/command.ts'
import { isUniqueViolation } from '../../../platform/database-failure.ts'
import { ConflictError, ForbiddenError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { parseInput } from '../../../platform/problems.ts'
import type { Actor } from '../../identity/model.ts'
import { PERSON } from '../edition-row.ts'
import { assessmentOf, assessmentRule, latestAssessment } from '../impact-assessment.ts'
import { type ImpactAssessment, programmeKey } from '../model.ts'
import { disclosurePolicy } from '../policy.ts'
import { openPlace } from '../open-place.ts'

export interface RecordImpactAssessmentInput {
  readonly organizationCode: string
  readonly programme: string
  readonly purpose: string
  readonly necessity: string
  readonly risks: string
  readonly measures: string
  /** The version that this one takes the place of; nothing for the first. */
  readonly expectedVersion?: number | null
}

/** Records what was found out about publishing the people of a programme, before it is first done. */
export async function recordImpactAssessment(
  platform: Platform,
  actor: Actor | null,
  input: RecordImpactAssessmentInput,
): Promise<ImpactAssessment> {
  try {
    return await record(platform, actor, input)
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw ConflictError.staleVersion()
  }
}

function record(
  platform: Platform,
  actor: Actor | null,
  input: RecordImpactAssessmentInput,
): Promise<ImpactAssessment> {
  return command(platform, async ({ tx, now, audit }) => {
    if (!actor) throw ForbiddenError.unauthenticated()
    const { organizationCode } = input
    const place = await openPlace(tx, organizationCode, calendarDate(now))
    const by = disclosurePolicy.authorize(actor, 'impactAssessment.record', { place })
    const words = parseInput(assessmentRule, input)
    const before = await latestAssessment(tx, organizationCode, words.programme)
    if ((before?.version ?? 0) !== (input.expectedVersion ?? 0)) throw ConflictError.staleVersion()
    const row = await tx.impactAssessment.create({
      data: {
        ...words,
        organizationCode,
        programmeKey: programmeKey(words.programme),
        version: (before?.version ?? 0) + 1,
        assessedById: by.userId,
        assessedAt: now,
      },
      include: { assessedBy: PERSON },
    })
    const after = assessmentOf(row)
    audit({
      action: 'impactAssessment.record',
      by,
      subjectType: 'ImpactAssessment',
      subjectId: after.id,
      beforeHash: before && assessmentHash(before),
      afterHash: assessmentHash(after),
      details: { organizationCode, version: after.version },
    })
    return after
  })
}

/** What the audit trail compares of an assessment. */
function assessmentHash(assessment: ImpactAssessment): string {
  const { programme, purpose, necessity, risks, measures, version } = assessment
  return sha256(canonicalJson({ programme, purpose, necessity, risks, measures, version }))
}
