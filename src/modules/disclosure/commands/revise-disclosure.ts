import { command } from '../../../platform/command.ts'
import { ConflictError, ForbiddenError, NotFoundError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { copyRows } from '../edition-rows.ts'
import { startEdition } from '../edition-write.ts'
import type { Content } from '../kind/kind.ts'
import type { TableSummaries } from '../kind/tables.ts'
import type { Edition } from '../model.ts'
import { disclosurePolicy } from '../policy.ts'
import { OPEN_STATES } from '../workflow.ts'
import type { Actor } from '../../identity/model.ts'

/** Starts the next edition beside the live one, with its content to go on from. */
export function reviseDisclosure(
  platform: Platform,
  actor: Actor | null,
  { indexNumber }: { readonly indexNumber: string },
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
    if (editions.some(({ state }) => OPEN_STATES.some((open) => open === state))) {
      throw new ConflictError('OPEN_EDITION', '该信息已有一个修订版本正在办理')
    }
    const live = editions.find(({ state }) => state === 'PUBLISHED')
    if (!live) throw new ConflictError('NOT_LIVE', '该信息已撤回，不能修订')
    const edition = await startEdition(tx, {
      disclosureId: disclosure.id,
      number: (editions[0]?.number ?? 0) + 1,
      content: live.content as Content,
      tables: live.tables as unknown as TableSummaries,
      authorId: actor.userId,
      now,
    })
    await copyRows(tx, live.id, edition.id)
    audit({
      action: 'disclosure.revise',
      by,
      subjectType: 'Edition',
      subjectId: edition.id,
      beforeHash: live.contentHash,
      afterHash: edition.contentHash,
      details: { indexNumber, number: edition.number },
    })
    return edition
  })
}
