import { command } from '../../../platform/command.ts'
import { ForbiddenError, ValidationError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Actor } from '../../identity/model.ts'
import { countyPlace } from '../../identity/queries.ts'
import { type Ground, MOST_YEARS, type ReassessmentLimit } from '../non-disclosure.ts'
import { disclosurePolicy } from '../policy.ts'

/** 条例18: says for how many years at most something on a ground may stay undisclosed before it is assessed again. */
export function setReassessmentLimit(
  platform: Platform,
  actor: Actor | null,
  { ground, years }: { readonly ground: Ground; readonly years: number },
): Promise<ReassessmentLimit> {
  return command(platform, async ({ tx, audit }) => {
    if (!actor) throw ForbiddenError.unauthenticated()
    const place = await countyPlace(tx)
    const by = disclosurePolicy.authorize(actor, 'reassessmentLimit.set', { place })
    if (!Number.isInteger(years) || years < 1 || years > MOST_YEARS) {
      throw ValidationError.of('years', 'OUT_OF_RANGE', `须为1至${MOST_YEARS}年`)
    }
    const before = await tx.nonDisclosureLimit.findUniqueOrThrow({ where: { ground } })
    const limit = await tx.nonDisclosureLimit.update({ where: { ground }, data: { years } })
    audit({
      action: 'reassessmentLimit.set',
      by,
      subjectType: 'ReassessmentLimit',
      subjectId: ground,
      details: { before: before.years, after: years },
    })
    return limit
  })
}
