import { command } from '../../../platform/command.ts'
import { canonicalJson, sha256 } from '../../../platform/canonical.ts'
import type { Transaction } from '../../../platform/db/client.ts'
import { ConflictError, ForbiddenError, NotFoundError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { parseInput } from '../../../platform/problems.ts'
import { changeEdition } from '../../disclosure/edition-write.ts'
import { disclosurePolicy } from '../../disclosure/policy.ts'
import { cleanText } from '../../disclosure/text/plain-text.ts'
import { stateAfter } from '../../disclosure/workflow.ts'
import type { Actor } from '../../identity/model.ts'
import { publicationChanged } from '../events.ts'
import { closeLive } from '../live.ts'
import type { WithdrawalType } from '../model.ts'

export interface WithdrawInput {
  readonly indexNumber: string
  readonly type: WithdrawalType
  /** Public. */
  readonly reason: string
}

/** Takes a record out of public view; a tombstone with type and reason stays (行政处罚法48: the reason is public). */
export function withdrawDisclosure(
  platform: Platform,
  actor: Actor | null,
  { indexNumber, type, reason: given }: WithdrawInput,
): Promise<{ readonly disclosureId: string }> {
  return command(platform, async ({ tx, now, audit, emit }) => {
    if (!actor) throw ForbiddenError.unauthenticated()
    const disclosure = await numberedDisclosure(tx, indexNumber)
    const by = disclosurePolicy.authorize(actor, 'disclosure.withdraw', {
      place: disclosure.organization,
    })
    const reason = parseInput(cleanText(500), given, 'reason')
    const { live, since } = await closeLive(tx, disclosure.id, now)
    if (!live?.edition) throw new ConflictError('NOT_LIVE', '该信息当前未公开，无需撤回')
    const state = stateAfter('withdraw', live.edition.state)
    await changeEdition(tx, live.edition, { state, updatedAt: now })
    const tombstone = {
      disclosureId: disclosure.id,
      indexNumber,
      kind: disclosure.kind,
      ...(await placement(tx, live.id, type)),
      version: live.version + 1,
      firstPublishedAt: live.firstPublishedAt,
      validFrom: since,
      withdrawalType: type,
      withdrawalReason: reason,
      // A list left out would be stored as null, which is no list to the public side.
      keywords: [],
      content: {},
      searchText: '',
    }
    const contentHash = sha256(canonicalJson(tombstone))
    await tx.publication.create({ data: { ...tombstone, contentHash } })
    audit({
      action: 'disclosure.withdraw',
      by,
      subjectType: 'Disclosure',
      subjectId: disclosure.id,
      beforeHash: live.contentHash,
      afterHash: contentHash,
      details: { indexNumber, type, version: tombstone.version },
    })
    emit(publicationChanged(disclosure.id, tombstone.version))
    return { disclosureId: disclosure.id }
  })
}

async function numberedDisclosure(tx: Transaction, indexNumber: string) {
  const disclosure = await tx.disclosure.findUnique({
    where: { indexNumber },
    include: { organization: { select: { code: true, path: true } } },
  })
  if (!disclosure) throw new NotFoundError()
  return disclosure
}

/** Where the record stood; after PRIVACY not even its title stays. */
async function placement(tx: Transaction, publicationId: string, type: WithdrawalType) {
  const { title, ...where } = await tx.publication.findUniqueOrThrow({
    where: { id: publicationId },
    select: {
      areaCode: true,
      itemCode: true,
      organizationCode: true,
      organizationName: true,
      audience: true,
      audienceName: true,
      audienceOrganizations: true,
      title: true,
    },
  })
  return { ...where, title: type === 'PRIVACY' ? null : title }
}
