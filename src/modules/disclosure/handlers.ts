import type { JobDefinition } from '../../platform/jobs.ts'
import type { Platform } from '../../platform/platform.ts'
import { sweepAttachments } from './attachments/sweep.ts'
import type { FileDesk } from './ports.ts'

/** Jobs of this module: files that belong to no record are removed. */
export function attachmentJobs(platform: Platform, desk: FileDesk): JobDefinition[] {
  return [
    {
      queue: 'disclosure.sweep-attachments',
      cron: '41 * * * *',
      retryLimit: 0,
      handle: () => sweepAttachments(platform, desk),
    },
  ]
}
