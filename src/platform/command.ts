import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Transaction } from './db/client.ts'
import { isSerializationFailure, isUnstorableText, unstorableText } from './database-failure.ts'
import { ConflictError } from './errors.ts'
import type { DomainEvent } from './jobs.ts'
import type { Platform } from './platform.ts'
import { auditText, type Witness } from './witness.ts'

/** Who acts and by what right; null for the system itself. */
export interface Authority {
  readonly userId: string
  readonly role: string
  readonly place: string
  /** For whom they stood in (代理). */
  readonly principalId?: string
}

/** One audit row: codes, ids and hashes, never content. Hashes are stored keyed. */
export interface AuditEntry {
  readonly action: string
  readonly by: Authority | null
  readonly subjectType: string
  readonly subjectId: string
  readonly beforeHash?: string | null
  readonly afterHash?: string | null
  readonly details?: Readonly<Record<string, string | number | boolean | null>>
}

/** What a command has in hand while it runs. */
export interface Work {
  readonly tx: Transaction
  /** The one time of everything the command writes, set by the server. */
  readonly now: Date
  readonly audit: (entry: AuditEntry) => void
  readonly emit: (event: DomainEvent) => void
}

/** Enough for twenty publications of one organization at once, which all want the next index number. */
const ATTEMPTS = 16
const LONGEST_PAUSE_MS = 300

/**
 * Runs a change: what it writes, its audit rows and its jobs commit together or not at all, at serializable isolation,
 * and again from the start when the database could not serialize it.
 */
export async function command<T>(platform: Platform, run: (work: Work) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await platform.database.$transaction((tx) => once(platform, tx, run))
    } catch (error) {
      if (isUnstorableText(error)) throw unstorableText()
      if (!isSerializationFailure(error)) throw error
      if (attempt === ATTEMPTS) {
        platform.log.warn({ err: error }, '多次尝试后仍与其他操作冲突，已放弃')
        throw new ConflictError('BUSY', '同时办理的人较多，请稍后重试')
      }
      await pause(Math.random() * Math.min(2 ** attempt * 10, LONGEST_PAUSE_MS))
    }
  }
}

async function once<T>(
  platform: Platform,
  tx: Transaction,
  run: (work: Work) => Promise<T>,
): Promise<T> {
  const now = platform.clock.now()
  const entries: AuditEntry[] = []
  const events: DomainEvent[] = []
  const result = await run({
    tx,
    now,
    audit: (entry) => entries.push(entry),
    emit: (event) => events.push(event),
  })
  if (entries.length === 0) throw new Error('a command must leave an audit row')
  await tx.auditEvent.createMany({
    data: entries.map((entry) => auditRow(entry, now, platform.witness)),
  })
  if (events.length > 0) await platform.jobs.emit(tx, events, now)
  return result
}

function auditRow(entry: AuditEntry, now: Date, witness: Witness | undefined) {
  const keyed = (hash: string | null | undefined) => (hash && witness ? witness.blind(hash) : hash)
  const row = {
    at: now,
    action: entry.action,
    actorId: entry.by?.userId ?? null,
    actorRole: entry.by?.role ?? null,
    actorPlace: entry.by?.place ?? null,
    subjectType: entry.subjectType,
    subjectId: entry.subjectId,
    beforeHash: keyed(entry.beforeHash) ?? null,
    afterHash: keyed(entry.afterHash) ?? null,
    details: {
      ...entry.details,
      ...(entry.by?.principalId && { principalId: entry.by.principalId }),
    },
    // Two events that are alike in everything else are still two.
    nonce: randomBytes(12).toString('base64url'),
  }
  if (!witness) return row
  const { keyId, sign } = witness
  const columns = {
    at: row.at.toISOString(),
    action: row.action,
    actor_id: row.actorId,
    actor_role: row.actorRole,
    actor_place: row.actorPlace,
    subject_type: row.subjectType,
    subject_id: row.subjectId,
    before_hash: row.beforeHash,
    after_hash: row.afterHash,
    details: row.details,
    nonce: row.nonce,
    key_id: keyId,
  }
  return { ...row, keyId, signature: sign(auditText(columns)) }
}
