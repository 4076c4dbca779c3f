import { calendarDate } from '../../platform/clock.ts'
import type { AuditEntry, Work } from '../../platform/command.ts'
import type { Prisma, Transaction } from '../../platform/db/client.ts'
import { ConflictError } from '../../platform/errors.ts'
import { known } from '../../platform/known.ts'
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
  /** What is public of its record now. */
  readonly live: LivePublication | null
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
  return { edition, live, ...fit }
}

/**
 * Makes an edition public within the transaction at hand, however that came about: freezes it, supersedes what was
 * public before, and gives the record its number.
 */
export async function publishReady(
  work: Work,
  ready: ReadyEdition,
  { by, transition, details }: Publishing,
): Promise<Edition> {
  const { tx, now, audit, emit } = work
  const { edition, live } = ready
  const since = await closeLive(tx, live, now)
  if (live?.edition) {
    const state = stateAfter('supersede', live.edition.state)
    await changeEdition(tx, live.edition, { state, updatedAt: now })
  }
  const publication = await appendPublication(work, ready, since)
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
  { edition, content: given, files, live }: ReadyEdition,
  since: Date,
) {
  const place = await placeOf(tx, edition)
  const indexNumber = edition.indexNumber ?? (await numberRecord(tx, edition, place.uscc, now))
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
    areaCode: place.areaCode,
    organizationCode: edition.place.code,
    organizationName: place.fullName,
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

/** What a publication says of the organization and the item of its day. */
async function placeOf(tx: Transaction, { disclosureId }: Edition) {
  const [place] = await tx.$queryRaw<{ uscc: string; fullName: string; areaCode: string }[]>`
    SELECT o.uscc, o.full_name AS "fullName", i.area_code AS "areaCode"
      FROM disclosure d
      JOIN organization o ON o.code = d.organization_code
      JOIN item i ON i.code = d.item_code
     WHERE d.id = ${disclosureId}::uuid`
  return known(place ?? null, disclosureId)
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
