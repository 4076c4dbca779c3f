import { setTimeout as pause } from 'node:timers/promises'
import type { PublicPool } from '../../platform/db/pool.ts'
import { watchChannel } from '../../platform/db/watch-channel.ts'
import type { Logger } from '../../platform/log.ts'
import { changedTags } from './read-tags.ts'

/** What answers from memory need to know. */
export interface PublicChanges {
  /**
   * Until when what is read now stays as it is if nobody publishes anything, in milliseconds since 1970. Null while
   * nobody knows: changes are not heard, or what comes next by itself is being looked up.
   */
  quietUntil(): number | null
  close(): Promise<void>
}

/** What the public reads from, and what tells of changes. */
export interface ReadPools {
  readonly primary: PublicPool
  /** Where there is one, answers are made from it. */
  readonly replica: PublicPool | null
}

interface Listener {
  /** These parts of the public side have changed. */
  readonly changed: (tags: readonly string[]) => void
  /** Anything may have changed. */
  readonly reset: () => void
}

const CHANNEL = 'publication_changed'

const NEVER = Number.MAX_SAFE_INTEGER

/** What is later than this is late for another reason than that it is at work. */
const LATE_S = 60

/** Hears of every publication, by whatever server or hand it is written, for as long as the database can be heard. */
export function watchPublications(
  { primary, replica }: ReadPools,
  log: Logger,
  { changed, reset }: Listener,
): PublicChanges {
  let quiet: number | null = null
  let heard = false
  let asked = 0
  let looking = false

  const look = async () => {
    looking = true
    for (let mine = -1; mine !== asked;) {
      mine = asked
      const end = await settled(primary, replica).catch((error: unknown) => {
        log.warn({ err: error }, '未能读取公示期截止和定时公开的时间')
        return null
      })
      if (end === null || !heard || mine !== asked) continue
      // What was begun before the replica had the change is out of date.
      if (replica) changed([])
      quiet = end
    }
    looking = false
  }
  // One after the other: a thousand publications of one moment are one reason to look again.
  const lookAhead = () => {
    quiet = null
    asked++
    if (!looking) void look()
  }
  const closing = new AbortController()
  const watching = watchChannel(
    primary,
    log,
    {
      channel: CHANNEL,
      connected() {
        heard = true
        reset()
        lookAhead()
      },
      heard(payload) {
        // A publication is scheduled: what is kept was to be kept beyond it, perhaps.
        if (payload === '') reset()
        else changed(changedTags(payload))
        lookAhead()
      },
      lost() {
        heard = false
        quiet = null
        reset()
      },
    },
    closing.signal,
  )
  return {
    quietUntil() {
      if (quiet !== null && quiet <= Date.now()) lookAhead()
      return quiet
    },
    async close() {
      closing.abort()
      await watching
    },
  }
}

/** Waits until the replica has all that was heard of; tells until when nothing changes by itself. */
async function settled(primary: PublicPool, replica: PublicPool | null): Promise<number> {
  if (replica) await caughtUp(primary, replica)
  return nextByItself(primary)
}

const LOOK_AGAIN_MS = 20

/** A replica that follows has replayed what the primary has written by now; one that does not follow is never behind. */
async function caughtUp(primary: PublicPool, replica: PublicPool): Promise<void> {
  const { rows } = await primary.query<{ lsn: string }>('SELECT pg_current_wal_lsn()::text AS lsn')
  for (;;) {
    const found = await replica.query<{ done: boolean }>(
      'SELECT NOT pg_is_in_recovery() OR pg_last_wal_replay_lsn() >= $1::pg_lsn AS done',
      [rows[0]?.lsn],
    )
    if (found.rows[0]?.done) return
    await pause(LOOK_AGAIN_MS)
  }
}

/**
 * When the next record is over, and in no list any more though nobody has changed it, or the next scheduled publication
 * is due. One that is due and not there yet may come at any moment.
 */
async function nextByItself(pool: PublicPool): Promise<number> {
  // By the clock of the database, which decides what is over.
  const { rows } = await pool.query<{ readonly seconds: number | null }>({
    name: 'next-by-itself',
    text: `SELECT extract(epoch FROM least(
             (SELECT min(display_until) FROM publication
               WHERE valid_to IS NULL AND withdrawal_type IS NULL AND display_until > now()),
             (SELECT min(due_at) FROM release
               WHERE state = 'SCHEDULED' AND due_at > now() - make_interval(secs => ${LATE_S}))) - now())::float8 AS seconds`,
  })
  const seconds = rows[0]?.seconds ?? null
  return seconds === null ? NEVER : Date.now() + seconds * 1_000
}
