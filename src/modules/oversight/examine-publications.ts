import { publicationHash, remainderHash } from '../publication/content-hash.ts'
import { instantOf } from '../../platform/witness.ts'
import type { Columns, TableDigests } from './entry.ts'
import type { ExaminationStart, Report } from './examination.ts'
import type { EventExaminer } from './examine-events.ts'
import type { EntryLine } from './ledger-line.ts'

/** Examines publications: their contents, and that the versions of a record follow each other. */
export interface PublicationExaminer {
  take(line: EntryLine, columns: Columns, tables: TableDigests, place: string): void
  end(toTheEnd: boolean, events: EventExaminer): void
}

interface Version {
  readonly version: number
  readonly validTo: unknown
  readonly place: string
}

/** A publication that events have to tell of, by its hash, plain or keyed. */
interface Told {
  readonly id: string
  readonly hashes: readonly string[]
  readonly place: string
}

/** A publication that was emptied, with the hash of what is there now. */
interface Purged extends Told {
  readonly at: string
  readonly left: string
}

/** Hashes that were made by this rule; older ones stand for themselves. */
const RULE = 1

/** Examines the publications of a ledger as they pass. */
export function publicationExaminer(
  { size }: Pick<ExaminationStart, 'size'>,
  report: Report,
): PublicationExaminer {
  const latest = new Map<string, Version>()
  const wanted: Told[] = []
  const purged: Purged[] = []

  function follow(record: string, columns: Columns, validTo: unknown, place: string): void {
    const before = latest.get(record)
    const version = Number(columns['version'])
    latest.set(record, { version, validTo, place })
    // Of a part of the ledger the first one seen of a record may be any.
    if (!before && size > 0) return
    if (version !== (before?.version ?? 0) + 1) {
      report('VERSIONS_BROKEN', place, { expected: (before?.version ?? 0) + 1, found: version })
    }
    if (before && before.validTo !== columns['valid_from']) {
      report('VERSIONS_BROKEN', before.place, {
        expected: columns['valid_from'],
        found: before.validTo,
      })
    }
  }

  return {
    take({ entry, apart }, columns, tables, place) {
      const { contentHash, attestedHash } = entry
      const record = String(columns['disclosure_id'])
      follow(record, columns, apart['valid_to'] ?? null, place)
      if (columns['content_hash'] !== contentHash) {
        report('CONTENT_CHANGED', place, { expected: contentHash, found: columns['content_hash'] })
      }
      const told = { id: entry.subject, hashes: [contentHash ?? '', attestedHash ?? ''], place }
      const at = apart['purged_at']
      if (at != null)
        purged.push({ ...told, at: instantOf(at), left: remainderHash(columns, tables) })
      if (Number(columns['hash_rule']) < RULE) return
      wanted.push(told)
      if (at != null) return
      const found = publicationHash(columns, tables)
      if (found !== contentHash) report('CONTENT_CHANGED', place, { expected: contentHash, found })
    },
    end(toTheEnd, events) {
      for (const { id, hashes, at, left, place } of purged) {
        const purge = events.purgeOf(id)
        // Of a part of the ledger the event may come after its end.
        if (!purge && !toTheEnd) continue
        if (purge?.at !== at || !hashes.some((hash) => hash === purge.contentHash)) {
          report('PURGE_UNPROVED', place, { expected: purge?.at, found: at })
        } else if (purge.leftHash !== left) {
          report('CONTENT_CHANGED', place, { expected: purge.leftHash, found: left })
        }
      }
      if (!toTheEnd) return
      for (const { hashes, place } of wanted) {
        if (!hashes.some((hash) => events.tellsOf(hash))) report('NOT_WITNESSED', place)
      }
      for (const { validTo, place } of latest.values()) {
        if (validTo !== null) report('VERSIONS_BROKEN', place, { expected: null, found: validTo })
      }
    },
  }
}
