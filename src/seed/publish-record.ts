import { createDraft } from '../modules/disclosure/commands/create-draft.ts'
import { recordImpactAssessment } from '../modules/disclosure/commands/record-impact-assessment.ts'
import { reviewEdition } from '../modules/disclosure/commands/review-edition.ts'
import { reviseDisclosure } from '../modules/disclosure/commands/revise-disclosure.ts'
import { submitEdition } from '../modules/disclosure/commands/submit-edition.ts'
import { updateDraft } from '../modules/disclosure/commands/update-draft.ts'
import { latestAssessment, programmeOf } from '../modules/disclosure/impact-assessment.ts'
import { kindOf } from '../modules/disclosure/kind/registry.ts'
import { REVIEW_CHECKS } from '../modules/disclosure/model.ts'
import type { Actor, Role } from '../modules/identity/model.ts'
import { publishEdition } from '../modules/publication/commands/publish-edition.ts'
import { withdrawDisclosure } from '../modules/publication/commands/withdraw-disclosure.ts'
import type { Platform } from '../platform/platform.ts'
import type { LoadedRecord } from './read-records.ts'
import {
  type OpenEdition,
  openFirstEdition,
  openNextEdition,
  type Progress,
} from './record-progress.ts'

/** Whoever holds a role in the record's organization. */
type Staff = (role: Role) => Promise<Actor>

/**
 * Brings a record to where its file says, each step by the real command and who is entitled to it, from where an
 * earlier run has stopped. Its content has no markers any more. Gives its index number.
 */
export async function publishRecord(
  platform: Platform,
  as: Staff,
  record: LoadedRecord,
  progress: Progress,
): Promise<string> {
  const indexNumber = progress.indexNumber ?? (await publishFirst(platform, as, record))
  if (record.revised && !progress.revised) await publishNext(platform, as, record, indexNumber)
  if (record.withdrawn && !progress.withdrawn) {
    await withdrawDisclosure(platform, await as('APPROVER'), { indexNumber, ...record.withdrawn })
  }
  return indexNumber
}

async function publishFirst(platform: Platform, as: Staff, record: LoadedRecord): Promise<string> {
  await assess(platform, as, record)
  const { itemCode, organization: organizationCode, kind, content } = record
  const edition =
    (await openFirstEdition(platform.database, record)) ??
    (await createDraft(platform, await as('EDITOR'), { itemCode, organizationCode, kind, content }))
  const indexNumber = await bringOut(platform, as, edition)
  if (indexNumber === null) throw new Error(`${content.title} was published without its number`)
  return indexNumber
}

/** Records the assessment that comes with a record, if its programme has none. */
async function assess(
  platform: Platform,
  as: Staff,
  { kind, organization: organizationCode, content, impactAssessment }: LoadedRecord,
): Promise<void> {
  const programme = programmeOf(kindOf(kind), content)
  if (impactAssessment === null || programme === null) return
  if (await latestAssessment(platform.database, organizationCode, programme)) return
  const input = { ...impactAssessment, organizationCode, programme }
  await recordImpactAssessment(platform, await as('APPROVER'), input)
}

async function publishNext(
  platform: Platform,
  as: Staff,
  { kind, content, revised }: LoadedRecord,
  indexNumber: string,
): Promise<void> {
  const editor = await as('EDITOR')
  let edition: OpenEdition =
    (await openNextEdition(platform.database, indexNumber)) ??
    (await reviseDisclosure(platform, editor, { indexNumber }))
  if (edition.state === 'DRAFT') {
    const change = { ...reference(edition), kind, content: { ...content, ...revised } }
    edition = await updateDraft(platform, editor, change)
  }
  await bringOut(platform, as, edition)
}

/** Submission, every signature of the chain, publication. */
async function bringOut(platform: Platform, as: Staff, start: OpenEdition): Promise<string | null> {
  let edition = start
  if (edition.state === 'DRAFT') {
    edition = await submitEdition(platform, await as('EDITOR'), reference(edition))
  }
  while (edition.state === 'IN_REVIEW' && edition.currentRole !== null) {
    const signer = await as(edition.currentRole)
    const signature = { decision: 'APPROVE', checks: REVIEW_CHECKS } as const
    edition = await reviewEdition(platform, signer, { ...reference(edition), ...signature })
  }
  const published = await publishEdition(platform, await as('APPROVER'), reference(edition))
  return published.indexNumber
}

function reference({ id, version }: OpenEdition) {
  return { editionId: id, expectedVersion: version }
}
