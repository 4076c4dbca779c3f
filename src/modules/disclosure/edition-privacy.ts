import { calendarDate } from '../../platform/clock.ts'
import type { Database, Transaction } from '../../platform/db/client.ts'
import { PrivacyError } from '../../platform/errors.ts'
import { attachmentsOf } from './attachments/attached.ts'
import { lookThrough } from './attachments/gate.ts'
import { type PersonRow, PERSON, personOf } from './edition-row.ts'
import { wholeContent } from './edition-rows.ts'
import { under } from './kind/content.ts'
import { inputKey, kindOf } from './kind/registry.ts'
import type { Attachment, Edition, Person, PrivacyDecisionKind } from './model.ts'
import type { Finding } from './privacy/finding.ts'
import { findingsIn, isOverridable, objections, type Strictness } from './privacy/gate.ts'

/** What somebody who did not write the edition decided about a finding. */
export interface PrivacyDecision {
  readonly decision: PrivacyDecisionKind
  readonly reason: string
  readonly actor: Person
  readonly decidedAt: Date
}

/** A finding in an edition with what was decided about it. */
export interface PrivacyFinding extends Finding {
  readonly key: string
  readonly decision: PrivacyDecision | null
  /** Whether the kind lets the office pass it although it is certain. */
  readonly overridable: boolean
}

/**
 * What personal data the public would read in an edition: each value at each path once, with the latest decision that
 * counts for it, also one on an earlier edition of the record.
 */
export async function privacyFindings(
  db: Database | Transaction,
  edition: Edition,
  now: Date,
): Promise<PrivacyFinding[]> {
  const attachments = await attachmentsOf(db, edition.content)
  return (await lookAt(db, { edition, attachments }, now)).findings
}

/** An edition with its files. */
interface Subject {
  readonly edition: Edition
  readonly attachments: readonly Attachment[]
}

interface LookedAt {
  readonly findings: PrivacyFinding[]
  /** The beginning of the files' texts, for search. */
  readonly text: string
}

/** What was seen of an edition that may go on. */
export interface LookedThrough {
  /** The beginning of the files' texts, for search. */
  readonly text: string
  readonly undecided: number
}

async function lookAt(
  db: Database | Transaction,
  { edition, attachments }: Subject,
  now: Date,
): Promise<LookedAt> {
  const content = await wholeContent(db, edition)
  const kind = kindOf(edition.kind)
  const today = calendarDate(now)
  const secret = await findingSecret(db)
  const { findings: inFiles, text } = await lookThrough(
    db,
    kind,
    content,
    attachments,
    today,
    secret,
  )
  const found = [...findingsIn(kind, content, today, secret), ...inFiles]
  const keyed = new Map(found.map((finding) => [keyOf(finding), finding] as const).toReversed())
  if (keyed.size === 0) return { findings: [], text }
  const decisions = await decisionsFor(db, edition, [...keyed.keys()])
  const findings = [...keyed].toReversed().map(([key, finding]) => ({
    ...finding,
    key,
    decision: decisions.get(key) ?? null,
    overridable: isOverridable(kind, content, finding),
  }))
  return { findings, text }
}

/**
 * Lets an edition pass when nothing in it is personal data that may not be published (个人信息保护法25: nothing is
 * published without consent); the PrivacyError tells every place and no value.
 */
export async function assertNoPersonalData(
  tx: Transaction,
  subject: Subject,
  now: Date,
  strictness: Strictness,
): Promise<LookedThrough> {
  const { findings, text } = await lookAt(tx, subject, now)
  const judged = findings.map(({ decision, overridable, ...finding }) => ({
    finding,
    decision: decision?.decision ?? null,
    overridable,
  }))
  const problems = objections(judged, strictness)
  if (problems.length === 0) return { text, undecided: undecidedIn(findings) }
  throw new PrivacyError(under(pathOf(subject.edition), problems))
}

/** On how much of what is likely personal data nobody has decided. */
export function undecidedIn(findings: readonly PrivacyFinding[]): number {
  return findings.filter(({ certainty, decision }) => certainty === 'LIKELY' && !decision).length
}

/** The path of an edition's content in problems. */
export function pathOf({ kind }: Edition): string {
  return `content.${inputKey(kindOf(kind))}`
}

// Only decisions of the present edition's non-authors count: somebody may have decided first and written later.
async function decisionsFor(
  db: Database | Transaction,
  { disclosureId, participants }: Edition,
  keys: string[],
): Promise<Map<string, PrivacyDecision>> {
  const authors = participants.filter(({ step }) => step === 0).map(({ userId }) => userId)
  const rows = await db.privacyDecision.findMany({
    where: {
      findingKey: { in: keys },
      edition: { disclosureId },
      actorId: { notIn: authors },
    },
    orderBy: [{ decidedAt: 'asc' }, { id: 'asc' }],
    include: { actor: PERSON },
  })
  return new Map(rows.map((row) => [row.findingKey, decisionOf(row)]))
}

function decisionOf({
  actor,
  decision,
  reason,
  decidedAt,
}: Omit<PrivacyDecision, 'actor'> & { readonly actor: PersonRow }): PrivacyDecision {
  return { decision, reason, decidedAt, actor: personOf(actor) }
}

function keyOf({ key, path }: Finding): string {
  if (key === null) throw new Error(`the finding at ${path} has no key`)
  return key
}

/** The key that findings are hashed with. */
async function findingSecret(db: Database | Transaction): Promise<string> {
  const { value } = await db.installation.findUniqueOrThrow({ where: { name: 'finding-key' } })
  return value
}
