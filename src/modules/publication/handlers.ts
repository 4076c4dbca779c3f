import type { JobDefinition } from '../../platform/jobs.ts'
import type { Platform } from '../../platform/platform.ts'
import { expireDisplays } from './commands/expire-displays.ts'

/** Jobs of this module: every minute, what has been on display for its time is withdrawn. */
export function publicationJobs(platform: Platform): JobDefinition[] {
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
  ]
}
