import { calendarDate } from '../../../platform/clock.ts'
import { command } from '../../../platform/command.ts'
import { ConflictError, ForbiddenError, NotFoundError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Actor } from '../../identity/model.ts'
import { assertMayGoOn, nextEdition } from '../edition-next.ts'
import type { Edition } from '../model.ts'
import { disclosurePolicy } from '../policy.ts'
import { type ChangeDescription, readChange } from './describe-change.ts'

/** Which record is revised, and what kind of change it is: a REVISION without a note when left out. */
export interface ReviseDisclosureInput extends Partial<ChangeDescription> {
  readonly indexNumber: string
}

/** Starts the next edition beside the live one, with its content to go on from. */
export function reviseDisclosure(
  platform: Platform,
  actor: Actor | null,
  { indexNumber, changeType = 'REVISION', changeNote }: ReviseDisclosureInput,
): Promise<Edition> {
  return command(platform, async ({ tx, now, audit }) => {
    if (!actor) throw ForbiddenError.unauthenticated()
    const disclosure = await tx.disclosure.findUnique({
      where: { indexNumber },
      include: {
        organization: { select: { code: true, path: true } },
        editions: { orderBy: { number: 'desc' } },
      },
    })
    if (!disclosure) throw new NotFoundError()
    const place = disclosure.organization
    const by = disclosurePolicy.authorize(actor, 'disclosure.revise', { place })
    const { editions } = disclosure
    assertMayGoOn(editions)
    const live = editions.find(({ state }) => state === 'PUBLISHED')
    if (!live) throw new ConflictError('NOT_LIVE', '该信息当前未公开，不能修订')
    const change = readChange({ changeType, changeNote }, calendarDate(now))
    const edition = await nextEdition(tx, live, editions, { by, now, change })
    audit({
      action: 'disclosure.revise',
      by,
      subjectType: 'Edition',
      subjectId: edition.id,
      beforeHash: live.contentHash,
      afterHash: edition.contentHash,
      details: { indexNumber, number: edition.number, changeType },
    })
    return edition
  })
}
