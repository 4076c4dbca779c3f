import type { JobDefinition } from '../../platform/jobs.ts'
import type { Platform } from '../../platform/platform.ts'
import { deleteExpiredCounters } from './limits.ts'
import { deleteExpiredSessions } from './session.ts'

/** Jobs of this module: sessions and counters that are over are deleted every night. */
export function identityJobs(platform: Platform): JobDefinition[] {
  return [
    {
      queue: 'identity.sweep',
      cron: '17 3 * * *',
      async handle() {
        await deleteExpiredSessions(platform)
        await deleteExpiredCounters(platform.database)
      },
    },
  ]
}
