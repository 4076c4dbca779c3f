import { calendarDate } from '../../../platform/clock.ts'
import { command, type Work } from '../../../platform/command.ts'
import type { Prisma, Transaction } from '../../../platform/db/client.ts'
import { ConflictError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { assertFit } from '../../disclosure/edition-fit.ts'
import { type EditionReference, guardedEdition } from '../../disclosure/edition-guard.ts'
import { changeEdition } from '../../disclosure/edition-write.ts'
import { kindOf } from '../../disclosure/kind/registry.ts'
import type { Edition } from '../../disclosure/model.ts'
import { stateAfter } from '../../disclosure/workflow.ts'
import type { Actor } from '../../identity/model.ts'
import { publicationChanged } from '../events.ts'
import { freeze, type Rendition } from '../freeze.ts'
import { nextIndexNumber } from '../index-number.ts'
import { closeLive, type LivePublication } from '../live.ts'
import { appendRows } from '../rows.ts'

/** Makes an approved edition public: freezes it, supersedes what was public before, and gives the record its number. */
export function publishEdition(
  platform: Platform,
  actor: Actor | null,
  input: EditionReference,
): Promise<Edition> {
  return command(platform, async (work) => {
    const { tx, now, audit, emit } = work
    const { edition, by } = await guardedEdition(tx, actor, 'edition.publish', input)
    const state = stateAfter('publish', edition.state)
    const { content, files } = await assertFit(tx, edition, now, 'ALL')
    const { live, since } = await closeLive(tx, edition.disclosureId, now)
    if (live) await supersede(tx, live, now)
    const rendition = freeze(kindOf(edition.kind), content, files)
    const publication = await appendPublication(work, { edition, rendition }, live, since)
    const published = await changeEdition(tx, edition, { state, publishedAt: now, updatedAt: now })
    audit({
      action: 'edition.publish',
      by,
      subjectType: 'Edition',
      subjectId: edition.id,
      beforeHash: edition.contentHash,
      afterHash: publication.contentHash,
      details: { indexNumber: publication.indexNumber, version: publication.version },
    })
    emit(publicationChanged(edition.disclosureId, publication.version))
    return published
  })
}

async function supersede(tx: Transaction, live: LivePublication, now: Date): Promise<void> {
  // A tombstone stays: what was withdrawn does not come back by a revision that was under way.
  if (live.edition === null) {
    throw new ConflictError('WITHDRAWN', '该信息已撤回，修订版本不能再公开')
  }
  const state = stateAfter('supersede', live.edition.state)
  await changeEdition(tx, live.edition, { state, updatedAt: now })
}

async function appendPublication(
  { tx, now }: Work,
  { edition, rendition: frozen }: { readonly edition: Edition; readonly rendition: Rendition },
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
  const { content, rows, attachments, brief, mongolian, searchText, ...rendition } = frozen
  const publication = await tx.publication.create({
    data: {
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
      version: (live?.version ?? 0) + 1,
      firstPublishedAt: live?.firstPublishedAt ?? since,
      validFrom: since,
    },
  })
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
