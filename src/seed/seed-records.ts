import { createDraft } from '../modules/disclosure/commands/create-draft.ts'
import { reviewEdition } from '../modules/disclosure/commands/review-edition.ts'
import { submitEdition } from '../modules/disclosure/commands/submit-edition.ts'
import { type Edition, REVIEW_CHECKS } from '../modules/disclosure/model.ts'
import { OPEN_STATES } from '../modules/disclosure/workflow.ts'
import type { Actor, Role } from '../modules/identity/model.ts'
import { publishEdition } from '../modules/publication/commands/publish-edition.ts'
import type { Platform } from '../platform/platform.ts'
import type { OnStep } from './apply-county.ts'
import { demoUsername } from './demo-accounts.ts'
import type { CountySeed, LoadedRecord } from './load-county.ts'

/** What the next step needs to know of an edition. */
type Progress = Pick<Edition, 'id' | 'version' | 'state' | 'currentRole'>

/**
 * Publishes the county's records as its staff would: draft, signatures, publication, each by the real command and the
 * demo account that is entitled to it. What has been published once is left alone; what was interrupted goes on.
 */
export async function seedRecords(
  platform: Platform,
  seed: CountySeed,
  onStep: OnStep = () => {},
): Promise<{ published: number }> {
  let published = 0
  for (const record of seed.records) {
    if (await wasPublished(platform, record)) continue
    await publish(platform, seed, record)
    published++
    onStep(`已公开《${record.content.title}》`)
  }
  return { published }
}

async function publish(platform: Platform, seed: CountySeed, record: LoadedRecord): Promise<void> {
  const { itemCode, organization: organizationCode, kind, bodyMarkdown } = record
  const as = (role: Role) => actor(platform, demoUsername(seed, organizationCode, role))
  let edition: Progress =
    (await openEdition(platform, record)) ??
    (await createDraft(platform, await as('EDITOR'), {
      itemCode,
      organizationCode,
      kind,
      content: { ...record.content, bodyMarkdown },
    }))
  const reference = () => ({ editionId: edition.id, expectedVersion: edition.version })

  if (edition.state === 'DRAFT') {
    edition = await submitEdition(platform, await as('EDITOR'), reference())
  }
  while (edition.state === 'IN_REVIEW' && edition.currentRole !== null) {
    const signer = await as(edition.currentRole)
    const signature = { decision: 'APPROVE', checks: REVIEW_CHECKS } as const
    edition = await reviewEdition(platform, signer, { ...reference(), ...signature })
  }
  await publishEdition(platform, await as('APPROVER'), reference())
}

async function wasPublished({ database }: Platform, record: LoadedRecord): Promise<boolean> {
  const { itemCode, organization: organizationCode, content } = record
  const where = { itemCode, organizationCode, title: content.title }
  return (await database.publication.findFirst({ where, select: { id: true } })) !== null
}

/** The first edition of a record that an earlier run has not brought to its end. */
function openEdition({ database }: Platform, record: LoadedRecord): Promise<Progress | null> {
  const { itemCode, organization: organizationCode, kind, content } = record
  return database.edition.findFirst({
    where: {
      number: 1,
      title: content.title,
      state: { in: [...OPEN_STATES] },
      disclosure: { itemCode, organizationCode, kind },
    },
    select: { id: true, version: true, state: true, currentRole: true },
  })
}

async function actor({ database, clock }: Platform, username: string): Promise<Actor> {
  const now = clock.now()
  const inForce = {
    revokedAt: null,
    validFrom: { lte: now },
    OR: [{ validTo: null }, { validTo: { gt: now } }],
  }
  const { id, ...user } = await database.user.findUniqueOrThrow({
    where: { username, disabledAt: null },
    select: {
      id: true,
      username: true,
      displayName: true,
      organizationCode: true,
      grants: {
        where: inForce,
        select: { id: true, role: true, organizationCode: true, subtree: true },
      },
    },
  })
  return { userId: id, ...user }
}
