import type { JobDefinition } from '../../platform/jobs.ts'
import type { Platform } from '../../platform/platform.ts'
import { announceEnds } from './commands/announce-ends.ts'
import { sendMails } from './commands/send-mails.ts'
import type { Mailer } from './ports.ts'

/** Jobs of this module: what ends soon is announced every morning; mails go out every minute, where they can. */
export function deskJobs(platform: Platform, mailer: Mailer | null): JobDefinition[] {
  const morning: JobDefinition = {
    queue: 'desk.display-ends',
    cron: '30 7 * * *',
    handle: () => announceEnds(platform),
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
