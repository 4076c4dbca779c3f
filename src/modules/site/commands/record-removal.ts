import { command } from '../../../platform/command.ts'
import { ConflictError, NotFoundError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import type { Actor } from '../../identity/model.ts'
import { boardPlace } from '../board-place.ts'
import { sheetRemoved } from '../events.ts'
import { sitePolicy } from '../policy.ts'

/** A sheet that hangs no longer. */
export interface Removal {
  readonly indexNumber: string
  readonly organizationCode: string
}

/** Records that an organization has taken the sheet of a withdrawn record off its board; again, it changes nothing. */
export function recordRemoval(
  platform: Platform,
  actor: Actor | null,
  { indexNumber, organizationCode }: Removal,
): Promise<Removal> {
  return command(platform, async ({ tx, audit, emit }) => {
    const place = await boardPlace(tx, actor, organizationCode)
    const by = sitePolicy.authorize(actor, 'posting.record', { place })
    const hung = await tx.posting.findFirst({
      where: { organizationCode, publication: { indexNumber } },
      select: { disclosureId: true },
    })
    if (!hung) throw new NotFoundError('该公示栏没有张贴过这项信息')
    const { disclosureId } = hung
    const last = await tx.publication.findFirstOrThrow({
      where: { disclosureId },
      orderBy: { version: 'desc' },
      select: { version: true, withdrawalType: true },
    })
    if (!last.withdrawalType) {
      throw new ConflictError('NOT_WITHDRAWN', '该信息仍在公开，不必撤下')
    }
    audit({
      action: 'posting.remove',
      by,
      subjectType: 'Disclosure',
      subjectId: disclosureId,
      details: { indexNumber, organizationCode },
    })
    emit(sheetRemoved({ disclosureId, version: last.version, organizationCode }))
    return { indexNumber, organizationCode }
  })
}
