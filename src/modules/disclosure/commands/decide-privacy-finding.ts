import { calendarDate } from '../../../platform/clock.ts'
import { command } from '../../../platform/command.ts'
import { ForbiddenError, ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { parseInput } from '../../../platform/problems.ts'
import type { Actor } from '../../identity/model.ts'
import { type EditionReference, guardedEdition } from '../edition-guard.ts'
import { privacyFindings, undecidedIn } from '../edition-privacy.ts'
import type { Edition, PrivacyDecisionKind } from '../model.ts'
import { disclosurePolicy } from '../policy.ts'
import { knownPublic } from '../privacy/known.ts'
import { scan } from '../privacy/scan.ts'
import { cleanText } from '../text/plain-text.ts'
import { assertOpen } from '../workflow.ts'

export interface DecidePrivacyFindingInput extends EditionReference {
  readonly findingKey: string
  readonly decision: PrivacyDecisionKind
  readonly reason: string
}

/**
 * Decides whether what the gate has found in an edition may be published. What is certainly personal data is for the
 * office alone, and only where the kind names the law that lets it be published.
 */
export function decidePrivacyFinding(
  platform: Platform,
  actor: Actor | null,
  input: DecidePrivacyFindingInput,
): Promise<Edition> {
  return command(platform, async ({ tx, now, audit }) => {
    const { edition, by } = await guardedEdition(tx, actor, 'edition.decidePrivacy', input)
    assertOpen(edition.state)
    const reason = readReason(input.reason, calendarDate(now))
    const findings = await privacyFindings(tx, edition, now)
    const finding = findings.find(({ key }) => key === input.findingKey)
    if (!finding) {
      const message = '该处内容已改动或不存在，请刷新后重新认定'
      throw ValidationError.of('findingKey', 'UNKNOWN_FINDING', message)
    }
    const { type, path, certainty, overridable } = finding
    const certain = certainty === 'CERTAIN'
    const action = certain ? 'edition.overridePrivacy' : 'edition.decidePrivacy'
    const authority = certain ? disclosurePolicy.authorize(actor, action, edition) : by
    if (certain && !overridable) {
      throw new ForbiddenError(
        '该类信息确属不得公开的个人信息，不能认定为可以公开',
        'NOT_OVERRIDABLE',
      )
    }
    const { findingKey, decision } = input
    await tx.privacyDecision.create({
      data: {
        editionId: edition.id,
        findingKey,
        decision,
        reason,
        actorId: authority.userId,
        decidedAt: now,
      },
    })
    // Not a change of the edition: whoever signs has seen the same text.
    const rest = findings.filter(({ key }) => key !== findingKey)
    await tx.edition.update({
      where: { id: edition.id },
      data: { undecided: undecidedIn(rest) },
    })
    audit({
      action,
      by: authority,
      subjectType: 'Edition',
      subjectId: edition.id,
      beforeHash: edition.contentHash,
      afterHash: edition.contentHash,
      details: { type, path, certainty, decision, reason, findingKey },
    })
    return edition
  })
}

/** A reason is kept for ever and read by many: the value that it is about must not stand in it. */
function readReason(given: string, today: string): string {
  const reason = parseInput(cleanText(500), given, 'reason')
  if (scan([{ path: 'reason', text: reason }], knownPublic([]), today).length > 0) {
    throw ValidationError.of('reason', 'PERSONAL_DATA', '理由中不得写入个人信息，请只说明依据')
  }
  return reason
}
