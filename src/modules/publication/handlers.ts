import type { Transaction } from '../../platform/db/client.ts'
import { setTimeout as pause } from 'node:timers/promises'
import type { JobDefinition } from '../../platform/jobs.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Reaction } from '../../platform/reaction.ts'
import { ORGANIZATION_CHANGED } from '../organization/events.ts'
import type { OrganizationChange, Succession } from '../organization/model.ts'
import { changeById } from '../organization/queries.ts'
import type { FileDesk } from '../disclosure/ports.ts'
import { expireDisplays } from './commands/expire-displays.ts'
import { FiringError, fireNext } from './commands/fire-releases.ts'
import { RECORD_PURGED } from './events.ts'
import { nextDueAt } from './queries/releases.ts'

/** Jobs of this module: every minute, what has been on display for its time is withdrawn; files of purged records go. */
export function publicationJobs(platform: Platform, { store }: FileDesk): JobDefinition[] {
  return [
    {
      queue: 'publication.expire',
      cron: '* * * * *',
      // The next minute brings the next one.
      retryLimit: 0,
      async handle() {
        await expireDisplays(platform)
      },
    },
    {
      queue: 'publication.purge-files',
      on: [RECORD_PURGED],
      async handle(jobs) {
        const ids = jobs.flatMap(({ attachmentIds }) => String(attachmentIds).split(','))
        for (const id of ids) if (id !== '') await store.remove(id)
      },
    },
  ]
}

/** The leave to post readings goes over to whoever takes over, and ends with what has ended. */
export const feedsFollow: Reaction = {
  on: [ORGANIZATION_CHANGED],
  async react(tx, events, now) {
    for (const { data } of events) {
      const change = await changeById(tx, String(data['changeId']))
      for (const succession of change.successions) await moveFeeds(tx, change, succession)
      if (!change.ends) continue
      await tx.feedGrant.updateMany({
        where: { organizationCode: change.organizationCode, revokedAt: null },
        data: { revokedAt: now },
      })
    }
  },
}

async function moveFeeds(
  tx: Transaction,
  { kind, organizationCode: from }: OrganizationChange,
  { toCode, itemCodes }: Succession,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE feed_grant g SET organization_code = ${toCode}
     WHERE g.organization_code = ${from} AND g.revoked_at IS NULL
       AND (${kind !== 'SPLIT'} OR g.item_code = ANY (${[...itemCodes]}::text[]))
       AND NOT EXISTS (SELECT FROM feed_grant o WHERE o.client_id = g.client_id AND o.kind = g.kind
                          AND o.organization_code = ${toCode} AND o.revoked_at IS NULL)`
}

/** Publishes releases at their times, while it runs. */
export interface ReleaseTimer {
  /** Begins with what came due while no server ran. */
  start(): void
  /** Lets the one at hand finish. */
  stop(): Promise<void>
}

/** What was scheduled a moment ago, here or on another server, or a clock that was set, is noticed within this time. */
const LOOK_MS = 500
/** A release that could not be fired for no reason of its own is tried again after this time; others do not wait for it. */
const PUT_OFF_MS = 10_000

/** Sleeps until the next release is due; every server has one, and the database decides which of them publishes. */
export function releaseTimer(platform: Platform): ReleaseTimer {
  const closing = new AbortController()
  const { signal } = closing
  // By a clock that nobody sets.
  const putOff = new Map<string, number>()
  let running: Promise<void> | null = null

  const waiting = () => {
    for (const [id, until] of putOff) if (until <= performance.now()) putOff.delete(id)
    return [...putOff.keys()]
  }
  const look = async () => {
    while (!signal.aborted && (await fireNext(platform, waiting())) !== null);
    const due = await nextDueAt(platform.database, waiting())
    const left = due === null ? LOOK_MS : due.getTime() - platform.clock.now().getTime()
    return Math.min(Math.max(left, 0), LOOK_MS)
  }
  const run = async () => {
    while (!signal.aborted) {
      const rest = await look().catch((error: unknown) => {
        platform.log.error({ err: error }, '定时发布出错，稍后重试')
        if (error instanceof FiringError)
          putOff.set(error.releaseId, performance.now() + PUT_OFF_MS)
        return LOOK_MS
      })
      await pause(rest, undefined, { signal }).catch(() => undefined)
    }
  }
  return {
    start() {
      running ??= run()
    },
    async stop() {
      closing.abort()
      await running
    },
  }
}
