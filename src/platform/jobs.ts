import { fromPrisma, PgBoss } from 'pg-boss'
import type { Transaction } from './db/client.ts'
import type { Logger } from './log.ts'
import { type Reaction, reactTo } from './reaction.ts'

/** Something that happened, told within the transaction that made it so. Carries ids, never content. */
export interface DomainEvent {
  readonly name: string
  readonly data: Readonly<Record<string, string | number>>
}

/** A queue and what is done with its jobs. Handlers re-read the row and are idempotent: a job is only a hint. */
export interface JobDefinition {
  readonly queue: string
  /** Events whose data become jobs of this queue. */
  readonly on?: readonly string[]
  /** Repeats the job by itself (cron, Asia/Shanghai). */
  readonly cron?: string
  /** How many jobs one call of the handler takes at most. */
  readonly batch?: number
  readonly retryLimit?: number
  handle(jobs: readonly Readonly<Record<string, unknown>>[]): Promise<void>
}

export interface Jobs {
  /** Lets the modules react to what a command tells and puts it into their queues, within the transaction. */
  emit(tx: Transaction, events: readonly DomainEvent[], now: Date): Promise<void>
}

/** The queue of jobs: `start` works them off, `stop` lets the running ones finish. */
export interface JobRunner extends Jobs {
  start(): Promise<void>
  stop(): Promise<void>
}

const DEAD_LETTERS = 'dead-letters'

/** New jobs announce themselves; retries and delayed jobs are found by looking. */
const POLL_SECONDS = 2

/** Opens the job queue in the database. Without `work`, events are still recorded but nothing is worked off here. */
export async function openJobs(
  url: string,
  definitions: readonly JobDefinition[],
  log: Logger,
  reactions: readonly Reaction[] = [],
): Promise<JobRunner> {
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'gongkai-jobs',
    max: 4,
    useListenNotify: true,
    connectionTimeoutMillis: 10_000,
  })
  boss.on('error', (error) => log.error({ err: error }, '任务队列出错'))
  await boss.start()
  const known = new Set((await boss.getQueues()).map(({ name }) => name))
  if (!known.has(DEAD_LETTERS)) await boss.createQueue(DEAD_LETTERS, { retryLimit: 0 })
  for (const { queue, retryLimit = 10 } of definitions) {
    if (known.has(queue)) continue
    const options = {
      notify: true,
      retryLimit,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 300,
    }
    await boss.createQueue(queue, { ...options, deadLetter: DEAD_LETTERS })
  }

  return {
    async emit(tx, events, now) {
      await reactTo(reactions, tx, events, now)
      for (const { queue, on = [] } of definitions) {
        const jobs = events.filter(({ name }) => on.includes(name)).map(({ data }) => ({ data }))
        if (jobs.length > 0) await boss.insert(queue, jobs, { db: fromPrisma(tx) })
      }
    },
    async start() {
      const timed = definitions.filter(({ cron }) => cron !== undefined)
      await Promise.all(
        timed.map(({ queue, cron = '' }) =>
          boss.schedule(queue, cron, {}, { tz: 'Asia/Shanghai' }),
        ),
      )
      for (const definition of definitions) {
        const batchSize = definition.batch ?? 1
        await boss.work<Record<string, unknown>>(
          definition.queue,
          {
            batchSize,
            pollingIntervalSeconds: POLL_SECONDS,
            notifyPollingIntervalSeconds: POLL_SECONDS,
          },
          (jobs) => definition.handle(jobs.map((job) => job.data ?? {})),
        )
      }
    },
    async stop() {
      await boss.stop({ graceful: true, timeout: 5_000 })
    },
  }
}
