import { calendarDate } from '../../platform/clock.ts'
import type { Transaction } from '../../platform/db/client.ts'
import { ConflictError } from '../../platform/errors.ts'
import type { Content } from '../disclosure/kind/kind.ts'
import { dateOf } from '../organization/queries.ts'

/** A policy document as it is public now. */
export interface LivePolicy {
  readonly disclosureId: string
  readonly indexNumber: string
  readonly docNumber: string | null
  readonly content: Content
  readonly firstPublishedAt: Date
}

interface Target {
  readonly kind: 'SUPERSEDES' | 'AMENDS'
  readonly toId: string
}

const MENTIONS = [
  { kind: 'SUPERSEDES', numbers: 'supersedes', records: 'supersedesRecords' },
  { kind: 'AMENDS', numbers: 'amends', records: 'amendsRecords' },
] as const

/** Brings the links of a policy document, and to it, in line with what is public; null once it is withdrawn. */
export async function relink(
  tx: Transaction,
  disclosureId: string,
  policy: LivePolicy | null,
): Promise<void> {
  await tx.policyLink.deleteMany({ where: { fromId: disclosureId } })
  if (!policy) return
  for (const target of await targetsOf(tx, policy)) await link(tx, policy, target)
  for (const { kind, ...referrer } of await referrersTo(tx, policy)) {
    await link(tx, referrer, { kind, toId: disclosureId })
  }
}

/** What the document names that is here; documents of other sites, and from before this one, are their numbers alone. */
async function targetsOf(tx: Transaction, { content }: LivePolicy): Promise<Target[]> {
  const targets: Target[] = []
  for (const { kind, numbers, records } of MENTIONS) {
    const known = await tx.disclosure.findMany({
      where: { indexNumber: { in: textsOf(content[records]) }, kind: 'PolicyDocument' },
      select: { id: true },
    })
    const numbered = await tx.publication.findMany({
      where: {
        kind: 'PolicyDocument',
        validTo: null,
        withdrawalType: null,
        docNumber: { in: textsOf(content[numbers]) },
      },
      select: { disclosureId: true },
    })
    const ids = [...known.map(({ id }) => id), ...numbered.map((one) => one.disclosureId)]
    targets.push(...[...new Set(ids)].map((toId) => ({ kind, toId })))
  }
  return targets
}

/** Documents that named this one by its number before it was here. */
async function referrersTo(tx: Transaction, { docNumber, disclosureId }: LivePolicy) {
  if (docNumber === null) return []
  return tx.$queryRaw<(LivePolicy & Pick<Target, 'kind'>)[]>`
    SELECT p.disclosure_id AS "disclosureId", p.index_number AS "indexNumber", p.doc_number AS "docNumber",
           p.content, p.first_published_at AS "firstPublishedAt", m.kind
      FROM publication p, (VALUES ('SUPERSEDES', 'supersedes'), ('AMENDS', 'amends')) m(kind, field)
     WHERE p.kind = 'PolicyDocument' AND p.valid_to IS NULL AND p.withdrawal_type IS NULL
       AND p.disclosure_id <> ${disclosureId}::uuid AND p.content -> m.field ? ${docNumber}`
}

async function link(
  tx: Transaction,
  { disclosureId: fromId, content, firstPublishedAt }: LivePolicy,
  { kind, toId }: Target,
): Promise<void> {
  await refuseCircle(tx, fromId, toId)
  const since = content['effectiveOn']
  const effectiveOn = dateOf(typeof since === 'string' ? since : calendarDate(firstPublishedAt))
  const key = { fromId, toId, kind }
  await tx.policyLink.upsert({
    where: { fromId_toId_kind: key },
    create: { ...key, effectiveOn },
    update: { effectiveOn },
  })
}

/** No document replaces or changes itself, at whatever remove; the database holds the same. */
async function refuseCircle(tx: Transaction, fromId: string, toId: string): Promise<void> {
  const [circle] = await tx.$queryRaw<object[]>`
    WITH RECURSIVE older(id) AS (
      SELECT ${toId}::uuid
      UNION SELECT l.to_id FROM older o JOIN policy_link l ON l.from_id = o.id)
    SELECT id FROM older WHERE id = ${fromId}::uuid`
  if (!circle) return
  const message = '文件的废止、修改关系成环：被废止或修改的文件又废止或修改了本文件'
  throw new ConflictError('CIRCULAR_SUPERSESSION', message)
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}
