import type { Clock } from './clock.ts'
import type { Database } from './db/client.ts'
import type { Jobs } from './jobs.ts'
import type { Logger } from './log.ts'
import type { Refusals } from './refusals.ts'
import type { Witness } from './witness.ts'

/** What every command stands on; made once by the composition root. */
export interface Platform {
  readonly database: Database
  readonly jobs: Jobs
  readonly clock: Clock
  readonly log: Logger
  /** Signs audit rows. Without it they are unsigned, which `audit:verify` tells of. */
  readonly witness?: Witness
  /** Where refused attempts are noted; without it nowhere. */
  readonly refusals?: Refusals
}
