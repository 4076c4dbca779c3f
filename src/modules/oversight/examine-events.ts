import { auditText, instantOf } from '../../platform/witness.ts'
import type { Columns } from './entry.ts'
import type { Report } from './examination.ts'
import type { EntryLine } from './ledger-line.ts'
import { isSigned, type PublicKey } from './signature.ts'

/** Examines audit events, and whether every other row was written by a command that left one. */
export interface EventExaminer {
  take(line: EntryLine, place: string): void
  /** Whether an event tells of a publication with this hash, plain or keyed. */
  tellsOf(hash: string): boolean
  /** What an event tells of the purge of a publication; nothing when none does. */
  purgeOf(publicationId: string): Purge | undefined
  end(toTheEnd: boolean): void
}

/** That a publication was emptied. */
export interface Purge {
  /** ISO 8601. */
  readonly at: string
  /** Hash of what it had been, plain or keyed. */
  readonly contentHash: unknown
  /** Hash of what was left of it. */
  readonly leftHash: unknown
}

/** What an event tells of, as one text. */
const keyOf = (...parts: readonly unknown[]) => parts.map(String).join(' ')

/** Rows that a command writes are told of by its event in one of these ways. */
const WITNESSES = {
  REVIEW_STEP: (row: Columns) =>
    keyOf(row['edition_id'], row['actor_id'], instantOf(row['decided_at'])),
  PARTICIPANT: (row: Columns) => keyOf(row['edition_id'], row['user_id']),
  ATTACHMENT: (row: Columns) => keyOf(row['id']),
  KEY: (row: Columns) => keyOf(row['id']),
  PRIVACY_DECISION: (row: Columns) =>
    keyOf(row['edition_id'], row['actor_id'], instantOf(row['decided_at'])),
  NON_DISCLOSURE: (row: Columns) =>
    keyOf(row['edition_id'], row['decided_by_id'], instantOf(row['decided_at'])),
  REASSESSMENT: (row: Columns) =>
    keyOf(row['edition_id'], row['actor_id'], instantOf(row['assessed_at'])),
  RELEASE_STEP: (row: Columns) =>
    keyOf(row['release_id'], row['actor_id'], instantOf(row['decided_at'])),
  RETROSPECTIVE_DUTY: (row: Columns) =>
    keyOf(row['edition_id'], row['publisher_id'], instantOf(row['published_at'])),
  RETROSPECTIVE_REVIEW: (row: Columns) =>
    keyOf(row['edition_id'], row['reviewer_id'], instantOf(row['decided_at'])),
  REVOCATION: (row: Columns) => keyOf(row['disclosure_id'], instantOf(row['withdrawn_at'])),
  REVOCATION_REASON: (row: Columns) => keyOf(row['disclosure_id'], instantOf(row['explained_at'])),
} as const

/** Of which one event tells of one row: there are no more of them than events of that person at that instant. */
const ONE_EACH: readonly string[] = ['PRIVACY_DECISION', 'REASSESSMENT', 'RELEASE_STEP']

/** Examines the events of a ledger as they pass. */
export function eventExaminer(keys: ReadonlyMap<string, PublicKey>, report: Report): EventExaminer {
  /** Once the application signs, it signs everything: what is older came before proof did. */
  let signing = false
  const nonces = new Set<string>()
  const told = new Set<string>()
  /** Events of a person about a subject at an instant; of nearly all there is one, and only the others are counted. */
  const more = new Map<string, number>()
  const purges = new Map<string, Purge>()
  const swept = new Set<string>()
  const wanted: { readonly kind: string; readonly key: string; readonly place: string }[] = []
  const gone: { readonly id: string; readonly place: string }[] = []

  function takeEvent(row: Columns, place: string): void {
    const { signature, key_id: keyId, nonce } = row
    const key = keys.get(String(keyId))
    const isValid =
      key !== undefined && typeof signature === 'string' && isSigned(key, auditText(row), signature)
    if (!isValid && (signing || signature !== null)) report('EVENT_UNSIGNED', place)
    signing ||= isValid
    if (typeof nonce === 'string') {
      if (nonces.has(nonce)) report('EVENT_REPEATED', place)
      nonces.add(nonce)
    }
    remember(row)
  }

  function remember(row: Columns): void {
    const {
      action,
      actor_id: actor,
      subject_id: subject,
      before_hash: before,
      after_hash: after,
    } = row
    told.add(keyOf(subject))
    told.add(keyOf(subject, actor))
    told.add(keyOf(subject, instantOf(row['at'])))
    const exactly = keyOf(subject, actor, instantOf(row['at']))
    if (told.has(exactly)) more.set(exactly, (more.get(exactly) ?? 1) + 1)
    told.add(exactly)
    if (typeof after === 'string') told.add(after)
    const details = row['details'] as Columns | null
    if (typeof details?.['contentHash'] === 'string') told.add(details['contentHash'])
    if (action === 'attachment.sweep' || action === 'attachment.purge') swept.add(String(subject))
    if (action === 'publication.purge') {
      const at = instantOf(row['at'])
      purges.set(String(subject), { at, contentHash: before, leftHash: details?.['leftHash'] })
    }
  }

  return {
    take({ entry: { kind, subject }, columns }, place) {
      if (kind === 'ATTACHMENT' && !columns) gone.push({ id: subject, place })
      if (!columns) return
      if (kind === 'EVENT') takeEvent(columns, place)
      else if (kind in WITNESSES && signing) {
        wanted.push({ kind, key: WITNESSES[kind as keyof typeof WITNESSES](columns), place })
      }
    },
    tellsOf: (hash) => told.has(hash),
    purgeOf: (publicationId) => purges.get(publicationId),
    end(toTheEnd) {
      if (!toTheEnd) return
      for (const { id, place } of gone) if (!swept.has(id)) report('ROW_DELETED', place)
      const signatures = new Set<string>()
      const rows = new Map<string, number>()
      for (const { kind, key, place } of wanted) {
        // One event tells of one signature: a copy of it in another round has none.
        const isCopy = kind === 'REVIEW_STEP' && signatures.size === signatures.add(key).size
        const count = (rows.get(`${kind} ${key}`) ?? 0) + 1
        rows.set(`${kind} ${key}`, count)
        const tooMany = ONE_EACH.includes(kind) && count > (more.get(key) ?? 1)
        if (isCopy || tooMany || !told.has(key)) report('NOT_WITNESSED', place)
      }
    },
  }
}
