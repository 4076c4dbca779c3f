import { calendarDate } from '../../platform/clock.ts'
import type { AuditEntry, Work } from '../../platform/command.ts'
import type { Prisma, Transaction } from '../../platform/db/client.ts'
import { ConflictError } from '../../platform/errors.ts'
import { assertFit, type FitFiles } from '../disclosure/edition-fit.ts'
import { changeEdition } from '../disclosure/edition-write.ts'
import type { Content } from '../disclosure/kind/kind.ts'
import { kindOf } from '../disclosure/kind/registry.ts'
import type { Edition } from '../disclosure/model.ts'
import { stateAfter, type Transition } from '../disclosure/workflow.ts'
import { changesWith } from './changes.ts'
import { hashed } from './content-hash.ts'
import { publicationChanged } from './events.ts'
import { freeze } from './freeze.ts'
import { nextIndexNumber } from './index-number.ts'
import { closeLive, type LivePublication, livePublication } from './live.ts'
import { appendRows } from './rows.ts'

/** An edition that may go public as it is now, with all that its rendition is made of. */
export interface ReadyEdition {
  readonly edition: Edition
  readonly content: Content
  readonly files: FitFiles
}

/** Who publishes, by which transition, and what the audit trail says beside number and version. */
export interface Publishing {
  readonly by: AuditEntry['by']
  readonly transition: Extract<Transition, 'publish' | 'publishUrgently'>
  readonly details?: AuditEntry['details']
}

/** Lets an edition pass that may be published now, whoever wants it; all rules are asked again. */
export async function readyToPublish(
  { tx, now }: Pick<Work, 'tx' | 'now'>,
  edition: Edition,
  transition: Publishing['transition'],
): Promise<ReadyEdition> {
  stateAfter(transition, edition.state)
  const fit = await assertFit(tx, edition, now, 'ALL')
  // A tombstone stays: what was withdrawn does not come back by a revision that was under way.
  const live = await livePublication(tx, edition.disclosureId)
  if (live && !live.edition) {
    throw new ConflictError('WITHDRAWN', '该信息已撤回，修订版本不能再公开')
  }
  return { edition, ...fit }
}

/**
 * Makes an edition public within the transaction at hand, however that came about: freezes it, supersedes what was
 * public before, and gives the record its number.
 */
export async function publishReady(
  work: Work,
  { edition, content, files }: ReadyEdition,
  { by, transition, details }: Publishing,
): Promise<Edition> {
  const { tx, now, audit, emit } = work
  const { live, since } = await closeLive(tx, edition.disclosureId, now)
  if (live?.edition) {
    const state = stateAfter('supersede', live.edition.state)
    await changeEdition(tx, live.edition, { state, updatedAt: now })
  }
  const publication = await appendPublication(work, { edition, content, files }, live, since)
  const published = await changeEdition(tx, edition, {
    state: stateAfter(transition, edition.state),
    currentStep: null,
    currentRole: null,
    publishedAt: now,
    updatedAt: now,
  })
  const { indexNumber, version, contentHash } = publication
  audit({
    action: 'edition.publish',
    by,
    subjectType: 'Edition',
    subjectId: edition.id,
    beforeHash: edition.contentHash,
    afterHash: contentHash,
    details: { indexNumber, version, ...details },
  })
  emit(publicationChanged(edition.disclosureId, version))
  return published
}

async function appendPublication(
  { tx, now }: Work,
  { edition, content: given, files }: ReadyEdition,
  live: LivePublication | null,
  since: Date,
) {
  const { organization, item } = await tx.disclosure.findUniqueOrThrow({
    where: { id: edition.disclosureId },
    select: {
      organization: { select: { uscc: true, fullName: true } },
      item: { select: { areaCode: true } },
    },
  })
  const indexNumber =
    edition.indexNumber ?? (await numberRecord(tx, edition, organization.uscc, now))
  const frozen = freeze(kindOf(edition.kind), given, files)
  const { content, rows, attachments, brief, mongolian, searchText, ...rendition } = frozen
  const version = (live?.version ?? 0) + 1
  const row = {
    ...rendition,
    searchText: `${searchText}\n${indexNumber}`,
    content: content as Prisma.InputJsonObject,
    attachments: attachments as unknown as Prisma.InputJsonArray,
    brief: brief as unknown as Prisma.InputJsonObject,
    ...(mongolian && { mongolian: { ...mongolian } }),
    disclosureId: edition.disclosureId,
    editionId: edition.id,
    indexNumber,
    kind: edition.kind,
    itemCode: edition.itemCode,
    areaCode: item.areaCode,
    organizationCode: edition.place.code,
    organizationName: organization.fullName,
    version,
    changeType: edition.changeType,
    changes: changesWith(live?.changes, edition, {
      since,
      version,
    }) as unknown as Prisma.InputJsonArray,
    firstPublishedAt: live?.firstPublishedAt ?? since,
    validFrom: since,
  }
  const publication = await tx.publication.create({ data: hashed(row, rows) })
  await appendRows(tx, publication.id, rows)
  return publication
}

async function numberRecord(
  tx: Transaction,
  { disclosureId }: Edition,
  uscc: string,
  now: Date,
): Promise<string> {
  const indexNumber = await nextIndexNumber(tx, uscc, Number(calendarDate(now).slice(0, 4)))
  await tx.disclosure.update({ where: { id: disclosureId }, data: { indexNumber } })
  return indexNumber
}
