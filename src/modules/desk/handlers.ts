import type { JobDefinition } from '../../platform/jobs.ts'
import type { Platform } from '../../platform/platform.ts'
import { announceDisplayEnds } from './commands/announce-display-ends.ts'
import { sendMails } from './commands/send-mails.ts'
import type { Mailer } from './ports.ts'

/** Jobs of this module: displays that end are announced every morning; mails go out every minute, where they can. */
export function deskJobs(platform: Platform, mailer: Mailer | null): JobDefinition[] {
  const morning: JobDefinition = {
    queue: 'desk.display-ends',
    cron: '30 7 * * *',
    handle: () => announceDisplayEnds(platform),
  }
  if (!mailer) return [morning]
  const mails: JobDefinition = {
    queue: 'desk.mail',
    cron: '* * * * *',
    // The next minute brings the next one.
    retryLimit: 0,
    async handle() {
      await sendMails(platform, mailer)
    },
  }
  return [morning, mails]
}
