import type { JobDefinition } from '../../platform/jobs.ts'
import type { Platform } from '../../platform/platform.ts'
import { applyDueChanges } from './commands/apply-due-changes.ts'

/** Jobs of this module: changes of organizations come into force at midnight of their day. */
export function organizationJobs(platform: Platform): JobDefinition[] {
  return [
    {
      queue: 'organization.apply',
      cron: '* * * * *',
      // The next minute brings the next one.
      retryLimit: 0,
      async handle() {
        await applyDueChanges(platform)
      },
    },
  ]
}
