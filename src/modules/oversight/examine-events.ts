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
} as const

/** Examines the events of a ledger as they pass. */
export function eventExaminer(keys: ReadonlyMap<string, PublicKey>, report: Report): EventExaminer {
  /** Once the application signs, it signs everything: what is older came before proof did. */
  let signing = false
  const nonces = new Set<string>()
  const told = new Set<string>()
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
    told.add(keyOf(subject, actor, instantOf(row['at'])))
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
      for (const { kind, key, place } of wanted) {
        // One event tells of one signature: a copy of it in another round has none.
        const isCopy = kind === 'REVIEW_STEP' && signatures.size === signatures.add(key).size
        if (isCopy || !told.has(key)) report('NOT_WITNESSED', place)
      }
    },
  }
}
